// Parses a frame by the schema of its own kind, found by its name: trying one kind after another costs more
// than storing the message. It accepts the same frames. Rules: X1.
import * as v from 'valibot';

type Kind = v.GenericSchema & {
  readonly entries: { readonly t: { readonly literal: string } };
};

/**
 * A parser for a variant over `t`.
 * @returns null if it is not one of its frames
 */
export function frameParser<const Options extends readonly Kind[]>(variant: {
  readonly options: Options;
}): (raw: unknown) => v.InferOutput<Options[number]> | null {
  const kinds = new Map<unknown, Kind>();
  for (const kind of variant.options) kinds.set(kind.entries.t.literal, kind);
  return (raw) => {
    const kind =
      typeof raw === 'object' && raw !== null && 't' in raw ? kinds.get(raw.t) : undefined;
    if (kind === undefined) return null;
    const parsed = v.safeParse(kind, raw);
    return parsed.success ? (parsed.output as v.InferOutput<Options[number]>) : null;
  };
}
