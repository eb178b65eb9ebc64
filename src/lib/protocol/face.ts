// The face of a room [L3]: what its maker fixed and the link's hash binds. The bytes are stored and hashed
// verbatim (UTF-8 JSON as the maker wrote it); only this file gives them a shape. Unknown fields are kept:
// a later page may understand them. Rules: L3, R6.
import * as v from 'valibot';
import { bytesOf, parseJson, timeMs } from './encoding.ts';
import { language, servicePolicy, type Known } from './policy.ts';

/** How the young person came in. A walk-in room has no maker, so nobody has signed for it [W1, D7]. */
const ROOM_KINDS = ['invited', 'walk-in'] as const;

export const face = v.looseObject({
  v: v.literal(1),
  kind: v.picklist(ROOM_KINDS),
  /** The name that the young person sees. */
  host: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40)),
  policy: servicePolicy,
  /** The language of the invitation. */
  language,
  /** The language of the code words. */
  wordList: language,
  createdAtMs: timeMs,
  /** pkR [L2] */
  roomKey: bytesOf(1216)
});
export type Face = Known<v.InferOutput<typeof face>>;

/** Returns null when the text is no face. */
export function parseFace(text: string): Face | null {
  const parsed = v.safeParse(face, parseJson(text));
  return parsed.success ? parsed.output : null;
}
