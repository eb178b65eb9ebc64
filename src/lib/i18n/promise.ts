// The promise that a young person reads, generated from the policy that the server enforces, so that the
// two cannot disagree. Claims nothing that the code does not do. Pure. Rules: R2.
import type { Language } from '#lib/protocol/languages.ts';
import type { ServicePolicy } from '#lib/protocol/policy.ts';
import { durationParts, type DurationUnit } from './format.ts';

export interface PromiseTexts {
  /** One or two plain sentences for the first screen. `deletedBy` is a date in words. */
  readonly sentence: (readers: string, deletedBy: string) => string;
  /** The same before the room is known: the longest time. */
  readonly sentenceWithin: (readers: string, n: number, unit: DurationUnit) => string;
  /** A short form above the conversation. */
  readonly short: (readers: string, deletedBy: string) => string;
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

export const shortPromise = (
  texts: PromiseTexts,
  language: Language,
  policy: ServicePolicy,
  deletedBy: string
): string => texts.short(policy.readers[language], deletedBy);
