// Shift three times in a row is Exit too [E1]. Pure: which key, when.

const WITHIN_MS = 1_500;

export interface ShiftCount {
  readonly times: readonly number[];
  readonly exit: boolean;
}

export const noShift: ShiftCount = { times: [], exit: false };

/** Counts single presses of Shift; any other key between them starts anew. */
export function countShift(
  count: ShiftCount,
  key: { readonly key: string; readonly repeat: boolean },
  nowMs: number
): ShiftCount {
  if (key.repeat) return count;
  if (key.key !== 'Shift') return noShift;
  const times = [...count.times.filter((atMs) => nowMs - atMs < WITHIN_MS), nowMs];
  return { times, exit: times.length >= 3 };
}
