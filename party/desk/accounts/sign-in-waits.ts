// How wrong sign-ins slow down the next. Strangers wait by name. Real and made-up names share a fixed
// number of slots, so nobody learns which exist, and none leaves a row of its own. A browser in which the
// member has signed in waits only for its own mistakes: no stranger can slow it down. Passphrase and
// recovery code count apart. Rules: D1, D8.
import { readU32be, utf8 } from '#lib/crypto/primitives/bytes.ts';
import { hmacSha256 } from '#lib/crypto/primitives/hash.ts';
import type { CredentialKind } from '#lib/protocol/desk-api.ts';
import { SIGN_IN_ATTEMPTS } from '#lib/protocol/limits.ts';
import type { DeskStorage } from '../desk-storage.ts';

/** The ones whom a wrong try slows down. */
export type WaitScope = `name ${number}` | `browser ${string}`;

/**
 * Keeping all of them waiting takes more requests than strangers have [X2]. A power of two, so that every
 * slot is equally likely.
 */
export const NAME_PLACES = 65_536;

/** Nobody guesses 160 random bits. A short wait keeps a stray wrong code from blocking the last way in. */
const MAX_RECOVERY_DELAY_MS = SIGN_IN_ATTEMPTS.firstDelayMs;

/** A count is forgotten after this long without a wrong try. */
export const WAIT_KEPT_MS = 24 * 60 * 60_000;

/** The slot of a name, by a secret of this desk: nobody can aim at another name's slot. */
export function placeOfName(storage: DeskStorage, name: string): WaitScope {
  const digest = hmacSha256(storage.secret('unknown-names'), utf8(`place ${name}`));
  return `name ${readU32be(digest, 0) % NAME_PLACES}`;
}

/** When the next try is free; 0 for at once. */
export function freeAtMs(kind: CredentialKind, wrong: number, lastAtMs: number): number {
  const { free, firstDelayMs, maxDelayMs } = SIGN_IN_ATTEMPTS;
  if (wrong < free) return 0;
  const longest = kind === 'recovery' ? MAX_RECOVERY_DELAY_MS : maxDelayMs;
  return lastAtMs + Math.min(longest, firstDelayMs * 2 ** Math.min(wrong - free, 30));
}

type Counted = { wrong: number; last_at_ms: number };

const NOTHING: Counted = { wrong: 0, last_at_ms: 0 };

function countOf(storage: DeskStorage, scope: WaitScope, kind: CredentialKind): Counted {
  const row = storage.first<Counted>(
    'SELECT wrong, last_at_ms FROM wait WHERE scope = ? AND kind = ?',
    scope,
    kind
  );
  return row ?? NOTHING;
}

/** When the next try is free; 0 for at once. */
export function waitUntilMs(storage: DeskStorage, scope: WaitScope, kind: CredentialKind): number {
  const { wrong, last_at_ms } = countOf(storage, scope, kind);
  return freeAtMs(kind, wrong, last_at_ms);
}

/**
 * Counts a try as wrong before it is checked. Inside a transaction.
 * @returns undoes the count after a right try: a browser's own mistakes are forgiven, a stranger's
 *   are not undone by somebody else's success
 */
export function countTry(
  storage: DeskStorage,
  scope: WaitScope,
  kind: CredentialKind,
  nowMs: number
): () => void {
  const before = countOf(storage, scope, kind);
  const write = ({ wrong, last_at_ms }: Counted): void =>
    wrong === 0
      ? storage.run('DELETE FROM wait WHERE scope = ? AND kind = ?', scope, kind)
      : storage.run(
          'INSERT OR REPLACE INTO wait VALUES (?, ?, ?, ?)',
          scope,
          kind,
          wrong,
          last_at_ms
        );
  write({ wrong: before.wrong + 1, last_at_ms: nowMs });
  return () => write(scope.startsWith('browser ') ? NOTHING : before);
}

/** Inside a transaction. @param browserHash H(token) of a browser that is no longer known */
export function forgetWaitsOf(storage: DeskStorage, browserHash: string): void {
  const scope: WaitScope = `browser ${browserHash}`;
  storage.run('DELETE FROM wait WHERE scope = ?', scope);
}

/** Inside a transaction. */
export function forgetOldWaits(storage: DeskStorage, nowMs: number): void {
  storage.run('DELETE FROM wait WHERE last_at_ms <= ?', nowMs - WAIT_KEPT_MS);
}
