// Signing in. The server holds H(auth) and the wrapped seeds, and hands out the seeds only for the right
// auth. A try is counted before it is checked; unknown names are answered, and slowed down, like any other.
// Rules: D1, D8.
import { sha256, hmacSha256 } from '#lib/crypto/primitives/hash.ts';
import { equalBytes, utf8 } from '#lib/crypto/primitives/bytes.ts';
import type * as api from '#lib/protocol/desk-api.ts';
import type { ServicePolicy } from '#lib/protocol/policy.ts';
import { fromWire, toWire } from '../../bytes.ts';
import { refusal } from '../../refusal.ts';
import { appendAudit } from '../audit.ts';
import type { DeskStorage } from '../desk-storage.ts';
import type { KnownBrowser } from './known-browsers.ts';
import { signedIn, type CredentialRow } from './session-answer.ts';
import { countTry, placeOfName, waitUntilMs, type WaitScope } from './sign-in-waits.ts';

export function findCredential(
  storage: DeskStorage,
  name: string,
  kind: string
): CredentialRow | null {
  return storage.first<CredentialRow>(
    `SELECT credential.* FROM credential JOIN member ON member.id = credential.member
     WHERE member.sign_in_name = ? AND credential.kind = ?`,
    name,
    kind
  );
}

/** The same made-up answer every time, from a secret of the desk. */
function madeUp(storage: DeskStorage, name: string, kind: string): Uint8Array {
  return hmacSha256(storage.secret('unknown-names'), utf8(JSON.stringify([name, kind])));
}

export function startSignIn(storage: DeskStorage, body: api.SignInStart): Response {
  const credential = findCredential(storage, body.signInName, body.kind);
  const fake = madeUp(storage, body.signInName, body.kind);
  const answer: api.SignInSalt = credential
    ? { credentialId: credential.id, salt: credential.salt }
    : { credentialId: toWire(fake.slice(0, 16)), salt: toWire(fake.slice(16)) };
  return Response.json(answer);
}

/** @param known the members of this browser; an unknown name takes every step that a known one does */
export function signIn(
  storage: DeskStorage,
  request: Request,
  known: readonly KnownBrowser[],
  body: api.SignIn,
  policy: ServicePolicy,
  nowMs: number
): Response {
  const { signInName, kind } = body;
  const credential = findCredential(storage, signInName, kind);
  const fake = madeUp(storage, signInName, kind);
  const place = placeOfName(storage, signInName);
  const browser = known.find((one) => one.memberId === credential?.member);
  const scope: WaitScope = browser === undefined ? place : `browser ${browser.hash}`;
  const retryAtMs = waitUntilMs(storage, scope, kind);
  if (nowMs < retryAtMs) return refusal('wait', { retryAtMs });
  const auth = fromWire(body.auth);
  if (auth === null) return refusal('malformed');
  // One synchronous step counts and checks: nothing can race in between.
  return storage.transact(() => {
    const takeBack = countTry(storage, scope, kind, nowMs);
    const held = credential === null ? fake : fromWire(credential.auth_hash);
    // An unreadable row does not make the secret wrong [R6].
    if (held?.length !== 32) throw new Error('stored secret');
    const right = equalBytes(sha256(auth), held);
    if (!right || credential === null) {
      const nextAtMs = waitUntilMs(storage, scope, kind);
      return refusal('wrong-secret', nextAtMs > nowMs ? { retryAtMs: nextAtMs } : {});
    }
    takeBack();
    appendAudit(storage, { code: 'signed-in', member: credential.member, atMs: nowMs });
    return signedIn(storage, request, credential, policy, nowMs);
  });
}
