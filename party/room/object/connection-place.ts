// Gives a connection its place by what it has proved. Connections that give way are told by a close code
// and reconnect by themselves if they can. Rules: X3.
import type { Connection } from 'partyserver';
import { CLOSE } from '#lib/protocol/codes.ts';
import type { RoomRecord } from '../core/room-state.ts';
import { setAuth, type ConnectionAuth } from './connection-auth.ts';
import { givingWay, type Place } from '../core/places.ts';
import { trusts } from '../core/standing.ts';
import { isProving } from './conduct.ts';
import { closeSocket, type AuthConnection, type Sockets } from './sockets.ts';

/** The parts of a room that this file needs. */
export interface House {
  readonly sockets: Sockets;
  readonly state: RoomRecord;
}

export function takePlace(room: House, connection: Connection, auth: ConnectionAuth): void {
  setAuth(connection, auth);
  const places = room.sockets.all().map((one) => placeOf(room, one));
  const mine = places.find((place) => place.connection === connection);
  if (mine === undefined) return;
  for (const place of givingWay(places, mine, Date.now()))
    closeSocket(place.connection, CLOSE.tooMany);
}

function placeOf(
  { sockets, state }: House,
  one: AuthConnection
): Place & { readonly connection: Connection } {
  const { connection, auth } = one;
  const { sinceMs } = auth;
  const proving = auth.kind === 'new' && isProving(connection);
  // The unproved give way by their age alone, and there may be many.
  const heardMs = auth.kind === 'new' ? sinceMs : sockets.heardMs(one);
  const more = { connection, sinceMs, heardMs, proving };
  switch (auth.kind) {
    case 'new':
      return { kind: 'unproved', owner: null, confirmed: false, ...more };
    case 'staff':
      return { kind: 'staff', owner: auth.memberId, confirmed: false, ...more };
    default: {
      const confirmed = trusts(state, auth.deviceKey);
      return { kind: auth.kind, owner: auth.deviceKey, confirmed, ...more };
    }
  }
}
