// What staff do in a room besides writing: enter with a permit, read, owe no answer, unlock, close. A live room
// gives the desk box and never the archive box; a closed one the reverse; both with their signed records. Rules:
// D3, D5, D7, R3, R8.
import type { Connection } from 'partyserver';
import { CLOSE } from '#lib/protocol/codes.ts';
import { isLive } from '#lib/protocol/room-view.ts';
import type { StaffFrame } from '#lib/protocol/staff-wire.ts';
import { toWire } from '../../bytes.ts';
import { attemptsView } from '../core/attempts.ts';
import { badProof } from './bad-proof.ts';
import type { Room } from '../object/room.ts';
import { answeredOrderOf } from '../core/room-state.ts';
import { lifeOf } from '../core/room-views.ts';
import type { ConnectionAuth } from '../object/connection-auth.ts';
import { sendPages } from '../object/sent-pages.ts';
import { takePlace } from '../object/connection-place.ts';
import { signalsFor } from './signals.ts';
import { closeSocket, refuse, toStaff } from '../object/sockets.ts';

type Frame<T extends StaffFrame['t']> = Extract<StaffFrame, { t: T }>;

export async function enter(
  room: Room,
  connection: Connection,
  auth: ConnectionAuth,
  frame: Frame<'enter'>
): Promise<void> {
  const no = refuse.bind(null, connection, frame.ref);
  const granted = await room.desk.redeem(frame.permit, room.roomHex);
  if (granted === null || room.revoked.has(granted.session)) return badProof(connection, frame.ref);
  room.catchUp();
  if (room.gone) return no('gone');
  const closed = room.closed;
  if (closed && granted.right !== 'archive') return no('ended');
  if (!closed && granted.right !== 'live') return no('not-allowed');
  const box = await (closed ? room.archive.get() : room.joinGate.deskBox());
  if (room.gone) return no('gone');
  if (room.closed !== closed) return no('ended');
  if (box === null) return no('unavailable');
  if (room.revoked.has(granted.session)) return badProof(connection, frame.ref);
  if (connection.readyState !== WebSocket.READY_STATE_OPEN) return;

  const { memberId, session, right } = granted;
  const { challenge, sinceMs } = auth;
  takePlace(room, connection, { kind: 'staff', challenge, sinceMs, memberId, session, right });
  if (!closed) room.staffMayHaveChanged();
  const { core, epochs } = room.state;
  const { entries } = room.storage;
  toStaff(connection, {
    t: 'entered',
    ref: frame.ref,
    face: toWire(room.made.face),
    deskBox: closed ? null : toWire(box),
    archiveBox: closed ? toWire(box) : null,
    records: room.records().map(toWire),
    life: lifeOf(core),
    epochs: [...epochs.keys()].map((id) => room.epochView(id)).filter((one) => one !== null),
    attempts: attemptsView(room.state),
    lastOrder: entries.lastOrder(),
    readOrder: core.readOrder,
    answeredOrder: answeredOrderOf(core)
  });
  sendPages(connection, 'staff', entries.pagesOfRoom(frame.have));
  for (const epoch of epochs.values())
    if (isLive(epoch.state))
      for (const { kind, sealed } of signalsFor(room, epoch.epochId, 'guest'))
        toStaff(connection, { t: 'signal', epochId: epoch.epochId, kind, sealed });
}

export function readUpTo(room: Room, connection: Connection, frame: Frame<'read'>): void {
  const { entries } = room.storage;
  const order = Math.min(frame.order, entries.lastOrder());
  if (room.closed || order <= room.state.core.readOrder) return;
  const { unread } = entries.tally(order, answeredOrderOf(room.state.core));
  room.apply({ type: 'read', order, unread });
  room.sockets.tellStaff({ t: 'read', order, atMs: Date.now() }, connection);
}

/** R8: no answer is owed up to here. Why, only pages can read. */
export function answeredUpTo(room: Room, connection: Connection, frame: Frame<'answered'>): void {
  const { entries } = room.storage;
  const { core } = room.state;
  const order = Math.min(frame.order, entries.lastOrder());
  if (room.closed || order <= answeredOrderOf(core)) return;
  const { waitingSinceMs } = entries.tally(core.readOrder, order);
  room.apply({ type: 'answered', order, waitingSinceMs });
  room.sockets.tellStaff({ t: 'answered', order }, connection);
}

export function unlock(room: Room, connection: Connection, frame: Frame<'unlock'>): void {
  if (room.closed) return refuse(connection, frame.ref, 'ended');
  room.apply({ type: 'unlocked', holding: room.holding() });
  toStaff(connection, { t: 'done', ref: frame.ref });
}

export function close(room: Room, connection: Connection, frame: Frame<'close'>): void {
  room.apply({ type: 'ended', reason: frame.reason }, undefined, () =>
    toStaff(connection, { t: 'done', ref: frame.ref })
  );
}

/** A staff session has ended: its sockets here are closed [D5]. */
export function revoke(room: Room, session: string): void {
  room.revoked.add(session);
  for (const one of room.sockets.staff())
    if (one.auth.session === session) closeSocket(one.connection, CLOSE.revoked);
  room.staffMayHaveChanged();
}
