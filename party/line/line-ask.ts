// Requests of a page to its line, parsed at the border. Rules: X1, N2.
import * as v from 'valibot';
import { count, parseJson } from '#lib/protocol/encoding.ts';
import { MAX_LINE_FRAMES, type LineAsk } from '#lib/protocol/line-wire.ts';
import { MAX_FRAME_CHARS } from '#lib/protocol/limits.ts';

const lineAsk = v.strictObject({
  from: count,
  frames: v.pipe(
    v.array(v.pipe(v.string(), v.maxLength(MAX_FRAME_CHARS))),
    v.maxLength(MAX_LINE_FRAMES)
  ),
  have: count,
  wait: v.boolean(),
  close: v.optional(v.literal(true))
});

/** Null: no request of this border. */
export function parseLineAsk(text: string): LineAsk | null {
  const parsed = v.safeParse(lineAsk, parseJson(text));
  return parsed.success ? parsed.output : null;
}
