// The language of a page for a visitor without a choice: what the browser's header prefers, by the rule of the
// page itself and its service worker. Pure.
import { chooseLanguage } from '#lib/protocol/language-choice.ts';
import type { Language } from '#lib/protocol/languages.ts';

export function preferredLanguage(acceptLanguage: string | null): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const q = parameters.map((one) => /^\s*q=([0-9.]+)\s*$/.exec(one)?.[1]).find(Boolean);
      return { tag: tag.split('-')[0] ?? '', q: q === undefined ? 1 : Number(q) };
    })
    .filter(({ tag, q }) => tag !== '' && tag !== '*' && q > 0)
    .sort((a, b) => b.q - a.q);
  return chooseLanguage(wanted.map(({ tag }) => tag));
}
