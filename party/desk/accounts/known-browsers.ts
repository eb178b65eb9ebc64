// Browsers in which a member has signed in before. Each holds a random token in a cookie that no script
// reads, one for every member who uses it; the desk stores it hashed. It opens nothing. Strangers can make
// a name wait; the token only keeps its owner from waiting too. It is dropped when the member signs out
// everywhere, when it is one too many, and after long disuse. Rules: D8.
import { sha256 } from '#lib/crypto/primitives/hash.ts';
import { fromWire, toWire } from '../../bytes.ts';
import { readCookie, writeCookie } from './cookies.ts';
import type { DeskStorage } from '../desk-storage.ts';
import { forgetWaitsOf } from './sign-in-waits.ts';

export interface KnownBrowser {
  /** As in the cookie. */
  readonly token: string;
  /** H(token), base64url. */
  readonly hash: string;
  readonly memberId: string;
}

const COOKIE = 'browser';

/** Several people share one desk; one more, and the member who was away longest is forgotten here. */
const MAX_MEMBERS_PER_BROWSER = 4;

/** One more, and the browser that the member has not used for longest is forgotten. */
const MAX_BROWSERS_PER_MEMBER = 20;

export const BROWSER_UNUSED_MS = 90 * 24 * 60 * 60_000;

function tokensIn(request: Request): readonly { token: string; hash: string }[] {
  const held = (readCookie(request, COOKIE) ?? '').split('.').slice(0, MAX_MEMBERS_PER_BROWSER);
  return [...new Set(held)].flatMap((token) => {
    const bytes = fromWire(token);
    return bytes?.length === 32 ? [{ token, hash: toWire(sha256(bytes)) }] : [];
  });
}

/** The members of this browser, in the order of the cookie; empty for a stranger's. */
export function knownIn(
  storage: DeskStorage,
  request: Request,
  nowMs: number
): readonly KnownBrowser[] {
  return tokensIn(request).flatMap(({ token, hash }) => {
    const row = storage.first<{ member: string }>(
      'SELECT member FROM browser WHERE hash = ? AND used_at_ms > ?',
      hash,
      nowMs - BROWSER_UNUSED_MS
    );
    return row === null ? [] : [{ token, hash, memberId: row.member }];
  });
}

/** Records that the member has signed in here. Inside a transaction. @returns the browser's cookie */
export function rememberBrowser(
  storage: DeskStorage,
  request: Request,
  memberId: string,
  nowMs: number
): string {
  const known = knownIn(storage, request, nowMs);
  const own = known.find((one) => one.memberId === memberId) ?? newBrowser(memberId);
  storage.run(
    `INSERT INTO browser (hash, member, used_at_ms) VALUES (?, ?, ?)
     ON CONFLICT (hash) DO UPDATE SET used_at_ms = excluded.used_at_ms`,
    own.hash,
    memberId,
    nowMs
  );
  forget(
    storage,
    `SELECT hash FROM browser WHERE member = ?
     ORDER BY used_at_ms DESC, rowid DESC LIMIT -1 OFFSET ?`,
    memberId,
    MAX_BROWSERS_PER_MEMBER
  );
  const others = known.filter((one) => one.memberId !== memberId);
  return browserCookie(request, [own, ...others.slice(0, MAX_MEMBERS_PER_BROWSER - 1)]);
}

function newBrowser(memberId: string): KnownBrowser {
  const secret = crypto.getRandomValues(new Uint8Array(32));
  return { token: toWire(secret), hash: toWire(sha256(secret)), memberId };
}

function browserCookie(request: Request, known: readonly KnownBrowser[]): string {
  const value = known.map((one) => one.token).join('.');
  return writeCookie(request, COOKIE, value, value === '' ? 0 : BROWSER_UNUSED_MS);
}

/** Forgets all browsers of the member. Inside a transaction. @returns this one's cookie */
export function forgetBrowsers(
  storage: DeskStorage,
  request: Request,
  memberId: string,
  nowMs: number
): string {
  forget(storage, 'SELECT hash FROM browser WHERE member = ?', memberId);
  return browserCookie(request, knownIn(storage, request, nowMs));
}

/** Inside a transaction. */
export function forgetUnusedBrowsers(storage: DeskStorage, nowMs: number): void {
  forget(storage, 'SELECT hash FROM browser WHERE used_at_ms <= ?', nowMs - BROWSER_UNUSED_MS);
}

function forget(storage: DeskStorage, which: string, ...values: SqlStorageValue[]): void {
  for (const { hash } of storage.all<{ hash: string }>(which, ...values)) {
    storage.run('DELETE FROM browser WHERE hash = ?', hash);
    forgetWaitsOf(storage, hash);
  }
}
