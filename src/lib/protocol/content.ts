// The contents of sealed envelopes but for the room log's (log-content.ts), as JSON in UTF-8. The server never
// sees them. Unknown fields are ignored. An unknown kind is `newer`, so that a page can say that it is too old. Anything else is shown as
// unreadable, never dropped in silence. Rules: O5, O6, J5, J7, P1, R6.
import * as v from 'valibot';
import { bytesOf, count, digest, parseJson, timeMs } from './encoding.ts';
import { chainTip } from './room-view.ts';
import { MAX_TEXT_BYTES } from './limits.ts';

/** What a person writes. */
export const text = v.pipe(v.string(), v.minLength(1), v.maxBytes(MAX_TEXT_BYTES));

/** What a young person's page seals [direction guest]. */
const guestContent = v.variant('t', [
  v.object({ t: v.literal('say'), text, writtenAtMs: timeMs }),
  /** Delivered: hashes of the room-log envelopes whose copies arrived [O6]. */
  v.object({ t: v.literal('got'), of: v.pipe(v.array(digest), v.maxLength(100)) })
]);
export type GuestContent = v.InferOutput<typeof guestContent>;

/** What one epoch receives [direction staffCopy]. */
const copyContent = v.variant('t', [
  v.object({
    t: v.literal('say'),
    copyOf: digest,
    /** Room order of the log entry: pages show by log order [O6]. */
    logOrder: count,
    text,
    writtenAtMs: timeMs
  }),
  /** An earlier message, shown again. `copyOf` is the hash of the envelope that it was in. */
  v.object({
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
const signalContent = v.variant('t', [
  v.object({ t: v.literal('typing'), on: v.boolean(), atMs: timeMs }),
  v.object({ t: v.literal('seen'), n: count, atMs: timeMs })
]);
export type SignalContent = v.InferOutput<typeof signalContent>;

/** Content of a kind that this page does not know: a later page can show it [R6]. */
interface NewerContent {
  readonly t: 'newer';
}
const NEWER: NewerContent = { t: 'newer' };

/** The version of what a page puts into its resume box. */
export const RESUME_VERSION = 1;

/** What the resume box holds beside the root [P1]. */
const resumeContent = v.object({
  v: v.literal(RESUME_VERSION),
  /** The face, verbatim. */
  face: v.string(),
  /** The chain as far as this page had verified it: reveals a room that was rolled back. */
  tip: v.object(chainTip.entries),
  deviceKey: bytesOf(65),
  /** The text in the text area. */
  draft: v.string()
});
export type ResumeContent = v.InferOutput<typeof resumeContent>;

const kindOf = (value: unknown): unknown => ((value ?? {}) as { t?: unknown }).t;

interface Kinds extends v.GenericSchema {
  readonly options: readonly { readonly entries: { readonly t: { readonly literal: string } } }[];
}

/** Builds a parser of sealed JSON: null for malformed content, `newer` for a kind that is unknown here. */
export const contentParser = <S extends Kinds>(schema: S) => {
  const known = new Set(schema.options.map(({ entries }) => entries.t.literal));
  return (json: string): v.InferOutput<S> | NewerContent | null => {
    const value = parseJson(json);
    const parsed = v.safeParse(schema, value);
    if (parsed.success) return parsed.output;
    const kind = kindOf(value);
    return typeof kind === 'string' && !known.has(kind) ? NEWER : null;
  };
};

export const parseGuestContent = contentParser(guestContent);
export const parseCopyContent = contentParser(copyContent);

/** A hint: if it is not understood, it is ignored, whatever the reason [O5]. */
export function parseSignalContent(json: string): SignalContent | null {
  const parsed = v.safeParse(signalContent, parseJson(json));
  return parsed.success ? parsed.output : null;
}

/**
 * Returns null when it is malformed, `newer` when a later page wrote it. Unknown fields are kept for the
 * next box [R6].
 */
export function parseResumeContent(json: string): ResumeContent | 'newer' | null {
  const value = (parseJson(json) ?? {}) as { readonly v?: unknown };
  const parsed = v.safeParse(resumeContent, value);
  if (parsed.success) return { ...value, ...parsed.output };
  return typeof value.v === 'number' && value.v > RESUME_VERSION ? 'newer' : null;
}
