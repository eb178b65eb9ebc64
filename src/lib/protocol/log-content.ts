// What staff seal into the room log, as JSON in UTF-8: apart from the other contents, because no young
// person's phone reads it. Rules: O6, J5, J7, R6, R8, R9.
import * as v from 'valibot';
import { contentParser, text } from './content.ts';
import { count, digest, epochId, parseJson, timeMs } from './encoding.ts';

/** Letters of a room's label, as UTF-16 counts them. */
export const MAX_LABEL_LETTERS = 40;

/**
 * Borne by every kind that changes nothing about whom to write to: a page that does not know the kind passes
 * it over. A kind of any other sort must never bear it [J5].
 */
const aside = v.literal(true);

/** What staff seal into the room log [direction roomLog], signed. */
const logContent = v.variant('t', [
  v.object({
    t: v.literal('say'),
    to: epochId,
    text,
    writtenAtMs: timeMs,
    /** How far its writer had read: what came in meanwhile is still owed an answer [R8]. */
    upTo: v.optional(count)
  }),
  v.object({
    t: v.literal('decide'),
    epochId,
    verdict: v.picklist(['confirm', 'refuse']),
    writtenAtMs: timeMs
  }),
  /** Staff gave a held reply to this epoch by hand [O6]. `of` is the say entry's hash. */
  v.object({ t: v.literal('resend'), of: digest, to: epochId, writtenAtMs: timeMs }),
  /** Staff showed this epoch what was said before [J7]. */
  v.object({ t: v.literal('show-earlier'), to: epochId, writtenAtMs: timeMs }),
  /** What staff call this room among themselves; empty: nothing any more [R9]. */
  v.object({
    t: v.literal('label'),
    label: v.pipe(v.string(), v.maxLength(MAX_LABEL_LETTERS)),
    writtenAtMs: timeMs,
    aside
  })
]);
export type LogContent = v.InferOutput<typeof logContent>;

const parseKnown = contentParser(logContent);

const isAside = (json: string): boolean => v.is(v.object({ aside }), parseJson(json));

/**
 * Returns null when it is malformed, `newer` for a kind that is unknown here, and `aside` for such a kind that
 * decides nothing [R6].
 */
export function parseLogContent(
  json: string
): ReturnType<typeof parseKnown> | { readonly t: 'aside' } {
  const content = parseKnown(json);
  return content?.t === 'newer' && isAside(json) ? { t: 'aside' } : content;
}
