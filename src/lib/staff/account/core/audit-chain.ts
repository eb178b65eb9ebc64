// The service's audit chain as a staff page checks it [D5]: every entry since the last one seen, and at
// each sign-in two earlier pages again: the newest, which an edit pays off most to change, and one by chance,
// so that an edit of old entries is found sooner or later. Pure: pages come in as arguments; nothing here
// fetches or shows anything.
import * as v from 'valibot';
import { fromBase64url, toBase64url, utf8 } from '#lib/crypto/primitives/bytes.ts';
import { sha256 } from '#lib/crypto/primitives/hash.ts';
import { count, digest, parseJson } from '#lib/protocol/encoding.ts';
import { MAX_AUDIT_PAGE } from '#lib/protocol/limits.ts';

/** `head` after `n` entries; 32 zero bytes before the first. */
const place = v.looseObject({ n: count, head: digest });
type Place = v.InferOutput<typeof place>;

/** Places at every `CHECKPOINT_EVERY` entries, and the last one seen. */
export const seenAudit = v.looseObject({ last: place, checkpoints: v.array(place) });
export type SeenAudit = v.InferOutput<typeof seenAudit>;

const START: Place = { n: 0, head: toBase64url(new Uint8Array(32)) };
export const emptyAudit: SeenAudit = { last: START, checkpoints: [] };

export const CHECKPOINT_EVERY = 500;

/**
 * `rolled-back`: there are fewer entries than were seen. `gap`: a number is missing, or comes twice.
 * `edited`: the server's entries there differ from those seen before.
 */
export const auditFault = v.picklist(['rolled-back', 'gap', 'edited']);
export type AuditFault = v.InferOutput<typeof auditFault>;

type AuditStep =
  | { readonly ok: true; readonly seen: SeenAudit }
  | { readonly ok: false; readonly fault: AuditFault };

const numbered = v.looseObject({ v: v.literal(1), n: count });

/** The place after these entries; null when their numbers are not consecutive. */
function walk(from: Place, entries: readonly string[], at: (reached: Place) => void): Place | null {
  let { n } = from;
  let head: Uint8Array = fromBase64url(from.head);
  for (const entry of entries) {
    const parsed = v.safeParse(numbered, parseJson(entry));
    if (!parsed.success || parsed.output.n !== n + 1) return null;
    n += 1;
    head = sha256(head, sha256(utf8(entry)));
    if (n % CHECKPOINT_EVERY === 0) at({ n, head: toBase64url(head) });
  }
  return { n, head: toBase64url(head) };
}

/**
 * A page of entries after the last one seen.
 * @param page.last how many there are in all, as the server says
 */
export function takeNew(
  seen: SeenAudit,
  page: { readonly entries: readonly string[]; readonly last: number }
): AuditStep {
  if (page.last < seen.last.n) return { ok: false, fault: 'rolled-back' };
  const wanted = Math.min(MAX_AUDIT_PAGE, page.last - seen.last.n);
  // A page must be as long as it can be: otherwise reading could go on forever, one entry at a time.
  if (page.entries.length < wanted) return { ok: false, fault: 'gap' };
  const checkpoints = [...seen.checkpoints];
  const last = walk(seen.last, page.entries, (reached) => checkpoints.push(reached));
  if (last === null || last.n > page.last) return { ok: false, fault: 'gap' };
  return { ok: true, seen: { last, checkpoints } };
}

/** Where an earlier page can begin: the start, and every checkpoint with seen entries after it. */
export const earlierPlaces = ({ last, checkpoints }: SeenAudit): readonly Place[] =>
  [START, ...checkpoints].filter(({ n }) => n < last.n);

/**
 * Where the pages begin that are read again: the newest, and one of the others.
 * @param chance 0 to 1
 */
export function readAgain(seen: SeenAudit, chance: number): readonly Place[] {
  const others = [...earlierPlaces(seen)];
  const newest = others.pop();
  const drawn = others[Math.min(others.length - 1, Math.floor(chance * others.length))];
  return [newest, drawn].filter((one) => one !== undefined);
}

/** Checks an earlier page, read again from one of `earlierPlaces`, against what was seen of it. */
export function checkEarlier(
  seen: SeenAudit,
  from: Place,
  entries: readonly string[]
): AuditFault | null {
  const until = seen.checkpoints.find(({ n }) => n > from.n) ?? seen.last;
  const wanted = entries.slice(0, until.n - from.n);
  const reached = walk(from, wanted, () => undefined);
  if (reached === null || wanted.length < until.n - from.n) return 'gap';
  return reached.head === until.head ? null : 'edited';
}
