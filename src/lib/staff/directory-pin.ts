// What this browser has seen of a service: the directory's head, heads that room logs have named, and
// the audit chain. The member's anchor beside the vault is the first line [D6]; this is the second, and
// it knows more: a head that was met in a room log must stand in whatever list is shown from then on.
// No secret. What cannot be read here is not there for this page: the anchor still decides.
// Rules: D2, D5, D6, S6.
import * as v from 'valibot';
import { equalBytes, fromBase64url, type Bytes } from '#lib/crypto/bytes.ts';
import { count, digest, parseJson } from '#lib/protocol/encoding.ts';
import { emptyAudit, seenAudit, type SeenAudit } from './core/audit-chain.ts';

const seenHere = v.strictObject({
  v: v.literal(1),
  /** How long the directory was, and its head; null before the first sign-in here. */
  directory: v.nullable(v.strictObject({ entries: count, head: digest })),
  /** Heads that entries of room logs were signed under and that no list here has shown yet. */
  met: v.pipe(v.array(digest), v.maxLength(32)),
  audit: seenAudit
});
type SeenHere = v.InferOutput<typeof seenHere>;

const nothing: SeenHere = { v: 1, directory: null, met: [], audit: emptyAudit };

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
    // A browser that keeps nothing: the anchor alone is held against what comes.
  }
}

/** Whether a verified directory begins with what was seen here, and has every head that was met. */
export function directoryHolds(serviceId: string, heads: readonly Bytes[]): boolean {
  const { directory, met } = read(serviceId);
  const stands = (head: string): boolean =>
    heads.some((one) => equalBytes(one, fromBase64url(head)));
  if (!met.every(stands)) return false;
  if (directory === null) return true;
  const seen = heads[directory.entries - 1];
  return seen !== undefined && equalBytes(seen, fromBase64url(directory.head));
}

/** @param head base64url, the last of `entries` */
export function rememberDirectory(serviceId: string, entries: number, head: string): void {
  write(serviceId, { ...read(serviceId), directory: { entries, head }, met: [] });
}

/** A new service begins here: what was seen of another is over. */
export function beginDirectory(serviceId: string, head: string): void {
  write(serviceId, { ...nothing, directory: { entries: 1, head } });
}

/** @param head base64url: rightly signed for in a room log, and in no list that this page was shown */
export function rememberMetHead(serviceId: string, head: string): void {
  const seen = read(serviceId);
  if (!seen.met.includes(head)) write(serviceId, { ...seen, met: [...seen.met, head].slice(-32) });
}

export const readAudit = (serviceId: string): SeenAudit => read(serviceId).audit;

export const rememberAudit = (serviceId: string, audit: SeenAudit): void =>
  write(serviceId, { ...read(serviceId), audit });
