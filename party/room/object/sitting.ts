// A connection takes its seat, as what it has proved; whoever has to give way is told by a close code
// and comes back by itself when it can. Rules: X3.
import type { Connection } from 'partyserver';
import { CLOSE } from '#lib/protocol/codes.ts';
import type { RoomRecord } from '../core/room-state.ts';
import { takeSeat, type Seat } from './connection-auth.ts';
import { givingWay, type Place } from '../core/seating.ts';
import { wasConfirmed } from '../core/share-pool.ts';
import { closeSocket, type Seated, type Sockets } from './sockets.ts';

/** What of a room it needs to know. */
export interface House {
  readonly sockets: Sockets;
  readonly state: RoomRecord;
}

export function sit(room: House, connection: Connection, seat: Seat): void {
  takeSeat(connection, seat);
  const places = room.sockets.all().map((one) => placeOf(room, one));
  const mine = places.find((place) => place.connection === connection);
  if (mine === undefined) return;
  for (const place of givingWay(places, mine, Date.now()))
    closeSocket(place.connection, CLOSE.tooMany);
}

function placeOf(
  { sockets, state }: House,
  one: Seated
): Place & { readonly connection: Connection } {
  const { connection, seat } = one;
  const { sinceMs } = seat;
  const times = { connection, sinceMs, heardMs: sockets.heardMs(one) };
  switch (seat.role) {
    case 'new':
      return { kind: 'unproved', owner: '', confirmed: false, ...times };
    case 'staff':
      return { kind: 'staff', owner: seat.memberId, confirmed: false, ...times };
    default: {
      const confirmed = wasConfirmed(state, seat.deviceKey);
      return { kind: seat.role, owner: seat.deviceKey, confirmed, ...times };
    }
  }
}
