// Sets up the first administrator, once, by the operator's one-time token. The desk stores what their
// browser has made and can open none of it. Rules: D1, D2, D6.
import { equalBytes, fromHex } from '#lib/crypto/primitives/bytes.ts';
import { sha256 } from '#lib/crypto/primitives/hash.ts';
import type * as api from '#lib/protocol/desk-api.ts';
import type { ServicePolicy } from '#lib/protocol/policy.ts';
import { fromWire } from '../../bytes.ts';
import { refusal } from '../../refusal.ts';
import { appendAudit } from '../audit.ts';
import type { DeskStorage } from '../desk-storage.ts';
import { signedIn } from './session-answer.ts';
import { findCredential } from './sign-in.ts';

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
  if (fromWire(body.anchor) === null) return refusal('malformed');
  return storage.transact(() => {
    const { memberId } = body;
    storage.run(
      'INSERT INTO member (id, sign_in_name, directory_entry, anchor) VALUES (?, ?, ?, ?)',
      memberId,
      body.signInName,
      body.directoryEntry,
      body.anchor
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
    const credential = findCredential(storage, body.signInName, 'passphrase');
    if (credential === null) throw new Error('credential');
    return signedIn(storage, request, credential, policy, nowMs);
  });
}
