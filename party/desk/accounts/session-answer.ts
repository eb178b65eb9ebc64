// The answer to a new sign-in: the member's wrapped seeds, the directory, their anchor and role boxes,
// which only their browser opens and checks. Two cookies go with it: the session's, and the known
// browser's. Rules: D1–D3, D6, D8.
import type * as api from '#lib/protocol/desk-api.ts';
import type { ServicePolicy } from '#lib/protocol/policy.ts';
import { withCookies } from './cookies.ts';
import type { DeskStorage } from '../desk-storage.ts';
import { rememberBrowser } from './known-browsers.ts';
import { openSession } from './sessions.ts';

export type CredentialRow = {
  id: string;
  member: string;
  kind: string;
  salt: string;
  auth_hash: string;
  wrapped: string;
};

type MemberRow = { sign_in_name: string; anchor: string };

export const memberRow = (storage: DeskStorage, memberId: string): MemberRow | null =>
  storage.first<MemberRow>('SELECT sign_in_name, anchor FROM member WHERE id = ?', memberId);

/** Opens the session. Inside a transaction. */
export function signedIn(
  storage: DeskStorage,
  request: Request,
  credential: CredentialRow,
  policy: ServicePolicy,
  nowMs: number
): Response {
  const memberId = credential.member;
  const member = memberRow(storage, memberId);
  if (member === null) throw new Error('member');
  const lifetimeMs = policy.lifetimes.staffSessionMs;
  const { session, cookie } = openSession(storage, request, memberId, lifetimeMs, nowMs);
  const browser = rememberBrowser(storage, request, memberId, nowMs);
  const roleBoxes = storage
    .all<{ role: 'desk' | 'archive'; key_version: number; box: string }>(
      'SELECT role, key_version, box FROM role_box WHERE member = ? ORDER BY rowid',
      memberId
    )
    .map(({ role, key_version, box }) => ({ role, keyVersion: key_version, box }));
  const answer: api.Session = {
    memberId,
    signInName: member.sign_in_name,
    credentialId: credential.id,
    wrapped: credential.wrapped,
    directory: storage
      .all<{ directory_entry: string }>('SELECT directory_entry FROM member ORDER BY rowid')
      .map((row) => row.directory_entry),
    anchor: member.anchor,
    roleBoxes,
    policy,
    expiresAtMs: session.expiresAtMs
  };
  return withCookies(Response.json(answer), [cookie, browser]);
}
