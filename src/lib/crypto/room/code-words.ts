// Code words: three words that, with the link, authenticate the young person [C1, C2]. Typing may be
// sloppy; matching is never wrong: a doubtful word matches nothing. The words are in word-lists/, one file
// per language, loaded one at a time.

import type { Language } from '#lib/protocol/languages.ts';
import { type Bytes, utf8 } from '../primitives/bytes.ts';
import { CryptoError } from '../primitives/crypto-error.ts';

/** How many words a code has. */
export const CODE_WORDS = 3;

const LISTS: Readonly<Record<Language, () => Promise<readonly string[]>>> = {
  nb: async () => (await import('./word-lists/nb.ts')).nbWords,
  en: async () => (await import('./word-lists/en.ts')).enWords,
  fi: async () => (await import('./word-lists/fi.ts')).fiWords
};

/** One list of 1,024 words, sorted by fold; only that language is fetched. */
export const loadWordList = (language: Language): Promise<readonly string[]> => LISTS[language]();

/** The common form of all spellings of a word [C2]. */
export function foldWord(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'a')
    .replaceAll('ae', 'a')
    .replaceAll('oe', 'o')
    .replaceAll('aa', 'a');
}

/** The typed words, whatever separates them; invisible letters are dropped. */
export function splitTyped(text: string): string[] {
  return text
    .replace(/[\p{Cf}\u034f\ufe00-\ufe0f]/gu, '')
    .normalize('NFC')
    .split(/[^\p{L}\p{M}]+/u)
    .filter((word) => word !== '');
}

/** "dog, nest and straw": small words between the words of a sentence. */
const BETWEEN: ReadonlySet<string> = new Set(['and', 'og', 'ja', 'och', 'sekä', 'samt']);

export const standsBetween = (word: string): boolean => BETWEEN.has(word.toLowerCase());

/** The candidates for code words: all of them, or all without small words that are in no list. */
export const saidWords = (list: readonly string[], text: string): string[] =>
  splitTyped(text).filter((word) => !standsBetween(word) || matchWord(list, word) !== null);

/**
 * The list's word that was meant, or null when there is none or it is doubtful. A match has the same fold.
 * From four letters on it may instead have the same first four and one slip after them, if nothing else in
 * the list is as near.
 */
export function matchWord(list: readonly string[], typed: string): string | null {
  const fold = foldWord(typed);
  const folded = foldedList(list);
  const exact = folded.byFold.get(fold);
  if (exact !== undefined) return exact;
  if (fold.length < 4) return null;
  const near = list.filter((_, at) => withinOneSlip(folded.folds[at] ?? '', fold));
  const [only] = near;
  if (only === undefined || near.length > 1) return null;
  return foldWord(only).slice(0, 4) === fold.slice(0, 4) ? only : null;
}

/** The typed code, in the list's own spelling; null unless exactly three words match. */
export function matchPhrase(
  list: readonly string[],
  text: string
): { words: readonly string[] } | null {
  const words = saidWords(list, text).map((typed) => matchWord(list, typed));
  if (words.length !== CODE_WORDS) return null;
  return words.every((word) => word !== null) ? { words } : null;
}

/** Words with this beginning, from the second letter; none before it. */
export function suggestWords(list: readonly string[], typedPrefix: string, max = 3): string[] {
  const prefix = foldWord(typedPrefix);
  if (prefix.length < 2) return [];
  const folds = foldedList(list).folds;
  return list.filter((_, at) => folds[at]?.startsWith(prefix) === true).slice(0, max);
}

/**
 * n words, 10 bits each, without bias. `random`: at least 2 n bytes.
 * @throws CryptoError `weak-input` for less randomness or a list that is not whole
 */
export function pickWords(list: readonly string[], random: Uint8Array, n = CODE_WORDS): string[] {
  if (random.length < 2 * n) throw new CryptoError('weak-input', 'two random bytes for each word');
  return Array.from({ length: n }, (_, i) =>
    wordAt(list, ((random[2 * i] ?? 0) << 8) | (random[2 * i + 1] ?? 0))
  );
}

/** What Argon2 hashes: the canonical words joined by one space, NFC, UTF-8 [C2]. */
export function canonicalPhrase(words: readonly string[]): Bytes {
  return utf8(words.join(' ').normalize('NFC'));
}

/** The four words that both sides may compare [K6]. @param bits 5 bytes */
export function wordsFromBits(list: readonly string[], bits: Uint8Array): string[] {
  if (bits.length !== 5) throw new CryptoError('weak-input', 'five bytes for a phrase');
  let value = 0n;
  for (const byte of bits) value = (value << 8n) | BigInt(byte);
  return [30n, 20n, 10n, 0n].map((shift) => wordAt(list, Number((value >> shift) & 1023n)));
}

function wordAt(list: readonly string[], bits: number): string {
  const word = list.length === 1024 ? list[bits & 1023] : undefined;
  if (word === undefined) throw new CryptoError('weak-input', 'a list of 1,024 words');
  return word;
}

type FoldedList = { folds: readonly string[]; byFold: ReadonlyMap<string, string> };
const foldedLists = /* @__PURE__ */ new WeakMap<readonly string[], FoldedList>();

function foldedList(list: readonly string[]): FoldedList {
  const known = foldedLists.get(list);
  if (known !== undefined) return known;
  const folds = list.map(foldWord);
  const byFold = new Map(list.map((word, at) => [folds[at] ?? '', word]));
  const folded = { folds, byFold };
  foldedLists.set(list, folded);
  return folded;
}

/** Whether adding, dropping or changing one letter, or swapping two neighbours, makes the two equal. */
function withinOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  const restA = a.slice(start);
  const restB = b.slice(start);
  if (restA.length > restB.length) return restA.slice(1) === restB;
  if (restA.length < restB.length) return restB.slice(1) === restA;
  if (restA.slice(1) === restB.slice(1)) return true;
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}
