// How many, in words: each language has its own forms, and which one a number takes is the language's to say
// (CLDR, by the browser). Pure.
import type { Language } from '#lib/protocol/policy.ts';

/** Words by form; `#` stands for the number. A form that is left out is `other`. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** "1 day", "3 days". */
export const count = (language: Language, n: number, forms: Forms): string =>
  (forms[new Intl.PluralRules(language).select(n)] ?? forms.other).replace('#', String(n));
