// What typing the code words needs, and nothing else: the list of one language, suggestions, the check.
// Fetched first after the page stands, so that help with typing is there before anything heavier.
import { wordListIdOf } from '#lib/crypto/room/code-words.ts';
import type { Language } from '#lib/protocol/policy.ts';

export { loadWordList } from '#lib/crypto/room/code-words.ts';
export { checkWords, suggestionsFor, withSuggestion } from './word-suggestions.ts';

const SIX_BITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * The language of a link's words, read off the token's first letters (version 1, then the number of
 * the list) without what reading all of it takes. Returns null when there is no such beginning.
 */
export function wordLanguageOf(fragment: string): Language | null {
  const letter = /^#?-?AQ([\w-])/.exec(fragment)?.[1];
  // The third letter's six bits end the number's eight, and begin what comes after it.
  const number = letter === undefined ? -1 : SIX_BITS.indexOf(letter) >> 2;
  return wordListIdOf(number);
}
