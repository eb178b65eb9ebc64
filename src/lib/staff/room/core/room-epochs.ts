// Devices of a room as staff hear of them: what one was joined with never changes, and one that is
// gone never comes back to life, whatever the server says. Pure. Rules: J3, J5, J6, O5.
import { fromBase64url, toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { epochIdOf } from '#lib/crypto/room/key-schedule.ts';
import { parseSignalContent } from '#lib/protocol/content.ts';
import { isLive, type EpochView } from '#lib/protocol/room-view.ts';
import { note, stop } from './room-chain.ts';
import type { EpochRecord, StaffRoomEvent, StaffRoomState, StaffRoomStep } from './room-types.ts';

const FIXED = ['enc', 'deviceKey', 'shareHash', 'leaveHash', 'mac', 'joinedOrder'] as const;

const namesItself = (view: EpochView): boolean => {
  try {
    return toBase64url(epochIdOf(fromBase64url(view.enc))) === view.epochId;
  } catch {
    return false;
  }
};

/** Takes in an epoch that is new or has changed. */
export function takeEpoch(state: StaffRoomState, view: EpochView): StaffRoomStep {
  if (state.stopped !== null) return { state, effects: [] };
  const { epochId } = view;
  const held = state.epochs.get(epochId);
  if (held === undefined) {
    if (!namesItself(view)) return { state: stop(state, 'epoch', null, epochId), effects: [] };
    const record: EpochRecord = {
      view,
      keys: 'opening',
      phrase: '',
      chosenAtExits: null,
      seenN: 0,
      typingSinceMs: null,
      signalAtMs: { typing: 0, seen: 0 }
    };
    return {
      state: { ...state, epochs: new Map(state.epochs).set(epochId, record) },
      effects: [{ type: 'accept-epoch', epoch: view }]
    };
  }
  if (FIXED.some((field) => held.view[field] !== view[field]))
    return { state: stop(state, 'epoch', null, epochId), effects: [] };
  const revived = !isLive(held.view.state) && isLive(view.state);
  const kept = revived
    ? { ...view, state: held.view.state, closedAtMs: held.view.closedAtMs }
    : view;
  const epochs = new Map(state.epochs).set(epochId, { ...held, view: kept });
  const next = { ...state, epochs };
  return {
    state: revived ? note(next, [{ fault: 'epoch', order: null, epochId }]) : next,
    effects: []
  };
}

export function onAccepted(
  state: StaffRoomState,
  event: Extract<StaffRoomEvent, { type: 'epoch-accepted' }>
): StaffRoomState {
  const record = state.epochs.get(event.epochId);
  if (record === undefined) return state;
  const keys = event.macOk ? 'open' : 'bad';
  const phrase = event.macOk ? event.phrase : '';
  const epochs = new Map(state.epochs).set(event.epochId, { ...record, keys, phrase });
  const next: StaffRoomState = { ...state, epochs };
  return event.macOk ? next : note(next, [{ fault: 'mac', order: null, epochId: event.epochId }]);
}

/** A signal older than the newest one of its kind means nothing [O5]. */
export function onSignalOpened(
  state: StaffRoomState,
  event: Extract<StaffRoomEvent, { type: 'signal-opened' }>
): StaffRoomState {
  const record = state.epochs.get(event.epochId);
  const content = event.json === null ? null : parseSignalContent(event.json);
  if (record === undefined || content === null || content.t !== event.kind) return state;
  if (content.atMs < record.signalAtMs[content.t]) return state;
  const signalAtMs = { ...record.signalAtMs, [content.t]: content.atMs };
  const next: EpochRecord =
    content.t === 'seen'
      ? { ...record, signalAtMs, seenN: Math.max(record.seenN, content.n) }
      : { ...record, signalAtMs, typingSinceMs: content.on ? state.nowMs : null };
  return { ...state, epochs: new Map(state.epochs).set(event.epochId, next) };
}
