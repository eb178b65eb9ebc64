// Typing and seen: sealed, never in the log, one overwritable slot each. Typing is passed on and not
// stored; seen is kept in its slot for later arrivals. Rules: O5.
import type { Connection } from 'partyserver';
import { decodeHeader, Direction, ENVELOPE_SIZES } from '#lib/crypto/room/envelope-header.ts';
import { equalBytes } from '#lib/crypto/primitives/bytes.ts';
import type { SignalKind } from '#lib/protocol/guest-wire.ts';
import { isLive } from '#lib/protocol/room-view.ts';
import { fromWire, toWire } from '../../bytes.ts';
import type { Room } from '../object/room.ts';
import type { Side } from '../storage/signal-storage.ts';
import { refuse } from '../object/sockets.ts';

/** What one side had last seen of an epoch: nothing, or one signal. */
export function signalsFor(
  room: Room,
  epochId: string,
  from: Side
): readonly { readonly kind: SignalKind; readonly sealed: string }[] {
  const sealed = room.storage.signals.get(epochId, from);
  return sealed === null ? [] : [{ kind: 'seen', sealed }];
}

/** Whether the seal's header agrees with the frame and the connection. */
function fits(room: Room, sealed: string, epochId: string, from: Side): boolean {
  const bytes = fromWire(sealed);
  if (bytes === null || bytes.length !== ENVELOPE_SIZES[0]) return false;
  try {
    const header = decodeHeader(bytes);
    const direction = from === 'guest' ? Direction.guestSignal : Direction.staffSignal;
    return (
      header.direction === direction &&
      equalBytes(header.roomId, room.roomId) &&
      toWire(header.epochId) === epochId
    );
  } catch {
    return false;
  }
}

export function passSignal(
  room: Room,
  connection: Connection,
  from: Side,
  signal: { readonly epochId: string; readonly kind: SignalKind; readonly sealed: string }
): void {
  const { epochId, kind, sealed } = signal;
  if (!fits(room, sealed, epochId, from)) return refuse(connection, undefined, 'malformed');
  const epoch = room.state.epochs.get(epochId);
  if (epoch === undefined || !isLive(epoch.state))
    return refuse(connection, undefined, 'epoch-closed');
  if (kind === 'seen') room.storage.signals.put(epochId, from, sealed);
  if (from === 'staff') room.sockets.tellGuests({ t: 'signal', kind, sealed }, epochId);
  else room.sockets.tellStaff({ t: 'signal', epochId, kind, sealed });
}
