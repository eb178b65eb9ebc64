// Which language a page speaks: chosen from the browser's wishes, never guessed from who somebody is. Edge,
// service worker and desk choose by it alike; a young person's page is given its language by the first two.
import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from './languages.ts';

/** Other names of a language, and those whose readers read it more easily than English. */
const NEAR: Readonly<Record<Language, readonly string[]>> = {
  nb: ['no', 'nn', 'da', 'sv', 'se'],
  en: [],
  fi: []
};

/** What is spoken to somebody who wishes for none of ours. */
const WORLD_LANGUAGE: Language = 'en';

/**
 * The first wish that can be met; English for a wish that cannot, the home language for none.
 * @param wishes tags such as `nb-NO`, the dearest first
 */
export function chooseLanguage(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const [tag = ''] = wish.toLowerCase().split(/[-_]/);
    const found = LANGUAGES.find((one) => one === tag || NEAR[one].includes(tag));
    if (found) return found;
  }
  return wishes.length > 0 ? WORLD_LANGUAGE : DEFAULT_LANGUAGE;
}
