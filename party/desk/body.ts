// The border of the desk's requests. Rules: X1.
import * as v from 'valibot';
import { parseJson } from '#lib/protocol/encoding.ts';
import { refusal } from '../refusal.ts';

/** Parses a body at the border; one that does not fit is `malformed` and changes nothing [X1]. */
export function withBody<S extends v.GenericSchema, R extends Response | Promise<Response>>(
  schema: S,
  text: string,
  then: (parsed: v.InferOutput<S>) => R
): R | Response {
  const parsed = v.safeParse(schema, parseJson(text));
  return parsed.success ? then(parsed.output) : refusal('malformed');
}
