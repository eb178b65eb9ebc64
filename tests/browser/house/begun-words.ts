// Code words of which one is only begun, until the page suggests the rest. Words are drawn at random, and a
// few of the list are too short or too alike ever to be suggested.
import { loadWordList } from '../../../src/lib/crypto/room/code-words.ts';
import { suggestionsFor } from '../../../src/lib/guest/entry/word-suggestions.ts';

export interface BegunWords {
  /** What is typed before the suggestion is taken. */
  readonly typed: string;
  /** The word that is suggested. */
  readonly word: string;
  /** What is typed after it. */
  readonly rest: string;
}

/** @param words code words in English */
export async function beginWords(words: string): Promise<BegunWords> {
  const list = await loadWordList('en');
  const whole = words.split(' ');
  for (const [at, word] of whole.entries())
    for (let letters = 2; letters < word.length; letters += 1) {
      const typed = [...whole.slice(0, at), word.slice(0, letters)].join(' ');
      if (suggestionsFor(list, typed).includes(word))
        return { typed, word, rest: whole.slice(at + 1).join(' ') };
    }
  throw new Error('none of these words is ever suggested');
}
