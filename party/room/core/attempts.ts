// Code-word attempts: who may try now, and what staff see of it. Pure. An attempt is counted before it is
// checked, so that concurrent tries are all counted. Rules: J4, J9.
import { ATTEMPTS } from '#lib/protocol/limits.ts';
import type { AttemptsView } from '#lib/protocol/room-view.ts';
import type { RoomRecord } from './room-state.ts';
import { changeCore, putDevice, type Work } from './work.ts';

type Judgement =
  | { readonly type: 'go' }
  | { readonly type: 'wait'; readonly retryAtMs: number }
  | { readonly type: 'locked' };

interface Count {
  readonly wrong: number;
  readonly lastAtMs: number;
}

/** The count that this device's attempts use: its own once it has proved itself. */
const countFor = (state: RoomRecord, deviceKey: string): Count =>
  state.devices.get(deviceKey) ?? state.core.strangers;

/** When the next try is allowed, given the count; 0 for at once. */
function freeAtMs(count: Count): number {
  const over = count.wrong - ATTEMPTS.free;
  return over < 0 ? 0 : count.lastAtMs + ATTEMPTS.firstDelayMs * 2 ** over;
}

/** Whether this device may try a code word now. */
export function judge(state: RoomRecord, deviceKey: string, nowMs: number): Judgement {
  const count = countFor(state, deviceKey);
  if (count.wrong >= ATTEMPTS.lockAt) return { type: 'locked' };
  const retryAtMs = freeAtMs(count);
  return nowMs < retryAtMs ? { type: 'wait', retryAtMs } : { type: 'go' };
}

/** What a guest learns after a wrong code: how many tries are left and when the next is allowed. */
export function afterWrong(
  state: RoomRecord,
  deviceKey: string,
  nowMs: number
): { readonly left: number; readonly retryAtMs?: number } {
  const count = countFor(state, deviceKey);
  const left = Math.max(0, ATTEMPTS.lockAt - count.wrong);
  const retryAtMs = freeAtMs(count);
  return left > 0 && retryAtMs > nowMs ? { left, retryAtMs } : { left };
}

/** Whether attempts of this device use its own count. */
export const isKnown = (state: RoomRecord, deviceKey: string): boolean =>
  state.devices.has(deviceKey);

/**
 * Adds one attempt, or takes one back.
 * @param known which count it uses; it is taken back from the same one, even if the device has
 *   become known in between
 */
export function countAttempt(w: Work, deviceKey: string, known: boolean, change: 1 | -1): void {
  const moved = <T extends Count>(count: T): T => ({
    ...count,
    wrong: Math.max(0, count.wrong + change),
    lastAtMs: change === 1 ? w.nowMs : count.lastAtMs
  });
  if (!known) return changeCore(w, { strangers: moved(w.s.core.strangers) });
  const device = w.s.devices.get(deviceKey);
  if (device !== undefined) putDevice(w, moved(device));
}

/** Staff allow everybody to try again. */
export function clearAttempts(w: Work): void {
  for (const device of w.s.devices.values())
    if (device.wrong > 0) putDevice(w, { ...device, wrong: 0 });
  changeCore(w, { strangers: { ...w.s.core.strangers, wrong: 0 } });
}

export const strangersLocked = (state: RoomRecord): boolean =>
  state.core.strangers.wrong >= ATTEMPTS.lockAt;

/** Whether an unknown device may join at all before staff unlock [J4, J9]. */
export const newDevicesLocked = (state: RoomRecord): boolean =>
  strangersLocked(state) || state.core.newcomers.locked;

export function attemptsView(state: RoomRecord): AttemptsView {
  const known = [...state.devices.values()];
  const lastAtMs = Math.max(state.core.strangers.lastAtMs, ...known.map((one) => one.lastAtMs));
  return {
    strangers: state.core.strangers.wrong,
    known: known.reduce((sum, one) => sum + one.wrong, 0),
    strangersLocked: strangersLocked(state),
    newcomersLocked: state.core.newcomers.locked,
    knownLocked: known.some((one) => one.wrong >= ATTEMPTS.lockAt),
    lastAtMs: lastAtMs > 0 ? lastAtMs : null
  };
}
