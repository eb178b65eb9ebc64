// Set-up and sign-in. The server holds H(auth) and the wrapped seeds, and hands the latter only to
// who proves the former. Wrong ones are counted before they are checked and slow the next; unknown
// names look like any other. Rules: D1, D2.
import { sha256, hmacSha256 } from '#lib/crypto/hash.ts';
import { equalBytes, fromHex, utf8 } from '#lib/crypto/bytes.ts';
import type * as api from '#lib/protocol/desk-api.ts';
import { SIGN_IN_ATTEMPTS } from '#lib/protocol/limits.ts';
import type { ServicePolicy } from '#lib/protocol/policy.ts';
import { fromWire, toWire } from '../bytes.ts';
import { refusal } from '../refusal.ts';
import { appendAudit } from './audit.ts';
import type { DeskStorage } from './desk-storage.ts';
import { openSession } from './sessions.ts';

type CredentialRow = {
  id: string;
  member: string;
  kind: string;
  salt: string;
  auth_hash: string;
  wrapped: string;
};

export const isSetUp = (storage: DeskStorage): boolean =>
  storage.first('SELECT 1 AS one FROM member LIMIT 1') !== null;

/** @param tokenHash hexadecimal H(token) from the environment; empty: never allowed */
export function setUp(
  storage: DeskStorage,
  request: Request,
  body: api.SetupRequest,
  policy: ServicePolicy,
  tokenHash: string,
  nowMs: number
): Response {
  if (isSetUp(storage)) return refusal('already-set-up');
  const token = fromWire(body.token);
  const right =
    token !== null && /^[0-9a-f]{64}$/.test(tokenHash)
      ? equalBytes(sha256(token), fromHex(tokenHash))
      : false;
  if (!right) return refusal('not-allowed');
  const kinds = new Set(body.credentials.map((one) => one.kind));
  const roles = new Set(body.roleBoxes.map((one) => one.role));
  if (kinds.size !== 2 || roles.size !== 2) return refusal('malformed');
  return storage.transact(() => {
    const { memberId } = body;
    storage.run(
      'INSERT INTO member VALUES (?, ?, ?)',
      memberId,
      body.signInName,
      body.directoryEntry
    );
    for (const one of body.credentials)
      storage.run(
        'INSERT INTO credential VALUES (?, ?, ?, ?, ?, ?)',
        one.credentialId,
        memberId,
        one.kind,
        one.salt,
        one.authHash,
        one.wrapped
      );
    for (const one of body.roleBoxes)
      storage.run(
        'INSERT INTO role_box VALUES (?, ?, ?, ?)',
        memberId,
        one.role,
        one.keyVersion,
        one.box
      );
    appendAudit(storage, { code: 'set-up', member: memberId, atMs: nowMs });
    const credential = find(storage, body.signInName, 'passphrase');
    if (credential === null) throw new Error('credential');
    return signedIn(storage, request, credential, policy, nowMs);
  });
}

function find(storage: DeskStorage, name: string, kind: string): CredentialRow | null {
  return storage.first<CredentialRow>(
    `SELECT credential.* FROM credential JOIN member ON member.id = credential.member
     WHERE member.sign_in_name = ? AND credential.kind = ?`,
    name,
    kind
  );
}

/** The same made-up answer every time, from a secret of the desk's own. */
function madeUp(storage: DeskStorage, name: string, kind: string): Uint8Array {
  return hmacSha256(storage.secret('unknown-names'), utf8(JSON.stringify([name, kind])));
}

export function startSignIn(storage: DeskStorage, body: api.SignInStart): Response {
  const credential = find(storage, body.signInName, body.kind);
  const fake = madeUp(storage, body.signInName, body.kind);
  const answer: api.SignInSalt = credential
    ? { credentialId: credential.id, salt: credential.salt }
    : { credentialId: toWire(fake.slice(0, 16)), salt: toWire(fake.slice(16)) };
  return Response.json(answer);
}

/** When the next try is free; 0 when at once. */
export function freeAtMs(wrong: number, lastAtMs: number): number {
  const { free, firstDelayMs, maxDelayMs } = SIGN_IN_ATTEMPTS;
  if (wrong < free) return 0;
  return lastAtMs + Math.min(maxDelayMs, firstDelayMs * 2 ** Math.min(wrong - free, 30));
}

export function signIn(
  storage: DeskStorage,
  request: Request,
  body: api.SignIn,
  policy: ServicePolicy,
  nowMs: number
): Response {
  const nameHash = toWire(hmacSha256(storage.secret('unknown-names'), utf8(body.signInName)));
  const counted = storage.first<{ wrong: number; last_at_ms: number }>(
    'SELECT wrong, last_at_ms FROM attempt WHERE name_hash = ?',
    nameHash
  );
  const wrong = counted?.wrong ?? 0;
  const retryAtMs = freeAtMs(wrong, counted?.last_at_ms ?? 0);
  if (nowMs < retryAtMs) return refusal('wait', { retryAtMs });
  const credential = find(storage, body.signInName, body.kind);
  const held = credential ? fromWire(credential.auth_hash) : null;
  const auth = fromWire(body.auth);
  const against = held ?? madeUp(storage, body.signInName, body.kind);
  const right = auth !== null && equalBytes(sha256(auth), against) && credential !== null;
  // Checked and counted in one synchronous step: nothing can race in between.
  return storage.transact(() => {
    if (!right) {
      storage.run('INSERT OR REPLACE INTO attempt VALUES (?, ?, ?)', nameHash, wrong + 1, nowMs);
      const nextAtMs = freeAtMs(wrong + 1, nowMs);
      return refusal('wrong-secret', nextAtMs > nowMs ? { retryAtMs: nextAtMs } : {});
    }
    storage.run('DELETE FROM attempt WHERE name_hash = ?', nameHash);
    appendAudit(storage, { code: 'signed-in', member: credential.member, atMs: nowMs });
    return signedIn(storage, request, credential, policy, nowMs);
  });
}

/** Forgets counts of names that nobody has tried for a day, so that made-up names do not pile up. */
export function forgetOldAttempts(storage: DeskStorage, nowMs: number): void {
  storage.run('DELETE FROM attempt WHERE last_at_ms < ?', nowMs - 24 * 60 * 60_000);
}

function signedIn(
  storage: DeskStorage,
  request: Request,
  credential: CredentialRow,
  policy: ServicePolicy,
  nowMs: number
): Response {
  const { session, setCookie } = openSession(storage, request, credential.member, nowMs);
  const member = storage.first<{ sign_in_name: string }>(
    'SELECT sign_in_name FROM member WHERE id = ?',
    credential.member
  );
  const roleBoxes = storage
    .all<{ role: 'desk' | 'archive'; key_version: number; box: string }>(
      'SELECT role, key_version, box FROM role_box WHERE member = ? ORDER BY rowid',
      credential.member
    )
    .map(({ role, key_version, box }) => ({ role, keyVersion: key_version, box }));
  const answer: api.Session = {
    memberId: credential.member,
    signInName: member?.sign_in_name ?? '',
    credentialId: credential.id,
    wrapped: credential.wrapped,
    directory: storage
      .all<{ directory_entry: string }>('SELECT directory_entry FROM member ORDER BY rowid')
      .map((row) => row.directory_entry),
    anchor: toWire(new Uint8Array(141)),
    roleBoxes,
    policy,
    expiresAtMs: session.expiresAtMs
  };
  return Response.json(answer, { headers: { 'Set-Cookie': setCookie } });
}
