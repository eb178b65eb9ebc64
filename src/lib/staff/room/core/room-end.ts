// ⑤ The end of a room, or of its line. Nothing that can open anything outlives it on a staff page, and what
// did not arrive is counted, never dropped silently. That the room is over is no line's to say: nothing is
// dropped before the room itself has said so. Pure. Rules: R3, R6, O3.
import type { RoomLife } from '#lib/protocol/room-view.ts';
import type { RoomEnd } from '#lib/sync/core/room-end.ts';
import { backToField, unarrived } from './room-losses.ts';
import { stepOutbox } from './room-outbox.ts';
import { newStaffRoom } from './room-start.ts';
import { lineAgain, stop, type Work } from './room-work.ts';
import type { StaffRoomEvent, StaffRoomState } from './room-types.ts';

/** Delay before a room that nothing vouches for is tried again. */
const DOUBT_AGAIN_MS = 5_000;

/**
 * R3: nothing of an ended room stays on a staff page: no key, no content, and nothing waiting on the disk.
 * What this page wrote and the room never took goes back to whoever wrote it, and is counted [O3].
 */
export function shut(w: Work, over: 'closed' | 'gone', life: RoomLife | null): void {
  const words = unarrived(w.s);
  const { roomId, sender, memberId, right, faults, stopped, lostHere, lostOfOthers } = w.s;
  Object.assign(w.s, {
    ...newStaffRoom({ roomId, sender, memberId, right }),
    nowMs: w.nowMs,
    life,
    over,
    faults,
    stopped,
    lostHere: lostHere + words.length,
    lostOfOthers
  } satisfies StaffRoomState);
  w.out.push({ type: 'drop-keys' }, { type: 'load-outbox' });
  const text = backToField(words);
  if (text !== null) w.out.push({ type: 'not-said', text, to: null });
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

function loseLine(w: Work): void {
  w.s.line = 'down';
  w.s.controls = new Map();
  w.s.typing = null;
  stepOutbox(w, { type: 'lost' });
}

/** Line or desk say that the room no longer exists, or is closed: the room itself is asked [R6]. */
export function doubt(w: Work): void {
  if (w.s.doubted || w.s.over !== null) return;
  w.s.doubted = true;
  loseLine(w);
  w.out.push({ type: 'disconnect' }, { type: 'ask-end' });
}

/** What the room itself said of its end. Without such an answer the conversation goes on. */
export function judgeEnd(w: Work, end: RoomEnd | null): void {
  const { doubted, line, over, right } = w.s;
  w.s.doubted = false;
  // The room has let this page in meanwhile: it is there after all.
  if (!doubted || over !== null || line === 'up') return;
  if (end === 'gone') return shut(w, 'gone', w.s.life);
  // Who reads a closed room knows that it has ended.
  if (end !== null && right !== 'archive') return ended(w);
  lineAgain(w, DOUBT_AGAIN_MS);
}

export function onLineDown(
  w: Work,
  end: Extract<StaffRoomEvent, { type: 'line-down' }>['end']
): void {
  loseLine(w);
  if (end === 'gone' || end === 'ended') doubt(w);
  else if (end === 'not-allowed') w.s.over = 'not-allowed';
}
