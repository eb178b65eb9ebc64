// ④ This browser's outbox cannot be read now: it may hold replies that a dead tab has left, so it is asked
// for again, without end, also after the room has ended. Pure. Rules: R6, O3, R3.
import type { StaffRoomEvent, StaffRoomState } from './room-types.ts';
import { wakeAt, type Work } from './room-work.ts';

const AGAIN_MS = 5_000;
const AGAIN_AT_MOST_MS = 80_000;

/** What a deleted room still takes in: what is on the disk goes, and is counted. */
export const isOfDisk = (state: StaffRoomState, { type }: StaffRoomEvent): boolean =>
  type === 'outbox' ||
  type === 'stored' ||
  type === 'outbox-unreadable' ||
  (type === 'tick' && state.outboxAgain !== null);

export function onOutboxUnreadable(w: Work): void {
  const afterMs = w.s.outboxAgain?.nextMs ?? AGAIN_MS;
  const atMs = w.nowMs + afterMs;
  w.s.outboxAgain = { atMs, nextMs: Math.min(2 * afterMs, AGAIN_AT_MOST_MS) };
  wakeAt(w, atMs);
}

/** Called by the tick. */
export function readOutboxAgain(w: Work): void {
  const again = w.s.outboxAgain;
  if (again === null || w.nowMs < again.atMs) return;
  // Not once more before the answer.
  w.s.outboxAgain = { ...again, atMs: Infinity };
  w.out.push({ type: 'load-outbox' });
}
