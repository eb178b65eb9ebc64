// The promise that a young person reads, generated from the very policy that the server enforces, so
// that the two cannot disagree. Says nothing that the code does not do. Pure. Rules: R2, I1, E1, P2.
import type { Language, ServicePolicy } from '#lib/protocol/policy.ts';
import { durationParts, formatDuration, type DurationUnit } from './format.ts';

export interface PromiseTexts {
  /** One plain sentence or two for the first screen. `deletedBy` is a date in words. */
  readonly sentence: (readers: string, deletedBy: string) => string;
  /** The same before the room is known: the longest time. */
  readonly sentenceWithin: (readers: string, n: number, unit: DurationUnit) => string;
  /** The same again, short, above the conversation. */
  readonly short: (readers: string, deletedBy: string) => string;
  readonly deletion: { readonly title: string; readonly text: (retention: string) => string };
  readonly evidence: { readonly title: string; readonly text: (readers: string) => string };
  readonly phone: { readonly title: string; readonly text: (resumeWindow: string) => string };
  readonly exit: { readonly title: string; readonly text: string };
  readonly ip: { readonly title: string; readonly never: string };
  readonly reach: { readonly title: string; readonly text: (readers: string) => string };
  readonly rights: { readonly title: string; readonly points: readonly string[] };
}

export interface PromiseSection {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly points: readonly string[];
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

/** "More about this": what holds, and what does not, under this policy. */
export function promiseSections(
  texts: PromiseTexts,
  language: Language,
  policy: ServicePolicy
): PromiseSection[] {
  const readers = policy.readers[language];
  const section = (title: string, ...paragraphs: string[]): PromiseSection => ({
    title,
    paragraphs,
    points: []
  });
  const address: Record<ServicePolicy['ipAddress'], string> = { never: texts.ip.never };
  return [
    section(
      texts.deletion.title,
      texts.deletion.text(formatDuration(language, policy.lifetimes.retentionMs))
    ),
    section(texts.evidence.title, texts.evidence.text(readers)),
    section(
      texts.phone.title,
      texts.phone.text(formatDuration(language, policy.lifetimes.resumeWindowMs))
    ),
    section(texts.exit.title, texts.exit.text),
    section(texts.ip.title, address[policy.ipAddress]),
    section(texts.reach.title, texts.reach.text(readers)),
    ...(policy.explainWitnessRights
      ? [{ title: texts.rights.title, paragraphs: [], points: texts.rights.points }]
      : [])
  ];
}
