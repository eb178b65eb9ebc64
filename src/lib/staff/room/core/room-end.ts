// ⑤ The end of a room, or of its line. Nothing that can open anything outlives it on a staff page, and what
// did not arrive is counted, never dropped silently. Pure. Rules: R3, O3.
import type { RoomLife } from '#lib/protocol/room-view.ts';
import { stepOutbox } from './room-outbox.ts';
import { newStaffRoom } from './room-start.ts';
import { stop, type Work } from './room-work.ts';
import type { StaffRoomState } from './room-types.ts';

/**
 * R3: nothing of an ended room stays on a staff page: no key, no content, and nothing waiting on the disk
 * [O3]. How much did not arrive is still shown.
 */
export function shut(w: Work, over: 'closed' | 'gone', life: RoomLife | null): void {
  const unsent = w.s.jobs.filter(({ copyOf }) => copyOf === null).length;
  const { roomId, sender, memberId, right, faults, stopped, lostOfOthers } = w.s;
  Object.assign(w.s, {
    ...newStaffRoom({ roomId, sender, memberId, right }),
    nowMs: w.nowMs,
    life,
    over,
    faults,
    stopped,
    lostOfOthers: lostOfOthers + unsent
  } satisfies StaffRoomState);
  w.out.push({ type: 'drop-keys' }, { type: 'load-outbox' });
}

/** The room has ended without saying how. */
export function ended(w: Work): void {
  if (w.s.right === 'archive' || w.s.over !== null) return;
  shut(w, 'closed', w.s.life && { ...w.s.life, state: 'closed' });
}

export function takeLife(w: Work, life: RoomLife): void {
  if (w.s.life?.state === 'closed' && life.state !== 'closed') return stop(w, 'rollback');
  if (life.state !== 'closed' || w.s.right === 'archive' || w.s.over !== null) w.s.life = life;
  else shut(w, 'closed', life);
}

export function onLineDown(w: Work, end: 'retry' | 'gone' | 'ended' | 'not-allowed'): void {
  w.s.line = 'down';
  w.s.controls = new Map();
  w.s.typing = null;
  stepOutbox(w, { type: 'lost' });
  if (end === 'gone') shut(w, 'gone', w.s.life);
  else if (end === 'ended') ended(w);
  else if (end === 'not-allowed') w.s.over = 'not-allowed';
}
