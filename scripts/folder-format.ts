// What the data folder's format file says: the format of the folder as a whole, and how far each kind of
// object in it may have been carried. Fields that are not known here are kept. Pure. Rules: R6, X6.
import * as v from 'valibot';
import { OBJECT_VERSIONS } from '../party/stored-versions.ts';

/** Changes only with a migration of the folder as a whole. */
export const FORMAT = 1;

type Kind = keyof typeof OBJECT_VERSIONS;

/** What an operator calls them. */
const WORDS: Readonly<Record<Kind, string>> = {
  room: 'rooms',
  desk: 'desks',
  door: 'join gates',
  archive: 'archive boxes',
  latch: 'share stores'
};

const number = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const written = v.looseObject({
  format: number,
  // Folders that were made before there were numbers hold first versions only.
  objects: v.optional(v.record(v.string(), number), {})
});

interface Numbers {
  readonly format: number;
  readonly objects: Readonly<Record<string, number>>;
}

const FIRST = Object.fromEntries(Object.keys(OBJECT_VERSIONS).map((kind) => [kind, 1]));

function parsed(text: string): v.InferOutput<typeof written> | null {
  try {
    const { success, output } = v.safeParse(written, JSON.parse(text));
    return success && !Array.isArray((JSON.parse(text) as { objects?: unknown }).objects)
      ? output
      : null;
  } catch {
    return null;
  }
}

/** Null: the text names no format. */
export function numbersIn(text: string): Numbers | null {
  const found = parsed(text);
  return found && { format: found.format, objects: { ...FIRST, ...found.objects } };
}

/** What in it only a newer version knows, in words; null when there is nothing. */
export function newerIn({ format, objects }: Numbers): string | null {
  if (format > FORMAT) return `format ${format}; this one knows ${FORMAT}`;
  for (const [kind, version] of Object.entries(objects)) {
    if (!Object.hasOwn(OBJECT_VERSIONS, kind)) return `this one does not know its “${kind}”`;
    const known = OBJECT_VERSIONS[kind as Kind];
    if (version > known)
      return `version ${version} of its ${WORDS[kind as Kind]}; this one knows ${known}`;
  }
  return null;
}

/** The file's text under today's numbers. @param before its text until now, if any */
export function formatText(before?: string): string {
  const kept = before === undefined ? {} : parsed(before);
  return `${JSON.stringify({ ...kept, format: FORMAT, objects: OBJECT_VERSIONS })}\n`;
}
