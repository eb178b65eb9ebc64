// The one table of the languages, and what follows from it alone. Whatever has something for every language
// is keyed by it: where a new one lacks something, that is a type error. Imports no schema, so that it weighs
// next to nothing on a first screen, in the service worker and at the edge. Rules: L3, R2.

interface LanguageRow {
  /** The number under which a token names its word list [L3]; never given to another. */
  readonly wordList: number;
  /** Its own name. */
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  /** The language whose text is shown where this one lacks a text; null: it lacks none. */
  readonly fallback: string | null;
}

/** In the order in which they are offered, and in which a policy has its texts where it is hashed. */
export const LANGUAGE_TABLE = {
  nb: { wordList: 0, name: 'Norsk', direction: 'ltr', fallback: null },
  en: { wordList: 1, name: 'English', direction: 'ltr', fallback: null },
  fi: { wordList: 2, name: 'Suomi', direction: 'ltr', fallback: null }
} as const satisfies Readonly<Record<string, LanguageRow>>;

export type Language = keyof typeof LANGUAGE_TABLE;

export const LANGUAGES = /* @__PURE__ */ Object.keys(LANGUAGE_TABLE) as readonly Language[];

/** One thing for every language. */
export const inEvery = <T>(make: (language: Language) => T): Readonly<Record<Language, T>> =>
  Object.fromEntries(LANGUAGES.map((one) => [one, make(one)])) as Record<Language, T>;

/** What a page speaks when nothing is known. Its addresses name no language. */
export const DEFAULT_LANGUAGE: Language = 'nb';

/** Languages that stand in an address; the build makes a page of each. */
export const ADDRESS_LANGUAGES = /* @__PURE__ */ LANGUAGES.filter(
  (one) => one !== DEFAULT_LANGUAGE
);

/** Returns null when it is none of ours. */
export const asLanguage = (text: string | null | undefined): Language | null =>
  LANGUAGES.find((one) => one === text) ?? null;
