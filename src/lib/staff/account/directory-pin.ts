// What this browser has seen of a service: the directory's head, heads that room logs have named, the
// policy and the audit chain. The member's anchor beside the vault is the first line of defence [D6]; this
// is the second, and it knows more. It holds no secret. An unreadable pin counts as none: the anchor still
// decides. Rules: D2, D5, D6, S6.
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
import { bytesOf, count, digest, parseJson } from '#lib/protocol/encoding.ts';
import { withoutUnknown, type ServicePolicy } from '#lib/protocol/policy.ts';
import { emptyAudit, seenAudit, type SeenAudit } from './core/audit-chain.ts';

/** A head under which an entry of a room log was signed, and which no directory here has shown yet. */
const metHead = v.strictObject({ head: digest, memberId: bytesOf(16) });
export type MetHead = v.InferOutput<typeof metHead>;

const MOST_MET = 32;

const seenHere = v.strictObject({
  v: v.literal(1),
  /** How long the directory was, and its head; null before the first sign-in here. */
  directory: v.nullable(v.strictObject({ entries: count, head: digest })),
  met: v.pipe(v.array(metHead), v.maxLength(MOST_MET)),
  /** Hash of the policy; null before the first sign-in here. */
  policy: v.nullable(digest),
  audit: seenAudit
});
type SeenHere = v.InferOutput<typeof seenHere>;

const nothing: SeenHere = { v: 1, directory: null, met: [], policy: null, audit: emptyAudit };

const key = (serviceId: string): string => `tryggrom-desk-directory-${serviceId}`;

function read(serviceId: string): SeenHere {
  try {
    const parsed = v.safeParse(seenHere, parseJson(localStorage.getItem(key(serviceId)) ?? ''));
    return parsed.success ? parsed.output : nothing;
  } catch {
    return nothing;
  }
}

function write(serviceId: string, seen: SeenHere): void {
  try {
    localStorage.setItem(key(serviceId), JSON.stringify(seen));
  } catch {
    // A browser that stores nothing: only the anchor can be checked.
  }
}

/** Whether somebody has signed in here before. */
export const knowsDirectory = (serviceId: string): boolean => read(serviceId).directory !== null;

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
    directory: { entries: heads.length, head: toBase64url(head) },
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

export const rememberAudit = (serviceId: string, audit: SeenAudit): void =>
  write(serviceId, { ...read(serviceId), audit });
