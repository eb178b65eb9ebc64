// The language of a page for a visitor without a choice: the browser's preference, Norwegian when it says
// nothing, English when it names only languages that we lack. Pure.
import { LANGUAGES, type Language } from '#lib/protocol/policy.ts';

/**
 * Norwegian has several codes, and is nearer than English to some other languages. The same as in
 * #lib/i18n/language.ts, which the page itself and its service worker use.
 */
const ALIASES: Record<string, Language> = { no: 'nb', nn: 'nb', da: 'nb', sv: 'nb', se: 'nb' };

export function preferredLanguage(acceptLanguage: string | null): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const q = parameters.map((one) => /^\s*q=([0-9.]+)\s*$/.exec(one)?.[1]).find(Boolean);
      return { language: tag.split('-')[0] ?? '', q: q === undefined ? 1 : Number(q) };
    })
    .filter(({ language, q }) => language !== '' && language !== '*' && q > 0)
    .sort((a, b) => b.q - a.q);
  for (const { language } of wanted) {
    const known = LANGUAGES.find((one) => one === language) ?? ALIASES[language];
    if (known) return known;
  }
  return wanted.length > 0 ? 'en' : 'nb';
}
