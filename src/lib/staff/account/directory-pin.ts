// What this browser has seen of a service: the directory's head, heads that room logs have named, the
// policy and the audit chain. The member's anchor beside the vault is the first line of defence [D6]; this
// is the second, and it knows more. It holds no secret. A pin that cannot be read is not none: the anchor
// lets in, nothing writes over it, and the page says so. Rules: D2, D5, D6, S6, R6.
import * as v from 'valibot';
import {
  equalBytes,
  fromBase64url,
  toBase64url,
  utf8,
  type Bytes
} from '#lib/crypto/primitives/bytes.ts';
import { memberOf, type Directory } from '#lib/crypto/account/directory.ts';
import { sha256 } from '#lib/crypto/primitives/hash.ts';
import { bytesOf, count, digest } from '#lib/protocol/encoding.ts';
import { withoutUnknown, type ServicePolicy } from '#lib/protocol/policy.ts';
import { browserMemory } from './browser-memory.ts';
import {
  auditFault,
  emptyAudit,
  seenAudit,
  type AuditFault,
  type SeenAudit
} from './core/audit-chain.ts';

/** A head under which an entry of a room log was signed, and which no directory here has shown yet. */
const metHead = v.looseObject({ head: digest, memberId: bytesOf(16) });
export type MetHead = Pick<v.InferOutput<typeof metHead>, 'head' | 'memberId'>;

const MOST_MET = 32;

const seenHere = v.looseObject({
  v: v.literal(1),
  /** How long the directory was, and its head; null before the first sign-in here. */
  directory: v.nullable(v.looseObject({ entries: count, head: digest })),
  met: v.array(metHead),
  /** Hash of the policy; null before the first sign-in here. */
  policy: v.nullable(digest),
  audit: seenAudit,
  /** Found in the audit chain, and not read by anybody yet; absent for none. */
  auditFault: v.optional(v.nullable(auditFault))
});
type SeenHere = v.InferOutput<typeof seenHere>;

const nothing: SeenHere = { v: 1, directory: null, met: [], policy: null, audit: emptyAudit };

const memory = browserMemory(seenHere);
const key = (serviceId: string): string => `tryggrom-desk-directory-${serviceId}`;

/** What can be gone by: of a pin that cannot be read, what this page has seen itself. */
function read(serviceId: string): SeenHere {
  const pin = memory.recall(key(serviceId));
  return pin.type === 'none' ? nothing : (pin.value ?? nothing);
}

const write = (serviceId: string, seen: SeenHere): void => memory.remember(key(serviceId), seen);

/** Whether somebody has signed in here before; `unreadable`: perhaps, and this page cannot read it. */
export function pinOf(serviceId: string): 'none' | 'known' | 'unreadable' {
  const pin = memory.recall(key(serviceId));
  if (pin.type === 'unreadable') return 'unreadable';
  return pin.type === 'this' && pin.value.directory !== null ? 'known' : 'none';
}

/**
 * Whether a verified directory begins with what was seen here, and has every head named in a room log. Such
 * a head binds as long as its signer is listed: a member who invents one is revoked, and nobody is locked
 * out.
 */
export function directoryHolds(
  serviceId: string,
  shown: Pick<Directory, 'heads' | 'members'>
): boolean {
  const { directory, met } = read(serviceId);
  const stands = (head: string): boolean =>
    shown.heads.some((one) => equalBytes(one, fromBase64url(head)));
  const binds = ({ memberId }: MetHead): boolean =>
    memberOf(shown, fromBase64url(memberId)) !== null;
  if (!met.every((one) => !binds(one) || stands(one.head))) return false;
  if (directory === null) return true;
  const seen = shown.heads[directory.entries - 1];
  return seen !== undefined && equalBytes(seen, fromBase64url(directory.head));
}

const policyHash = (policy: ServicePolicy): string =>
  toBase64url(sha256(utf8(JSON.stringify(withoutUnknown(policy)))));

/**
 * Remembers what a sign-in has shown.
 * @returns whether the policy differs from the one that was seen here before
 */
export function rememberSignIn(
  serviceId: string,
  directory: Pick<Directory, 'heads' | 'head'>,
  policy: ServicePolicy
): boolean {
  const seen = read(serviceId);
  const now = policyHash(policy);
  const { head, heads } = directory;
  write(serviceId, {
    ...seen,
    directory: { ...seen.directory, entries: heads.length, head: toBase64url(head) },
    met: [],
    policy: now
  });
  return seen.policy !== null && seen.policy !== now;
}

/** A new service begins here. @param head 32 bytes */
export function beginDirectory(serviceId: string, head: Bytes, policy: ServicePolicy): void {
  const directory = { entries: 1, head: toBase64url(head) };
  write(serviceId, { ...nothing, directory, policy: policyHash(policy) });
}

/** Validly signed in a room log, but missing from every directory that this page was shown. */
export function rememberMetHead(serviceId: string, met: MetHead): void {
  const seen = read(serviceId);
  if (!seen.met.some(({ head }) => head === met.head))
    write(serviceId, { ...seen, met: [...seen.met, met].slice(-MOST_MET) });
}

export const readAudit = (serviceId: string): SeenAudit => read(serviceId).audit;

/** Never goes back: another tab may have read further. */
export function rememberAudit(serviceId: string, audit: SeenAudit): void {
  const seen = read(serviceId);
  if (audit.last.n >= seen.audit.last.n)
    write(serviceId, { ...seen, audit: { ...seen.audit, ...audit } });
}

export const auditFaultOf = (serviceId: string): AuditFault | null =>
  read(serviceId).auditFault ?? null;

/** A fault stays until somebody has read it: what shows it may be drawn by chance. @param fault null: read */
export function rememberAuditFault<T extends AuditFault | null>(serviceId: string, fault: T): T {
  write(serviceId, { ...read(serviceId), auditFault: fault });
  return fault;
}
