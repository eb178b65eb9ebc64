// Numbers with their nouns. Each language has its own plural forms, and its CLDR rules, from the browser,
// pick the form for a number. Pure.
import type { Language } from '#lib/protocol/languages.ts';

/** Words by form; `#` stands for the number. A missing form falls back to `other`. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** "1 day", "3 days". */
export const count = (language: Language, n: number, forms: Forms): string =>
  (forms[new Intl.PluralRules(language).select(n)] ?? forms.other).replace('#', String(n));
