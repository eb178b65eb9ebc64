// Which language a page speaks: chosen from the browser's wishes, never guessed from who somebody is.
// Imports no schema, so that it weighs nothing on a first screen and in the service worker.
import type { Language } from '#lib/protocol/policy.ts';

/** Every language, in the order in which it is offered. */
export const GUEST_LANGUAGES = ['nb', 'en', 'fi'] as const satisfies readonly Language[];

/** Each language's own name. */
export const LANGUAGE_NAMES = {
  nb: 'Norsk',
  en: 'English',
  fi: 'Suomi'
} as const satisfies Record<Language, string>;

/** What a page speaks when nothing is known. */
export const DEFAULT_LANGUAGE: Language = 'nb';

/** Returns null when it is none of ours. */
export const asLanguage = (text: string | null | undefined): Language | null =>
  GUEST_LANGUAGES.find((known) => known === text) ?? null;

/** Languages that read one of ours more easily than English. */
const NEAR: Readonly<Record<string, Language>> = {
  nb: 'nb',
  nn: 'nb',
  no: 'nb',
  da: 'nb',
  sv: 'nb',
  se: 'nb',
  en: 'en',
  fi: 'fi'
};

/** The first wish that can be met; English for a wish that cannot, the home language for none. */
export function chooseLanguage(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const near = NEAR[wish.toLowerCase().split(/[-_]/)[0] ?? ''];
    if (near) return near;
  }
  return wishes.length > 0 ? 'en' : DEFAULT_LANGUAGE;
}
