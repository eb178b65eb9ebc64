// ① "Paste the message you got" [L5]: finds the token and the three code words in any text. It tolerates
// any mangling on the way. Where the words are doubtful it returns null and the page asks, because a wrong
// guess costs an attempt [J4]. It loads all word lists: import it only where something can be pasted.

import type { Language } from '#lib/protocol/languages.ts';
import { CODE_WORDS, foldWord, matchWord, standsBetween } from './code-words.ts';
import { findToken, withoutLinks } from './find-token.ts';
import { plainText } from './plain-text.ts';
import type { RoomToken } from './room-token.ts';
import { enWords } from './word-lists/en.ts';
import { fiWords } from './word-lists/fi.ts';
import { nbWords } from './word-lists/nb.ts';

type FoundInvitation = {
  token: RoomToken | null;
  /** The three code words in the list's own spelling. */
  words: readonly string[] | null;
  /** As in FoundToken. */
  sure: boolean;
  several: boolean;
};

const LISTS: Record<Language, readonly string[]> = { nb: nbWords, en: enWords, fi: fiWords };

/** Replaces the link, so that no run of words crosses it. */
const CUT = '\u0001';

/** At most this many words are read. */
const MOST_WORDS = 400;

/** Folded beginnings of "code", "code word", "password", "words" in the languages we serve. */
const KEYWORD =
  /^(?:kod|cod|tunnus|passord|password|salasan|losenord|ord(?:ene|en)?$|words?$|sanat$)/;

/**
 * @param text bounded by the caller
 * @returns the invitation in it, or null when the text has neither a token nor a code. A token without
 * certain words gives `words: null`, and the other way round.
 */
export function findInvitation(text: string): FoundInvitation | null {
  const plain = plainText(text);
  const found = findToken(plain);
  const unlinked = found === null ? plain : withoutLinks(plain, found.links, CUT);
  const rest = unlinked.replace(/(?:https?:\/\/|www\.)\S+/gi, CUT);
  const words =
    found === null ? findWordsInAnyList(rest) : findWords(LISTS[found.token.wordList], rest);
  if (found === null && words === null) return null;
  return {
    token: found?.token ?? null,
    words,
    sure: found?.sure ?? true,
    several: found?.several ?? false
  };
}

function findWordsInAnyList(text: string): readonly string[] | null {
  const found = Object.values(LISTS).flatMap((list) => {
    const words = findWords(list, text);
    return words === null ? [] : [words];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

type Spoken = {
  fold: string;
  word: string | null;
  /** Whether a sentence, a line or the link ends before it. */
  afterBreak: boolean;
  /** Whether it cannot belong to the word before it at all. */
  afterCut: boolean;
};

/** The strict reading comes first; only when it finds nothing may a word have a slip. */
function findWords(list: readonly string[], text: string): readonly string[] | null {
  const exact = new Map(list.map((word) => [foldWord(word), word]));
  const near = new Map<string, string | null>();
  const matchNear = (typed: string): string | null => {
    const known = near.get(typed);
    if (known !== undefined) return known;
    const word = matchWord(list, typed);
    near.set(typed, word);
    return word;
  };
  return wordsIn(text, (typed) => exact.get(foldWord(typed)) ?? null) ?? wordsIn(text, matchNear);
}

function wordsIn(text: string, match: (typed: string) => string | null): readonly string[] | null {
  const spoken: Spoken[] = [];
  let end = 0;
  let brokenBefore: boolean = false;
  // The end of a very long thread: the latest messages.
  const all = [...text.matchAll(/[\p{L}\p{M}]+/gu)].slice(-MOST_WORDS);
  for (const hit of all) {
    const gap = text.slice(end, hit.index);
    end = hit.index + hit[0].length;
    const word = match(hit[0]);
    const afterCut = gap.includes(CUT) || gap.length > 12;
    const afterBreak: boolean = brokenBefore || /[.!?:;\r\n\u0001]/.test(gap);
    // "dog, nest and straw" are three words in a row.
    const between = word === null && !afterCut && standsBetween(hit[0]);
    brokenBefore = between && afterBreak;
    if (between) continue;
    spoken.push({ fold: foldWord(hit[0]), word, afterBreak, afterCut });
  }
  const runs = splitRuns(spoken, (next) => next.afterCut);
  return afterKeyword(spoken) ?? onlyRunOfThree(runs) ?? onlyRunOfThree(sentences(spoken));
}

/** The three words that follow "code", "kode", "tunnus" …, at most a few small words later. */
function afterKeyword(spoken: readonly Spoken[]): readonly string[] | null {
  const found = new Map<string, readonly string[]>();
  spoken.forEach((keyword, at) => {
    if (!KEYWORD.test(keyword.fold)) return;
    for (let from = at + 1; from <= at + 5; from++) {
      const run = runFrom(spoken, from);
      if (run.length < CODE_WORDS) continue;
      const three = certainThree(run);
      if (three !== null) found.set(three.join(' '), three);
      return;
    }
  });
  return found.size === 1 ? ([...found.values()][0] ?? null) : null;
}

/** The run of list words from here, up to a cut. */
function runFrom(spoken: readonly Spoken[], from: number): readonly Spoken[] {
  let to = from;
  while (
    to < spoken.length &&
    (spoken[to]?.word ?? null) !== null &&
    !(to > from && spoken[to]?.afterCut)
  ) {
    to++;
  }
  return spoken.slice(from, to);
}

/** Exactly three, or the three before a sentence or line ends; a longer run is doubtful. */
function certainThree(run: readonly Spoken[]): readonly string[] | null {
  const next = run[CODE_WORDS];
  if (next !== undefined && !next.afterBreak) return null;
  const words = run.slice(0, CODE_WORDS).flatMap(({ word }) => (word === null ? [] : [word]));
  return words.length === CODE_WORDS ? words : null;
}

function onlyRunOfThree(runs: readonly (readonly Spoken[])[]): readonly string[] | null {
  const threes = new Map<string, readonly string[]>();
  for (const run of runs) {
    if (run.length !== CODE_WORDS) continue;
    const words = run.flatMap(({ word }) => (word === null ? [] : [word]));
    threes.set(words.join(' '), words);
  }
  return threes.size === 1 ? ([...threes.values()][0] ?? null) : null;
}

function sentences(spoken: readonly Spoken[]): readonly (readonly Spoken[])[] {
  return splitRuns(spoken, (next) => next.afterCut || next.afterBreak);
}

/** Unbroken runs of list words. */
function splitRuns(
  spoken: readonly Spoken[],
  breaksBefore: (next: Spoken) => boolean
): readonly (readonly Spoken[])[] {
  const runs: Spoken[][] = [];
  let open = false;
  for (const next of spoken) {
    if (next.word === null) {
      open = false;
      continue;
    }
    if (!open || breaksBefore(next)) runs.push([]);
    runs.at(-1)?.push(next);
    open = true;
  }
  return runs;
}
