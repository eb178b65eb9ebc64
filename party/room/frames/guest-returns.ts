// A guest returns or goes on: resume, deliver, deposit, forget, end. The share is handed out only for the
// device's signature, only for a live epoch, only within the window. Rules: J5, J8, P2, O4, O6, R7.
import type { Connection } from 'partyserver';
import { verifyDeviceSignature } from '#lib/crypto/room/device-key.ts';
import { deviceChallengeBytes, resumeChallengeBytes } from '#lib/crypto/room/transcript.ts';
import { CLOSE, type ErrorCode } from '#lib/protocol/codes.ts';
import type { GuestFrame } from '#lib/protocol/guest-wire.ts';
import { isLive } from '#lib/protocol/room-view.ts';
import { SHARE_RETRY_MS } from '#lib/protocol/limits.ts';
import { fromWire, toWire } from '../../bytes.ts';
import { barTo } from './admission.ts';
import { badProof } from './bad-proof.ts';
import { layShare } from './share-laying.ts';
import type { Room } from '../object/room.ts';
import type { GuestAuth, ConnectionAuth } from '../object/connection-auth.ts';
import { sendPages } from '../object/sent-pages.ts';
import { takePlace } from '../object/connection-place.ts';
import { lifeOf } from '../core/room-views.ts';
import { signalsFor } from './signals.ts';
import { closeSocket, refuse, toGuest } from '../object/sockets.ts';

type Frame<T extends GuestFrame['t']> = Extract<GuestFrame, { t: T }>;

/** Answers join or resume: tip and life, then the chain, presence and the last signals. */
export function welcomeGuest(
  room: Room,
  connection: Connection,
  ref: number,
  epochId: string,
  t: 'joined' | 'resumed',
  share: string | null,
  have: number
): void {
  const tip = room.storage.entries.tip(room.roomId, epochId);
  const { staffPresent, presenceSinceMs } = room.state.core;
  const life = lifeOf(room.state.core);
  if (t === 'joined') toGuest(connection, { t, ref, epochId, tip, life });
  else toGuest(connection, { t, ref, epochId, tip, life, share });
  sendPages(connection, 'guest', room.storage.entries.pagesOfChain(epochId, have));
  toGuest(connection, { t: 'presence', staff: staffPresent, sinceMs: presenceSinceMs });
  for (const { kind, sealed } of signalsFor(room, epochId, 'staff'))
    toGuest(connection, { t: 'signal', kind, sealed });
}

/** Why this device cannot go on in this epoch; null when it can. */
function resumeObstacle(room: Room, frame: Frame<'resume'>): ErrorCode | null {
  const bar = barTo(room, frame.deviceKey);
  if (bar !== null) return bar;
  const epoch = room.state.epochs.get(frame.epochId);
  if (epoch === undefined || epoch.deviceKey !== frame.deviceKey) return 'epoch-closed';
  if (epoch.state === 'refused') return 'epoch-refused';
  if (!isLive(epoch.state)) return 'epoch-closed';
  return frame.wantShare && epoch.latch === null ? 'resume-expired' : null;
}

export async function resume(
  room: Room,
  connection: Connection,
  auth: ConnectionAuth,
  frame: Frame<'resume'>
): Promise<void> {
  const no = refuse.bind(null, connection, frame.ref);
  const [deviceKey, sig] = [frame.deviceKey, frame.sig].map(fromWire);
  const [epochId, challenge] = [frame.epochId, auth.challenge].map(fromWire);
  if (!deviceKey || !sig || !epochId || !challenge) return no('malformed');
  const message = resumeChallengeBytes(room.roomId, epochId, challenge);
  if (!(await verifyDeviceSignature(deviceKey, sig, message)))
    return badProof(connection, frame.ref);
  room.catchUp();
  const before = resumeObstacle(room, frame);
  if (before !== null) return no(before);
  let share: string | null = null;
  const latch = room.state.epochs.get(frame.epochId)?.latch ?? null;
  if (frame.wantShare && latch !== null) {
    const held = await room.shareStore(latch.slot).get(latch.generation);
    room.catchUp();
    const after = resumeObstacle(room, frame);
    if (after !== null) return no(after);
    // Another share was laid while this one was fetched; it is handed out on the next request.
    const now = room.state.epochs.get(frame.epochId)?.latch;
    if (now?.generation !== latch.generation) return no('unavailable');
    if (held === null) return no('resume-expired');
    share = toWire(held);
  }
  if (connection.readyState !== WebSocket.READY_STATE_OPEN) return;
  room.apply({ type: 'resumed', epochId: frame.epochId });
  // J8: the earlier page of this epoch is told and closed, visibly.
  for (const other of room.sockets.guests(frame.epochId))
    if (other.connection.id !== connection.id) closeSocket(other.connection, CLOSE.takenOver);
  takePlace(room, connection, {
    kind: 'guest',
    challenge: auth.challenge,
    sinceMs: auth.sinceMs,
    deviceKey: frame.deviceKey,
    epochId: frame.epochId
  });
  welcomeGuest(room, connection, frame.ref, frame.epochId, 'resumed', share, frame.have);
}

export async function deliver(
  room: Room,
  connection: Connection,
  auth: ConnectionAuth,
  frame: Frame<'deliver'>
): Promise<void> {
  const no = refuse.bind(null, connection, frame.ref);
  const [deviceKey, sig, challenge] = [frame.deviceKey, frame.sig, auth.challenge].map(fromWire);
  if (!deviceKey || !sig || !challenge) return no('malformed');
  const message = deviceChallengeBytes(room.roomId, challenge);
  if (!(await verifyDeviceSignature(deviceKey, sig, message)))
    return badProof(connection, frame.ref);
  room.catchUp();
  const bar = barTo(room, frame.deviceKey);
  if (bar !== null) return no(bar);
  if (!room.state.devices.has(frame.deviceKey)) return no('not-proved');
  takePlace(room, connection, {
    kind: 'device',
    challenge: auth.challenge,
    sinceMs: auth.sinceMs,
    deviceKey: frame.deviceKey
  });
  toGuest(connection, { t: 'done', ref: frame.ref });
}

/** O6: a fresh share, in a slot of its own; the one before is erased whole. */
export async function deposit(
  room: Room,
  connection: Connection,
  auth: GuestAuth,
  frame: Frame<'deposit'>
): Promise<void> {
  const share = fromWire(frame.share);
  if (share === null) return refuse(connection, frame.ref, 'malformed');
  const { epochId, deviceKey } = auth;
  const at = await layShare(room, { epochId, deviceKey }, share, false);
  if (at === null)
    return refuse(connection, frame.ref, 'slow-down', { retryAtMs: Date.now() + SHARE_RETRY_MS });
  const bar = barTo(room, deviceKey);
  if (bar === 'gone') return refuse(connection, frame.ref, bar);
  room.apply({ type: 'deposited', epochId, share: at });
  const epoch = room.state.epochs.get(epochId);
  if (epoch?.latch?.generation === at.generation)
    return toGuest(connection, { t: 'done', ref: frame.ref });
  // The epoch ended meanwhile, or the page dropped its root right after.
  const live = epoch !== undefined && isLive(epoch.state);
  refuse(connection, frame.ref, bar ?? (live ? 'resume-expired' : 'epoch-closed'));
}

/** P2: the page has dropped its root. */
export function forget(
  room: Room,
  connection: Connection,
  auth: GuestAuth,
  frame: Frame<'forget'>
): void {
  room.apply({ type: 'forgotten', epochId: auth.epochId });
  toGuest(connection, { t: 'done', ref: frame.ref });
}

/** The ordinary end of a conversation. */
export function end(
  room: Room,
  connection: Connection,
  auth: GuestAuth,
  frame: Frame<'end'>
): void {
  room.apply({ type: 'guest-ended', epochId: auth.epochId }, undefined, () =>
    toGuest(connection, { t: 'done', ref: frame.ref })
  );
}
