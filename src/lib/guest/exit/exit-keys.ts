// Pressing Shift three times in a row is Exit too [E1], on a real keyboard only. On-screen keyboards name
// no key (`code` is empty), or compose. Pure: which key, when.

const WITHIN_MS = 1_500;

export interface ShiftCount {
  readonly times: readonly number[];
  readonly exit: boolean;
}

export const noShift: ShiftCount = { times: [], exit: false };

/** As browsers name it. */
export type Key = Pick<KeyboardEvent, 'key' | 'code' | 'repeat' | 'isComposing'>;

/**
 * Counts single presses of Shift; any other key between them resets the count.
 * @param onScreen whether an on-screen keyboard is open: some of those do name their keys
 */
export function countShift(
  count: ShiftCount,
  key: Key,
  nowMs: number,
  onScreen = false
): ShiftCount {
  const real = key.code.startsWith('Shift') && key.key === 'Shift';
  if (!real || key.isComposing || onScreen) return noShift;
  if (key.repeat) return count;
  const times = [...count.times.filter((atMs) => nowMs - atMs < WITHIN_MS), nowMs];
  return { times, exit: times.length >= 3 };
}
