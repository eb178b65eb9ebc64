// ⑤ The end of a room, of its line, or of what waited for it: nothing that opens anything outlives it
// on a staff page, and what did not arrive is counted, never dropped in silence. Pure.
// Rules: R3, O3.
import type { RoomLife } from '#lib/protocol/room-view.ts';
import { stop } from './room-chain.ts';
import { run } from './room-follow.ts';
import { newStaffRoom, only } from './room-start.ts';
import { stepOutbox } from './room-write.ts';
import type { StaffRoomEvent, StaffRoomState, StaffRoomStep } from './room-types.ts';

/** How long a number that the room does not expect yet waits for the one before it. */
const MISSING_PATIENCE_MS = 3_000;

/**
 * R3: nothing of a room that is over stays on a staff page: no key, no content, and nothing on the
 * disk that waits for it [O3]. How much did not arrive is still said.
 */
export function shut(
  state: StaffRoomState,
  over: 'closed' | 'gone',
  life: RoomLife | null
): StaffRoomStep {
  const unsent = state.jobs.flatMap((job) =>
    job.copyOf === null && 'writtenAtMs' in job.content && job.content.t !== 'earlier'
      ? [job.job]
      : []
  ).length;
  const { roomId, sender, memberId, right } = state;
  return only(
    {
      ...newStaffRoom({ roomId, sender, memberId, right }),
      nowMs: state.nowMs,
      life,
      over,
      faults: state.faults,
      stopped: state.stopped,
      lostOfOthers: state.lostOfOthers + unsent
    },
    { type: 'drop-keys' },
    { type: 'load-outbox' }
  );
}

/** The room said that it has ended, without saying how. */
export const ended = (state: StaffRoomState): StaffRoomStep =>
  state.right === 'archive' || state.over !== null
    ? only(state)
    : shut(state, 'closed', state.life && { ...state.life, state: 'closed' });

export function takeLife(state: StaffRoomState, life: RoomLife): StaffRoomStep {
  if (state.life?.state === 'closed' && life.state !== 'closed')
    return only(stop(state, 'rollback'));
  if (life.state !== 'closed' || state.right === 'archive') return only({ ...state, life });
  if (state.over !== null) return only({ ...state, life });
  return shut(state, 'closed', life);
}

/** Everything that waits in this browser: to be sent, or, when it is over, to be let go of. */
export function onOutbox(
  state: StaffRoomState,
  items: Extract<StaffRoomEvent, { type: 'outbox' }>['items']
): StaffRoomStep {
  if (state.over === 'closed' || state.over === 'gone') {
    const others = items.filter(
      (item) => item.copyOf === undefined && item.sender !== state.sender
    );
    const lostOfOthers = state.lostOfOthers + others.length;
    return only(
      { ...state, lostOfOthers },
      ...items.map((item) => ({ type: 'unstore', item }) as const)
    );
  }
  const read = { ...state, stored: 'read' as const };
  const loaded = stepOutbox(read, { type: 'stored', items });
  const { outbox, nowMs } = loaded.state;
  const isNew = outbox.items.length > read.outbox.items.length;
  // The room misses a predecessor that is not here either: it is asked again, but not without end.
  const holdUntilMs = nowMs + MISSING_PATIENCE_MS;
  if (outbox.holdUntilMs > 0 && !isNew)
    return only({ ...loaded.state, outbox: { ...outbox, holdUntilMs } }, ...loaded.effects, {
      type: 'wake-at',
      atMs: holdUntilMs
    });
  return run(loaded.state, [
    (at) => only(at, ...loaded.effects),
    (at) => stepOutbox(at, { type: 'hold-over', nowMs: at.nowMs })
  ]);
}

export function onLineDown(state: StaffRoomState, end: 'retry' | 'gone' | 'ended' | 'not-allowed') {
  const { state: next, effects } = stepOutbox(
    { ...state, line: 'down', controls: new Map(), typing: null },
    { type: 'lost' }
  );
  if (end === 'gone') {
    const over = shut(next, 'gone', state.life);
    return only(over.state, ...effects, ...over.effects);
  }
  if (end === 'not-allowed') return only({ ...next, over: 'not-allowed' }, ...effects);
  if (end === 'ended') return ended(next);
  return only(next, ...effects);
}
