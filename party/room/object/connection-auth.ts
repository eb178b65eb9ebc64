// What a connection has proved so far. It is stored in the socket's attachment, so that it survives
// hibernation, and parsed when read. Rules: J3, J8, S5, D5, X1.
import * as v from 'valibot';
import type { Connection } from 'partyserver';
import { bytesOf, epochId, timeMs } from '#lib/protocol/encoding.ts';

const every = { challenge: bytesOf(32), sinceMs: timeMs };

export const auth = v.variant('kind', [
  /** Nothing proved yet. */
  v.strictObject({ kind: v.literal('new'), ...every }),
  /** A device key, without an epoch: it may deliver a dead tab's envelopes [O4]. */
  v.strictObject({ kind: v.literal('device'), ...every, deviceKey: bytesOf(65) }),
  v.strictObject({ kind: v.literal('guest'), ...every, deviceKey: bytesOf(65), epochId }),
  v.strictObject({
    kind: v.literal('staff'),
    ...every,
    memberId: bytesOf(16),
    /** The right that its permit named: the connection may do no more than that. */
    right: v.picklist(['live', 'archive']),
    /** Names the staff session, so that signing out closes its sockets. */
    session: bytesOf(32)
  })
]);
export type ConnectionAuth = v.InferOutput<typeof auth>;
export type GuestAuth = Extract<ConnectionAuth, { kind: 'guest' }>;
export type StaffAuth = Extract<ConnectionAuth, { kind: 'staff' }>;

/** A cache: the attachment is not parsed again for every frame. */
const held = new WeakMap<Connection, ConnectionAuth>();

/** Returns null for a socket that is not one of ours. */
export function authOf(connection: Connection): ConnectionAuth | null {
  const known = held.get(connection);
  if (known !== undefined) return known;
  const parsed = v.safeParse(auth, connection.state);
  if (!parsed.success) return null;
  held.set(connection, parsed.output);
  return parsed.output;
}

/** Whether this socket's auth is in memory; then it is one of partyserver's connections. */
export const hasAuth = (socket: WebSocket): socket is Connection => held.has(socket as Connection);

export function setAuth(connection: Connection, taken: ConnectionAuth): void {
  connection.setState(taken);
  held.set(connection, taken);
}
