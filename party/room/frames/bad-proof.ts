// A proof that fails: refused, and of a connection that has proved nothing yet forgiven twice. Each costs a
// signature check or a question to the desk, and an honest page has one good one. Rules: X3, J1, D5.
import type { Connection } from 'partyserver';
import { CLOSE } from '#lib/protocol/codes.ts';
import { authOf } from '../object/connection-auth.ts';
import { conductOf, fault } from '../object/conduct.ts';
import { refuse } from '../object/sockets.ts';

/** @param ref of the frame that brought the proof */
export function badProof(connection: Connection, ref: number): void {
  refuse(connection, ref, 'bad-proof');
  if (authOf(connection)?.kind === 'new')
    fault(connection, conductOf(connection, Date.now()).badProofs, CLOSE.tooMany);
}
