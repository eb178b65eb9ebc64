// Staff sessions, several at once. A session's id never leaves the server and lasts as long as the session.
// The cookie is only its key: stored hashed, and replaced at every unlock. Ending a session closes its
// sockets at the desk and, by due rows, in every room that it entered. Rules: D1, D5, D8.
import { sha256 } from '#lib/crypto/primitives/hash.ts';
import { fromWire, toWire } from '../../bytes.ts';
import { appendAudit } from '../audit.ts';
import { readCookie, writeCookie } from './cookies.ts';
import type { DeskStorage } from '../desk-storage.ts';

export interface StaffSession {
  /** 32 bytes, base64url: the session's name for permits, sockets and connections in rooms. */
  readonly id: string;
  readonly memberId: string;
  readonly expiresAtMs: number;
}

type SessionRow = { id: string; member: string; expires_at_ms: number };

const COOKIE = 'session';

/** One more, and the member's oldest ends: only a thief would need more. */
const MAX_SESSIONS_PER_MEMBER = 20;

const asSession = (row: SessionRow): StaffSession => ({
  id: row.id,
  memberId: row.member,
  expiresAtMs: row.expires_at_ms
});

/** The session of a request; null when it has no valid one. */
export function sessionOf(
  storage: DeskStorage,
  request: Request,
  nowMs: number
): StaffSession | null {
  const cookie = fromWire(readCookie(request, COOKIE) ?? '');
  if (cookie?.length !== 32) return null;
  const row = storage.first<SessionRow>(
    'SELECT id, member, expires_at_ms FROM session WHERE hash = ? AND expires_at_ms > ?',
    toWire(sha256(cookie)),
    nowMs
  );
  return row === null ? null : asSession(row);
}

/** Whether a session is still valid: for requests that have waited for another object. */
export const isSession = (
  storage: DeskStorage,
  { id }: Pick<StaffSession, 'id'>,
  nowMs: number
): boolean =>
  storage.first('SELECT 1 AS one FROM session WHERE id = ? AND expires_at_ms > ?', id, nowMs) !==
  null;

/**
 * Opens a session under a new cookie. If the request's session is the same member's, it goes on, so that
 * unlocking one tab signs no other out; its end stays, its old cookie is dead. Another member's session
 * ends: nobody could sign it out any more. Inside a transaction.
 */
export function openSession(
  storage: DeskStorage,
  request: Request,
  memberId: string,
  lifetimeMs: number,
  nowMs: number
): { readonly session: StaffSession; readonly cookie: string } {
  const secret = crypto.getRandomValues(new Uint8Array(32));
  const hash = toWire(sha256(secret));
  const held = sessionOf(storage, request, nowMs);
  if (held !== null && held.memberId !== memberId) expireNow(storage, held.id, nowMs);
  const session: StaffSession =
    held?.memberId === memberId
      ? held
      : {
          id: toWire(crypto.getRandomValues(new Uint8Array(32))),
          memberId,
          expiresAtMs: nowMs + lifetimeMs
        };
  storage.run(
    `INSERT INTO session (id, hash, member, expires_at_ms) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET hash = excluded.hash`,
    session.id,
    hash,
    memberId,
    session.expiresAtMs
  );
  const tooMany = storage.all<{ id: string }>(
    `SELECT id FROM session WHERE member = ? AND expires_at_ms > ?
     ORDER BY rowid DESC LIMIT -1 OFFSET ?`,
    memberId,
    nowMs,
    MAX_SESSIONS_PER_MEMBER
  );
  for (const { id } of tooMany) expireNow(storage, id, nowMs);
  const cookie = writeCookie(request, COOKIE, toWire(secret), session.expiresAtMs - nowMs);
  return { session, cookie };
}

/** From now on it admits nobody; `endExpired` does the rest within the same request. */
function expireNow(storage: DeskStorage, id: string, nowMs: number): void {
  storage.run('UPDATE session SET expires_at_ms = ? WHERE id = ?', nowMs, id);
}

export const clearedSession = (request: Request): string => writeCookie(request, COOKIE, '', 0);

/** Revokes everything that a session gave access to. */
function withdraw(storage: DeskStorage, id: string, nowMs: number): void {
  storage.run(
    `INSERT OR IGNORE INTO due (kind, room, session, at_ms, tries)
     SELECT 'revoke', room, session, ?, 0 FROM entered WHERE session = ?`,
    nowMs,
    id
  );
  storage.run('DELETE FROM entered WHERE session = ?', id);
  storage.run('DELETE FROM permit WHERE session = ?', id);
  storage.run('DELETE FROM session WHERE id = ?', id);
}

/** Ends one session. Inside a transaction. */
export function endSession(storage: DeskStorage, session: StaffSession, nowMs: number): void {
  withdraw(storage, session.id, nowMs);
  appendAudit(storage, { code: 'signed-out', member: session.memberId, atMs: nowMs });
}

/** Ends all sessions of a member. Inside a transaction. @returns their ids */
export function endAllSessions(
  storage: DeskStorage,
  memberId: string,
  nowMs: number
): readonly string[] {
  const ids = storage
    .all<{ id: string }>('SELECT id FROM session WHERE member = ?', memberId)
    .map((row) => row.id);
  for (const id of ids) withdraw(storage, id, nowMs);
  appendAudit(storage, { code: 'signed-out-everywhere', member: memberId, atMs: nowMs });
  return ids;
}

/** Ends every expired session. Inside a transaction. @returns their ids */
export function endExpired(storage: DeskStorage, nowMs: number): readonly string[] {
  const over = storage
    .all<SessionRow>(
      'SELECT id, member, expires_at_ms FROM session WHERE expires_at_ms <= ?',
      nowMs
    )
    .map(asSession);
  for (const session of over) endSession(storage, session, nowMs);
  return over.map((session) => session.id);
}
