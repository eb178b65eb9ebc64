// "More about this": what the service promises and what it does not, generated from the policy that the
// server enforces. Loaded on request. Claims nothing that the code does not do. Rules: R2, I1, E1, E3, P2.
import type { Language } from '#lib/protocol/languages.ts';
import type { ServicePolicy } from '#lib/protocol/policy.ts';
import type { AboutTexts } from './about-texts.ts';
import type { Loaders } from './fallback.ts';
import { formatDuration } from './format.ts';

interface AboutSection {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly points: readonly string[];
}

const ABOUT: Loaders<AboutTexts> = {
  nb: async () => (await import('./nb/about.ts')).aboutNb,
  en: async () => (await import('./en/about.ts')).aboutEn,
  fi: async () => (await import('./fi/about.ts')).aboutFi
};

export const loadAboutTexts = (language: Language): Promise<AboutTexts> => ABOUT[language]();

/** @param keyboard whether this device has a real keyboard */
export function aboutSections(
  texts: AboutTexts,
  language: Language,
  policy: ServicePolicy,
  keyboard: boolean
): AboutSection[] {
  const readers = policy.readers[language];
  const { retentionMs, resumeWindowMs } = policy.lifetimes;
  const section = (title: string, ...paragraphs: string[]): AboutSection => ({
    title,
    paragraphs,
    points: []
  });
  const address: Record<ServicePolicy['ipAddress'], string> = { never: texts.ip.never };
  return [
    section(texts.deletion.title, texts.deletion.text(formatDuration(texts.format, retentionMs))),
    section(texts.evidence.title, texts.evidence.text(readers)),
    section(texts.phone.title, texts.phone.text(formatDuration(texts.format, resumeWindowMs))),
    section(texts.exit.title, texts.exit.text, ...(keyboard ? [texts.exit.keyboard] : [])),
    section(texts.ip.title, address[policy.ipAddress]),
    section(texts.reach.title, texts.reach.text(readers)),
    ...(policy.explainWitnessRights
      ? [{ ...section(texts.rights.title), points: texts.rights.points }]
      : [])
  ];
}
