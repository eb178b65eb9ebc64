// Permits: a member's right to one room for a minute, redeemed once by the room. The audit entry is written
// first, under the name that the room itself gives. Stored hashed. Rules: D5, R6.
import { sha256 } from '#lib/crypto/primitives/hash.ts';
import type { Permit, PermitRequest } from '#lib/protocol/desk-api.ts';
import { PERMIT_LIFETIME_MS } from '#lib/protocol/limits.ts';
import { toHex } from '#lib/crypto/primitives/bytes.ts';
import { fromWire, toWire } from '../../bytes.ts';
import { roomOf, type Env } from '../../env.ts';
import { refusal } from '../../refusal.ts';
import type { Granted } from '../../rpc.ts';
import { appendAudit } from '../audit.ts';
import type { DeskStorage } from '../desk-storage.ts';
import { isLiveRoom } from '../rooms/room-rows.ts';
import { isSession, type StaffSession } from './sessions.ts';

/** Issued and unredeemed permits of one session; one more, and the oldest is void. */
const MAX_PERMITS_PER_SESSION = 200;

/** @throws when the room does not answer: nothing is issued that could not be audited */
export async function issuePermit(
  storage: DeskStorage,
  env: Env,
  session: StaffSession,
  body: PermitRequest
): Promise<Response> {
  const room = fromWire(body.roomId);
  if (room === null) return refusal('malformed');
  // A closed room is never opened without a reason.
  if (body.right === 'archive' && body.reason === null) return refusal('malformed');
  const hex = toHex(room);
  if (!isLiveRoom(storage, hex)) return refusal('gone');
  const subject = await roomOf(env, hex).auditName();
  // R6: a room that is in the list and holds nothing was lost, unless it has just been erased.
  if (subject === null) return refusal(isLiveRoom(storage, hex) ? 'unavailable' : 'gone');
  const nowMs = Date.now();
  const permit = crypto.getRandomValues(new Uint8Array(32));
  const expiresAtMs = nowMs + PERMIT_LIFETIME_MS;
  return storage.transact(() => {
    // Waiting for the room took time: session and room may be over by now.
    if (!isSession(storage, session, nowMs)) return refusal('not-signed-in');
    if (!isLiveRoom(storage, hex)) return refusal('gone');
    const audit = appendAudit(storage, {
      code: body.right === 'archive' ? 'permit-archive' : 'permit-live',
      member: session.memberId,
      subject,
      reason: body.reason,
      atMs: nowMs
    });
    storage.run(
      'INSERT INTO permit VALUES (?, ?, ?, ?, ?, ?, ?)',
      toWire(sha256(permit)),
      session.id,
      session.memberId,
      hex,
      body.right,
      audit,
      expiresAtMs
    );
    storage.run(
      `DELETE FROM permit WHERE rowid IN
       (SELECT rowid FROM permit WHERE session = ? ORDER BY rowid DESC LIMIT -1 OFFSET ?)`,
      session.id,
      MAX_PERMITS_PER_SESSION
    );
    const answer: Permit = { permit: toWire(permit), expiresAtMs };
    return Response.json(answer);
  });
}

/** Inside a transaction. */
export function forgetOldPermits(storage: DeskStorage, nowMs: number): void {
  storage.run('DELETE FROM permit WHERE expires_at_ms <= ?', nowMs);
}

/**
 * Redeems a permit for this room, once. Returns null when it is invalid, expired, or another room's, or when
 * its session is over, though the desk may not have ended it yet.
 */
export function redeemPermit(
  storage: DeskStorage,
  permit: string,
  hex: string,
  nowMs: number
): Granted | null {
  const bytes = fromWire(permit);
  if (bytes === null) return null;
  const hash = toWire(sha256(bytes));
  return storage.transact(() => {
    const row = storage.first<{ session: string; member: string; right: 'live' | 'archive' }>(
      'SELECT session, member, right FROM permit WHERE hash = ? AND room = ? AND expires_at_ms > ?',
      hash,
      hex,
      nowMs
    );
    if (row === null) return null;
    storage.run('DELETE FROM permit WHERE hash = ?', hash);
    if (!isSession(storage, { id: row.session }, nowMs)) return null;
    storage.run('INSERT OR IGNORE INTO entered VALUES (?, ?)', row.session, hex);
    return { memberId: row.member, right: row.right, session: row.session };
  });
}
