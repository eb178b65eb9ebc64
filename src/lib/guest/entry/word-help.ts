// What typing the code words needs, and nothing else: the list of one language, suggestions, the check.
// Fetched first after the page stands, so that help with typing is there before anything heavier.
import type { Language } from '#lib/protocol/policy.ts';

export { loadWordList } from '#lib/crypto/room/code-words.ts';
export { checkWords, suggestionsFor, withSuggestion } from './word-check.ts';

/**
 * The language of a link's words, read off the token's first letters (version 1, then the number of
 * the list) without what reading all of it takes. Returns null when there is no such beginning.
 */
export function wordLanguageOf(fragment: string): Language | null {
  const letter = /^#?-?AQ([A-L])/.exec(fragment)?.[1];
  if (letter === undefined) return null;
  return (['nb', 'en', 'fi'] as const)[Math.floor((letter.charCodeAt(0) - 65) / 4)] ?? null;
}
