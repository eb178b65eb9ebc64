// What stands inside sealed envelopes, as JSON in UTF-8. The server never sees these.
// A content that does not fit is shown as unreadable, never dropped in silence. Rules: O5, O6, J5, J7, P1.
import * as v from 'valibot';
import { bytesOf, count, digest, epochId, parseJson, timeMs } from './encoding.ts';
import { chainTip } from './room-view.ts';
import { MAX_TEXT_BYTES } from './limits.ts';

const text = v.pipe(v.string(), v.minLength(1), v.maxBytes(MAX_TEXT_BYTES));

/** What a young person's page seals [direction guest]. */
export const guestContent = v.variant('t', [
  v.strictObject({ t: v.literal('say'), text, writtenAtMs: timeMs }),
  /** Delivered: hashes of the room-log envelopes whose copies arrived [O6]. */
  v.strictObject({ t: v.literal('got'), of: v.pipe(v.array(digest), v.maxLength(100)) })
]);
export type GuestContent = v.InferOutput<typeof guestContent>;

/** What staff seal into the room log [direction roomLog], signed. */
export const logContent = v.variant('t', [
  v.strictObject({ t: v.literal('say'), to: epochId, text, writtenAtMs: timeMs }),
  v.strictObject({
    t: v.literal('decide'),
    epochId,
    verdict: v.picklist(['confirm', 'refuse']),
    writtenAtMs: timeMs
  }),
  /** Staff gave a held reply to this epoch by hand [O6]. `of` is the say entry's hash. */
  v.strictObject({ t: v.literal('resend'), of: digest, to: epochId, writtenAtMs: timeMs }),
  /** Staff showed what was said before to this epoch [J7]. */
  v.strictObject({ t: v.literal('show-earlier'), to: epochId, writtenAtMs: timeMs })
]);
export type LogContent = v.InferOutput<typeof logContent>;

/** What one epoch receives [direction staffCopy]. */
export const copyContent = v.variant('t', [
  v.strictObject({
    t: v.literal('say'),
    copyOf: digest,
    /** Room order of the log entry: pages show by log order [O6]. */
    logOrder: count,
    text,
    writtenAtMs: timeMs
  }),
  /** An earlier message, shown again. `copyOf` is the hash of the envelope that it stood in. */
  v.strictObject({
    t: v.literal('earlier'),
    copyOf: digest,
    logOrder: count,
    from: v.picklist(['you', 'staff']),
    text,
    writtenAtMs: timeMs
  })
]);
export type CopyContent = v.InferOutput<typeof copyContent>;

/** Typing and seen, both ways [O5]. `n` is the last entry of the epoch's chain that was seen. */
export const signalContent = v.variant('t', [
  v.strictObject({ t: v.literal('typing'), on: v.boolean(), atMs: timeMs }),
  v.strictObject({ t: v.literal('seen'), n: count, atMs: timeMs })
]);
export type SignalContent = v.InferOutput<typeof signalContent>;

/** What the resume box holds beside the root [P1]. */
export const resumeContent = v.strictObject({
  v: v.literal(1),
  /** The face, verbatim. */
  face: v.string(),
  /** The chain as far as this page had verified it: a rolled-back room shows. */
  tip: chainTip,
  deviceKey: bytesOf(65),
  /** What stood in the text area. */
  draft: v.string()
});
export type ResumeContent = v.InferOutput<typeof resumeContent>;

/** Builds a parser of sealed JSON that returns null for anything that does not fit. */
const contentParser =
  <S extends v.GenericSchema>(schema: S) =>
  (json: string): v.InferOutput<S> | null => {
    const parsed = v.safeParse(schema, parseJson(json));
    return parsed.success ? parsed.output : null;
  };

export const parseGuestContent = contentParser(guestContent);
export const parseLogContent = contentParser(logContent);
export const parseCopyContent = contentParser(copyContent);
export const parseSignalContent = contentParser(signalContent);
export const parseResumeContent = contentParser(resumeContent);
