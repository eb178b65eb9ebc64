// Staff sessions: a random cookie, stored hashed, several at once. Ending one closes its sockets at
// the desk and, by due rows, in every room that it entered. Rules: D1, D5.
import { sha256 } from '#lib/crypto/hash.ts';
import { homeService } from '#lib/protocol/services.ts';
import { fromWire, toWire } from '../bytes.ts';
import { appendAudit } from './audit.ts';
import type { DeskStorage } from './desk-storage.ts';

export interface StaffSession {
  /** H(cookie), base64url: names the session everywhere behind the cookie. */
  readonly hash: string;
  readonly memberId: string;
  readonly expiresAtMs: number;
}

const SESSION_LIFETIME_MS = homeService.lifetimes.staffSessionMs;

/** Over https the name binds the cookie to this very host. */
const cookieName = (https: boolean): string => (https ? '__Host-session' : 'session');

/** The cookie's value, or null when there is none that could be ours. */
function cookieIn(request: Request): string | null {
  const https = request.headers.get('x-https') === '1';
  const pairs = (request.headers.get('Cookie') ?? '').split(';').map((pair) => pair.trim());
  const prefix = `${cookieName(https)}=`;
  const value = pairs.find((pair) => pair.startsWith(prefix))?.slice(prefix.length);
  return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null;
}

const hashOf = (cookie: string): string | null => {
  const bytes = fromWire(cookie);
  return bytes === null ? null : toWire(sha256(bytes));
};

/** The session that a request bears; null when none is valid. */
export function sessionOf(storage: DeskStorage, request: Request, nowMs: number) {
  const cookie = cookieIn(request);
  const hash = cookie === null ? null : hashOf(cookie);
  if (hash === null) return null;
  const row = storage.first<{ member: string; expires_at_ms: number }>(
    'SELECT member, expires_at_ms FROM session WHERE hash = ? AND expires_at_ms > ?',
    hash,
    nowMs
  );
  if (row === null) return null;
  return { hash, memberId: row.member, expiresAtMs: row.expires_at_ms } satisfies StaffSession;
}

/** HttpOnly, SameSite=Strict. `__Host-` wants Path=/; over http the cookie stays with the API. */
function cookieHeader(value: string, maxAgeMs: number, https: boolean): string {
  const rest = `HttpOnly; SameSite=Strict; Max-Age=${String(Math.floor(maxAgeMs / 1_000))}`;
  const scope = https ? 'Path=/; Secure' : 'Path=/api';
  return `${cookieName(https)}=${value}; ${scope}; ${rest}`;
}

/**
 * Opens a session, or keeps the one that the request already bears when it is the same member's, so
 * that unlocking one tab does not disturb the others. Inside a transaction.
 */
export function openSession(
  storage: DeskStorage,
  request: Request,
  memberId: string,
  nowMs: number
): { readonly session: StaffSession; readonly setCookie: string } {
  const https = request.headers.get('x-https') === '1';
  const expiresAtMs = nowMs + SESSION_LIFETIME_MS;
  const held = sessionOf(storage, request, nowMs);
  const heldCookie = cookieIn(request);
  const keep = held?.memberId === memberId && heldCookie !== null;
  const cookie = keep ? heldCookie : toWire(crypto.getRandomValues(new Uint8Array(32)));
  const hash = hashOf(cookie);
  if (hash === null) throw new Error('cookie');
  storage.run(
    'INSERT OR REPLACE INTO session (hash, member, expires_at_ms) VALUES (?, ?, ?)',
    hash,
    memberId,
    expiresAtMs
  );
  return {
    session: { hash, memberId, expiresAtMs },
    setCookie: cookieHeader(cookie, SESSION_LIFETIME_MS, https)
  };
}

export const clearedCookie = (request: Request): string =>
  cookieHeader('', 0, request.headers.get('x-https') === '1');

/** Ends a session and everything that it was let into. Inside a transaction. */
export function endSession(storage: DeskStorage, session: StaffSession, nowMs: number): void {
  storage.run(
    `INSERT OR IGNORE INTO due (kind, room, session, at_ms, tries)
     SELECT 'revoke', room, session, ?, 0 FROM entered WHERE session = ?`,
    nowMs,
    session.hash
  );
  storage.run('DELETE FROM entered WHERE session = ?', session.hash);
  storage.run('DELETE FROM permit WHERE session = ?', session.hash);
  storage.run('DELETE FROM session WHERE hash = ?', session.hash);
  appendAudit(storage, { code: 'signed-out', member: session.memberId, atMs: nowMs });
}

/** Ends every session whose time is over. Inside a transaction. @returns their hashes */
export function endExpired(storage: DeskStorage, nowMs: number): readonly string[] {
  const over = storage.all<{ hash: string; member: string; expires_at_ms: number }>(
    'SELECT * FROM session WHERE expires_at_ms <= ?',
    nowMs
  );
  for (const { hash, member, expires_at_ms } of over)
    endSession(storage, { hash, memberId: member, expiresAtMs: expires_at_ms }, nowMs);
  return over.map((row) => row.hash);
}
