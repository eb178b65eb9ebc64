// Suggests words while code words are typed, and checks them before anything is sent: a slip that the list
// reveals costs no attempt [J4]. Pure. Rules: C2.
import {
  CODE_WORDS,
  matchPhrase,
  matchWord,
  saidWords,
  splitTyped,
  suggestWords
} from '#lib/crypto/room/code-words.ts';

type WordCheck =
  | { readonly type: 'words'; readonly words: readonly string[] }
  | { readonly type: 'none' }
  | { readonly type: 'how-many'; readonly n: number }
  | { readonly type: 'unknown'; readonly word: string };

export function checkWords(list: readonly string[], typed: string): WordCheck {
  const phrase = matchPhrase(list, typed);
  if (phrase !== null) return { type: 'words', words: phrase.words };
  const words = saidWords(list, typed);
  if (words.length === 0) return { type: 'none' };
  const unknown = words.find((word) => matchWord(list, word) === null);
  if (unknown !== undefined && words.length <= CODE_WORDS)
    return { type: 'unknown', word: unknown };
  return { type: 'how-many', n: words.length };
}

/** Suggestions for the word that is being typed, from its second letter; none once it is whole. */
export function suggestionsFor(list: readonly string[], typed: string): readonly string[] {
  const last = /[\p{L}\p{M}]+$/u.exec(typed)?.[0];
  if (last === undefined || splitTyped(typed).length > CODE_WORDS) return [];
  const found = suggestWords(list, last);
  return found.length === 1 && found[0]?.toLowerCase() === last.toLowerCase() ? [] : found;
}

/** The field after a suggestion was taken: the whole word, and a space for the next. */
export function withSuggestion(typed: string, word: string): string {
  const before = typed.replace(/[\p{L}\p{M}]+$/u, '');
  const done = splitTyped(before).length + 1 >= CODE_WORDS;
  return `${before}${word}${done ? '' : ' '}`;
}
