// Devices of a room as the server reports them to staff. What one joined with never changes, and an ended
// one never becomes live again, whatever the server says. Pure. Rules: J3, J5, J6, O5.
import { fromBase64url, toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { epochIdOf } from '#lib/crypto/room/key-schedule.ts';
import { parseSignalContent } from '#lib/protocol/content.ts';
import { isLive, type EpochView } from '#lib/protocol/room-view.ts';
import { note, setEpoch, stop, type Work } from './room-work.ts';
import type { StaffRoomEvent } from './room-types.ts';

const FIXED = ['enc', 'deviceKey', 'shareHash', 'leaveHash', 'mac', 'joinedOrder'] as const;

const namesItself = (view: EpochView): boolean => {
  try {
    return toBase64url(epochIdOf(fromBase64url(view.enc))) === view.epochId;
  } catch {
    return false;
  }
};

/** Adds or updates an epoch. */
export function takeEpoch(w: Work, view: EpochView): void {
  if (w.s.stopped !== null) return;
  const { epochId } = view;
  const held = w.s.epochs.get(epochId);
  if (held === undefined) {
    if (!namesItself(view)) return stop(w, 'epoch', null, epochId);
    setEpoch(w, {
      view,
      keys: 'opening',
      phrase: '',
      chosenAtExits: null,
      seenN: 0,
      typingSinceMs: null,
      signalAtMs: { typing: 0, seen: 0 }
    });
    w.out.push({ type: 'accept-epoch', epoch: view });
    return;
  }
  if (FIXED.some((field) => held.view[field] !== view[field]))
    return stop(w, 'epoch', null, epochId);
  const { state, closedAtMs } = held.view;
  const revived = !isLive(state) && isLive(view.state);
  setEpoch(w, { ...held, view: revived ? { ...view, state, closedAtMs } : view });
  if (revived) note(w, 'epoch', null, epochId);
}

export function onAccepted(
  w: Work,
  event: Extract<StaffRoomEvent, { type: 'epoch-accepted' }>
): void {
  const { epochId } = event;
  const record = w.s.epochs.get(epochId);
  if (record === undefined) return;
  const keys = event.macOk ? 'open' : 'bad';
  setEpoch(w, { ...record, keys, phrase: event.macOk ? event.phrase : '' });
  if (!event.macOk) note(w, 'mac', null, epochId);
}

/** A signal older than the newest one of its kind means nothing [O5]. */
export function onSignalOpened(
  w: Work,
  event: Extract<StaffRoomEvent, { type: 'signal-opened' }>
): void {
  const record = w.s.epochs.get(event.epochId);
  const content = event.json === null ? null : parseSignalContent(event.json);
  if (record === undefined || content === null || content.t !== event.kind) return;
  if (content.atMs < record.signalAtMs[content.t]) return;
  const signalAtMs = { ...record.signalAtMs, [content.t]: content.atMs };
  setEpoch(
    w,
    content.t === 'seen'
      ? { ...record, signalAtMs, seenN: Math.max(record.seenN, content.n) }
      : { ...record, signalAtMs, typingSinceMs: content.on ? w.nowMs : null }
  );
}
