// ⑤ What the room server says to a staff page, frame by frame: entering, entries, receipts, refusals.
// Believes nothing that can be checked. Pure. Rules: J4, O1, O2, O6, R3, D5.
import type { ToStaffFrame } from '#lib/protocol/staff-wire.ts';
import { isFinalRefusal, outboxKey } from '#lib/sync/core/outbox.ts';
import { ingest, stop } from './room-chain.ts';
import { ended, shut, takeLife } from './room-end.ts';
import { takeEpoch } from './room-epochs.ts';
import { run } from './room-follow.ts';
import { only } from './room-start.ts';
import { stepOutbox } from './room-write.ts';
import type { StaffRoomEffect, StaffRoomState, StaffRoomStep } from './room-types.ts';

/** Asks for a permit, unless the room is over or the line has gone again [D5]. */
export const askPermit = (state: StaffRoomState): StaffRoomStep =>
  state.line === 'asking' && state.over === null
    ? only({ ...state, permitAgainAtMs: null }, { type: 'ask-permit', right: state.right })
    : only({ ...state, permitAgainAtMs: null });

/** A frame with a number of its own; its answer is told apart by it. */
export function control(
  state: StaffRoomState,
  kind: 'enter' | 'unlock' | 'close',
  frame: (ref: number) => Extract<StaffRoomEffect, { type: 'transmit' }>['frame']
): StaffRoomStep {
  const ref = state.nextControl;
  const controls = new Map(state.controls).set(ref, kind);
  return only(
    { ...state, nextControl: ref + 1, controls },
    { type: 'transmit', frame: frame(ref) }
  );
}

function onEntered(
  state: StaffRoomState,
  frame: Extract<ToStaffFrame, { t: 'entered' }>
): StaffRoomStep {
  if (state.controls.get(frame.ref) !== 'enter') return only(state);
  if (state.face !== null && state.face !== frame.face) return only(stop(state, 'face'));
  // Receipts that came ahead of what stands between count as shown too.
  const shown = Math.max(state.entries.length, ...state.ahead.keys());
  if (frame.lastOrder < shown) return only(stop(state, 'rollback'));
  const { face, archiveBox, records } = frame;
  // Whoever reads an archive is given no link and no words, whatever the server hands out [R3].
  const deskBox = state.right === 'archive' ? null : frame.deskBox;
  const isFirst = state.face === null;
  const controls = new Map(state.controls);
  controls.delete(frame.ref);
  const entered: StaffRoomState = {
    ...state,
    controls,
    line: 'up',
    face,
    keys: isFirst ? 'opening' : state.keys,
    attempts: frame.attempts,
    catchUpTo: frame.lastOrder,
    readOrder: frame.readOrder,
    stored: 'reading'
  };
  const opening: StaffRoomEffect[] = isFirst
    ? [{ type: 'open-room', face, deskBox, archiveBox, records }]
    : [];
  // A room that closed on the way in is not opened with a live permit [R3].
  if (frame.life.state === 'closed' && state.right === 'live') return takeLife(entered, frame.life);
  const step = run(entered, [
    (at) => only(at, ...opening),
    ...frame.epochs.map((epoch) => (at: StaffRoomState) => takeEpoch(at, epoch)),
    (at) => takeLife(at, frame.life)
  ]);
  if (step.state.over !== null || step.state.stopped !== null || state.right === 'archive')
    return step;
  const flushed = run(step.state, [
    (at) => stepOutbox(at, { type: 'ready' }),
    (at) => only(at, { type: 'load-outbox' })
  ]);
  return only(flushed.state, ...step.effects, ...flushed.effects);
}

function onReceipt(
  state: StaffRoomState,
  frame: Extract<ToStaffFrame, { t: 'receipt' }>
): StaffRoomStep {
  const key = state.outbox.underWay.get(frame.ref);
  const item = state.outbox.items.find((one) => outboxKey(one) === key);
  if (item === undefined) return only(state);
  const settled = stepOutbox(state, { type: 'receipt', ref: frame.ref });
  // Somebody else's copy stands already; it comes, or came, with the entries [O6].
  if (frame.duplicate === true) return settled;
  const { chain, n, order, timeMs, head } = frame;
  if (chain !== item.chain)
    return only(stop(settled.state, 'misplaced', order), ...settled.effects);
  const { envelope, copyOf } = item;
  const entry = {
    order,
    chain,
    n,
    timeMs,
    head,
    envelope,
    ...(copyOf === undefined ? {} : { copyOf })
  };
  const taken = ingest(settled.state, [entry], false);
  return only(taken.state, ...settled.effects, ...taken.effects);
}

function onRefused(
  state: StaffRoomState,
  frame: Extract<ToStaffFrame, { t: 'refused' }>
): StaffRoomStep {
  const { ref, code, retryAtMs } = frame;
  if (code === 'gone') return shut(state, 'gone', state.life);
  if (ref === undefined) return only(state);
  const kind = state.controls.get(ref);
  if (kind !== undefined) {
    const controls = new Map(state.controls);
    controls.delete(ref);
    const next = { ...state, controls };
    if (kind !== 'enter') return only(next);
    if (code === 'not-allowed') return only({ ...next, over: 'not-allowed' });
    // It was closed while this page was away: asking again would bring the same answer for ever.
    if (code === 'ended') return ended(next);
    return only(next, { type: 'reconnect' });
  }
  const step = stepOutbox(state, {
    type: 'refused',
    ref,
    code,
    ...(retryAtMs === undefined ? {} : { retryAtMs })
  });
  // The line no longer has what it needs: a new one, with a new permit.
  const isLost = !isFinalRefusal(code) && retryAtMs === undefined && code !== 'sequence-gap';
  return isLost ? only(step.state, ...step.effects, { type: 'reconnect' }) : step;
}

export function onFrame(state: StaffRoomState, frame: ToStaffFrame): StaffRoomStep {
  switch (frame.t) {
    case 'challenge':
      return askPermit({ ...state, line: 'asking' });
    case 'entered':
      return onEntered(state, frame);
    case 'entries':
      return ingest(state, frame.items, true);
    case 'epoch':
      return takeEpoch(state, frame.epoch);
    case 'receipt':
      return onReceipt(state, frame);
    case 'signal': {
      const { epochId, kind, sealed } = frame;
      return state.epochs.get(epochId)?.keys === 'bad' || !state.epochs.has(epochId)
        ? only(state)
        : only(state, { type: 'open-signal', epochId, kind, sealed });
    }
    case 'attempts':
      return only({ ...state, attempts: frame.attempts });
    case 'life':
      return takeLife(state, frame.life);
    case 'read':
      return only({ ...state, readOrder: Math.max(state.readOrder, frame.order) });
    case 'done': {
      const controls = new Map(state.controls);
      controls.delete(frame.ref);
      return only({ ...state, controls });
    }
    case 'refused':
      return onRefused(state, frame);
  }
}
