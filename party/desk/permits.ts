// Permits: a member's right to one room for a minute, redeemed once by the room. The audit entry
// stands before the permit exists. Stored hashed. Rules: D5.
import { sha256 } from '#lib/crypto/hash.ts';
import type { Permit, PermitRequest } from '#lib/protocol/desk-api.ts';
import { PERMIT_LIFETIME_MS } from '#lib/protocol/limits.ts';
import { toHex } from '#lib/crypto/bytes.ts';
import { fromWire, toWire } from '../bytes.ts';
import { refusal } from '../refusal.ts';
import { appendAudit } from './audit.ts';
import type { DeskStorage } from './desk-storage.ts';
import { isLiveRoom } from './room-rows.ts';
import type { StaffSession } from './sessions.ts';

/** What a room learns about who enters. */
export interface Granted {
  readonly memberId: string;
  readonly right: 'live' | 'archive';
  readonly session: string;
}

export function issuePermit(
  storage: DeskStorage,
  session: StaffSession,
  body: PermitRequest,
  nowMs: number
): Response {
  const room = fromWire(body.roomId);
  if (room === null) return refusal('malformed');
  // A closed room is never opened without saying why.
  if (body.right === 'archive' && body.reason === null) return refusal('malformed');
  const hex = toHex(room);
  if (!isLiveRoom(storage, hex)) return refusal('gone');
  const permit = crypto.getRandomValues(new Uint8Array(32));
  const expiresAtMs = nowMs + PERMIT_LIFETIME_MS;
  storage.transact(() => {
    const audit = appendAudit(storage, {
      code: body.right === 'archive' ? 'permit-archive' : 'permit-live',
      member: session.memberId,
      about: hex,
      reason: body.reason ?? '',
      atMs: nowMs
    });
    storage.run('DELETE FROM permit WHERE expires_at_ms <= ?', nowMs);
    storage.run(
      'INSERT INTO permit VALUES (?, ?, ?, ?, ?, ?, ?)',
      toWire(sha256(permit)),
      session.hash,
      session.memberId,
      hex,
      body.right,
      audit,
      expiresAtMs
    );
  });
  const answer: Permit = { permit: toWire(permit), expiresAtMs };
  return Response.json(answer);
}

/** Redeems a permit for this room, once. Returns null when it is none, over, or another room's. */
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
    storage.run('INSERT OR IGNORE INTO entered VALUES (?, ?)', row.session, hex);
    return { memberId: row.member, right: row.right, session: row.session };
  });
}
