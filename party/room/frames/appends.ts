// ⑥ A sealed envelope arrives. May this connection put it there, is it a repeat, is it the sender's next?
// Then it is appended with what it decides, in one transaction, and only then acknowledged. Nothing is
// opened here, and nothing can be. Rules: O1, O2, O4, O6, J5, S5, X4.
import type { Connection } from 'partyserver';
import { equalBytes } from '#lib/crypto/primitives/bytes.ts';
import * as envelopes from '#lib/crypto/room/envelope-header.ts';
import { CryptoError } from '#lib/crypto/primitives/crypto-error.ts';
import type { ErrorCode } from '#lib/protocol/codes.ts';
import type { GuestFrame } from '#lib/protocol/guest-wire.ts';
import { isLive } from '#lib/protocol/room-view.ts';
import type { StaffFrame } from '#lib/protocol/staff-wire.ts';
import { fromWire, toWire } from '../../bytes.ts';
import type { NewEntry, Place } from '../storage/entry-rows.ts';
import type { Room } from '../object/room.ts';
import type { RoomEvent } from '../core/room-events.ts';
import { refuse, toGuest } from '../object/sockets.ts';

type GuestAppend = Extract<GuestFrame, { t: 'append' }>;
type StaffAppend = Extract<StaffFrame, { t: 'append' }>;

/** Reads the header of an envelope. Returns a code if it is not for this room. */
function read(room: Room, text: string, copyOf: string | undefined): NewEntry | ErrorCode {
  const envelope = fromWire(text);
  if (envelope === null || !envelopes.ENVELOPE_SIZES.includes(envelope.length)) return 'malformed';
  try {
    const header = envelopes.viewHeader(envelope);
    if (!equalBytes(header.roomId, room.roomId)) return 'not-allowed';
    return {
      chain: toWire(header.epochId),
      sequence: header.sequence,
      direction: header.direction,
      envelope,
      hash: envelopes.envelopeHash(envelope),
      copyOf
    };
  } catch (cause) {
    const later = cause instanceof CryptoError && cause.code === 'unsupported-version';
    return later ? 'unsupported-version' : 'malformed';
  }
}

/** O1: a repeat of the same envelope, a different one with its number, or a number out of turn. */
function earlier(room: Room, entry: NewEntry): Place | ErrorCode | null {
  const { entries } = room.storage;
  const next = entries.nextSequence(entry);
  if (entry.sequence > next) return 'sequence-gap';
  return entry.sequence < next ? (entries.taken(entry) ?? 'conflict') : null;
}

/** Appends, acknowledges, and passes it on to everybody else who may have it. */
function take(
  room: Room,
  connection: Connection,
  frame: { readonly ref: number; readonly envelope: string },
  entry: NewEntry,
  event: RoomEvent
): void {
  const now = Date.now();
  const place = room.apply(event, () => room.storage.entries.append(room.roomId, entry, now));
  room.ledger.add(entry);
  acknowledge(connection, frame.ref, place);
  const { copyOf } = entry;
  const isLog = entry.direction === envelopes.Direction.roomLog;
  room.sockets.tellBoth(isLog ? null : entry.chain, connection, () => {
    const named = copyOf === undefined ? {} : { copyOf };
    const item = { ...place, envelope: frame.envelope, ...named };
    return { t: 'entries', items: [item], more: false };
  });
}

/** The receipt is the same frame for guests and staff. */
const acknowledge = (connection: Connection, ref: number, place: Place): void =>
  toGuest(connection, { t: 'receipt', ref, ...place });

export function guestAppend(
  room: Room,
  connection: Connection,
  auth: { readonly deviceKey: string },
  frame: GuestAppend
): void {
  const no = refuse.bind(null, connection, frame.ref);
  const entry = read(room, frame.envelope, undefined);
  if (typeof entry === 'string') return no(entry);
  const epoch = room.state.epochs.get(entry.chain);
  // S5: only into epochs of the device that this connection has proved.
  if (entry.direction !== envelopes.Direction.guest || epoch?.deviceKey !== auth.deviceKey)
    return no('not-allowed');
  const before = earlier(room, entry);
  if (before !== null && typeof before !== 'string')
    return acknowledge(connection, frame.ref, before);
  if (room.closed) return no('ended');
  if (epoch.state === 'refused') return no('epoch-refused');
  // O4: a dead tab's envelopes may arrive late, but not after an exit, a refusal or an end.
  if (!isLive(epoch.state) && epoch.state !== 'replaced') return no('epoch-closed');
  if (before !== null) return no(before);
  if (!room.ledger.takes(entry, false)) return no('too-many');
  take(room, connection, frame, entry, { type: 'guest-wrote' });
}

export function staffAppend(room: Room, connection: Connection, frame: StaffAppend): void {
  const no = refuse.bind(null, connection, frame.ref);
  const entry = read(room, frame.envelope, frame.copyOf);
  if (typeof entry === 'string') return no(entry);
  const isLog = entry.direction === envelopes.Direction.roomLog;
  const isCopy = entry.direction === envelopes.Direction.staffCopy;
  if (!isLog && !isCopy) return no('not-allowed');
  // A copy names its original, and only the log decides.
  if (isCopy !== (frame.copyOf !== undefined)) return no('malformed');
  if (isCopy && frame.decision !== undefined) return no('malformed');
  if (frame.copyOf !== undefined && fromWire(frame.copyOf) === null) return no('malformed');
  const before = earlier(room, entry);
  if (before !== null && typeof before !== 'string')
    return acknowledge(connection, frame.ref, before);
  if (room.closed) return no('ended');
  if (isCopy) {
    const epoch = room.state.epochs.get(entry.chain);
    if (epoch === undefined) return no('not-allowed');
    if (!isLive(epoch.state))
      return no(epoch.state === 'refused' ? 'epoch-refused' : 'epoch-closed');
  }
  if (frame.decision && !room.state.epochs.has(frame.decision.epochId)) return no('not-allowed');
  if (before !== null) return no(before);
  if (entry.copyOf !== undefined) {
    const first = room.storage.entries.copyThere(entry.envelope.slice(17, 33), entry.copyOf);
    if (first !== null) {
      room.storage.transact(() => room.storage.entries.addDoublet(entry, first));
      return acknowledge(connection, frame.ref, first);
    }
  }
  if (!room.ledger.takes(entry, frame.decision !== undefined)) return no('too-many');
  take(
    room,
    connection,
    frame,
    entry,
    frame.decision ? { type: 'decided', ...frame.decision } : { type: 'staff-wrote' }
  );
}
