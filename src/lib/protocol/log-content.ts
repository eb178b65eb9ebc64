// What staff seal into the room log, as JSON in UTF-8: apart from the other contents, because no young
// person's phone reads it. Rules: O6, J5, J7, R6, R8.
import * as v from 'valibot';
import { contentParser, text } from './content.ts';
import { count, digest, epochId, timeMs } from './encoding.ts';

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
  v.object({ t: v.literal('show-earlier'), to: epochId, writtenAtMs: timeMs })
]);
export type LogContent = v.InferOutput<typeof logContent>;

export const parseLogContent = contentParser(logContent);
