// The promise that a young person reads, generated from the policy that the server enforces, so that the
// two cannot disagree. Claims nothing that the code does not do. Pure. Rules: R2.
import type { Language } from '#lib/protocol/languages.ts';
import type { ServicePolicy } from '#lib/protocol/policy.ts';
import { durationParts, formatDuration, type DurationUnit, type FormatWords } from './format.ts';

export interface PromiseTexts {
  /** One or two plain sentences for the first screen. `deletedBy` is a date in words. */
  readonly sentence: (readers: string, deletedBy: string) => string;
  /** The same before the room is known: the longest time. */
  readonly sentenceWithin: (readers: string, n: number, unit: DurationUnit) => string;
  /** What becomes of it after the end, and what of it may be kept elsewhere. `retention` is a time in words. */
  readonly after: (readers: string, retention: string) => string;
}

/** The first screen's sentence. `deletedBy`: the date in words, null before the room is known. */
export function promiseSentence(
  texts: PromiseTexts,
  language: Language,
  policy: ServicePolicy,
  deletedBy: string | null
): string {
  const readers = policy.readers[language];
  if (deletedBy !== null) return texts.sentence(readers, deletedBy);
  const { n, unit } = durationParts(policy.lifetimes.hardCapMs);
  return texts.sentenceWithin(readers, n, unit);
}

/** What must be known before the first word, and before the end. */
export const promiseAfter = (
  { promise, format }: { readonly promise: PromiseTexts; readonly format: FormatWords },
  language: Language,
  { readers, lifetimes }: ServicePolicy
): string => promise.after(readers[language], formatDuration(format, lifetimes.retentionMs));
