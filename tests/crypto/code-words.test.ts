import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalPhrase,
  foldWord,
  loadWordList,
  matchPhrase,
  matchWord,
  pickWords,
  splitTyped,
  suggestWords,
  wordsFromBits
} from '#lib/crypto/room/code-words.ts';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { wordListOfLink } from '#lib/crypto/room/room-token.ts';
import { LANGUAGE_TABLE, LANGUAGES } from '#lib/protocol/languages.ts';
import { counted, hexOf, refused } from './support.ts';

const IDS = LANGUAGES;

describe('folding', () => {
  it.each([
    ['Blåbær', 'blabar'],
    ['BLÅBÆR', 'blabar'],
    ['blaabaer', 'blabar'],
    ['bla\u030abær', 'blabar'],
    ['Ørret', 'orret'],
    ['oerret', 'orret'],
    ['yö', 'yo'],
    ['ﬁsk', 'fisk'],
    ['ÉCLAIR', 'eclair']
  ])('[C2] %s folds to %s', (typed, fold) => {
    expect(foldWord(typed)).toBe(fold);
  });

  it('[C2] treats spaces, hyphens, dots, bullets and line breaks alike', () => {
    for (const text of [
      'a b c',
      ' A-b–c ',
      'a. b. c.',
      '• a\n• b\n• c',
      '1) a 2) b 3) c',
      'a,b/c'
    ]) {
      expect(splitTyped(text).map(foldWord)).toEqual(['a', 'b', 'c']);
    }
  });

  it('[C2] drops letters that nobody can see', () => {
    expect(splitTyped('so\u200bl \ufeffbil')).toEqual(['sol', 'bil']);
  });
});

describe.each(IDS)('matching in %s', (id) => {
  it('[C2] finds every word however it is written', async () => {
    const list = await loadWordList(id);
    for (const word of list) {
      for (const typed of [word, word.toUpperCase(), word.normalize('NFD'), foldWord(word)]) {
        expect(matchWord(list, typed)).toBe(word);
      }
    }
  });

  it('[C2] forgives one slip after the fourth letter, and is never wrong', async () => {
    const list = await loadWordList(id);
    const letters = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz');
    fc.assert(
      fc.property(
        fc.constantFrom(...list),
        fc.nat(),
        letters,
        fc.constantFrom(0, 1, 2),
        (word, n, letter, kind) => {
          const fold = foldWord(word);
          if (fold.length < 6) return;
          const at = 4 + (n % (fold.length - 4));
          const slipped =
            fold.slice(0, at) +
            (kind === 0 ? letter : kind === 1 ? '' : letter + fold.charAt(at)) +
            fold.slice(at + 1);
          const found = matchWord(list, slipped);
          expect([word, null]).toContain(found);
        }
      ),
      { numRuns: 500 }
    );
  });

  it('[C2] matches nothing for what is far from every word', async () => {
    const list = await loadWordList(id);
    for (const typed of ['', 'x', 'qq', 'zzzzzz', 'qwertyuiop', '1234', '🙂']) {
      expect(matchWord(list, typed)).toBeNull();
    }
  });

  it('[C2] takes exactly three words, in the list’s own spelling', async () => {
    const list = await loadWordList(id);
    const words = pickWords(list, counted(6, 77));
    const typed = words.map((word) => word.toUpperCase()).join(' - ');
    expect(matchPhrase(list, `  ${typed}. `)).toEqual({ words });
    expect(matchPhrase(list, words.slice(1).join(' '))).toBeNull();
    expect(matchPhrase(list, [...words, words[0]].join(' '))).toBeNull();
    expect(matchPhrase(list, `${words.slice(1).join(' ')} qwertyuiop`)).toBeNull();
  });

  it('[C2] suggests from the second letter, at most three, all with that start', async () => {
    const list = await loadWordList(id);
    const word = list[300] ?? '';
    expect(suggestWords(list, word.slice(0, 1))).toEqual([]);
    const some = suggestWords(list, foldWord(word).slice(0, 2));
    expect(some.length).toBeGreaterThan(0);
    expect(some.length).toBeLessThanOrEqual(3);
    for (const each of some)
      expect(foldWord(each).startsWith(foldWord(word).slice(0, 2))).toBe(true);
    expect(suggestWords(list, foldWord(word).slice(0, 4), 5)).toEqual([word]);
  });
});

describe('choosing', () => {
  it('[C1] takes ten bits for each word, without bias', async () => {
    const list = await loadWordList('nb');
    expect(pickWords(list, Uint8Array.of(0, 0, 3, 255, 255, 255))).toEqual([
      list[0],
      list[1023],
      list[1023]
    ]);
    expect(pickWords(list, Uint8Array.of(4, 1, 0, 2, 0, 3))).toEqual([list[1], list[2], list[3]]);
    await refused('weak-input', () => pickWords(list, counted(5)));
    await refused('weak-input', () => pickWords(list.slice(1), counted(6)));
  });

  it('[K6] reads a phrase of four words from forty bits', async () => {
    const list = await loadWordList('en');
    const bits = Uint8Array.of(0b00000000, 0b01_000000, 0b0010_1111, 0b111111_00, 0b00000011);
    expect(wordsFromBits(list, bits)).toEqual([list[1], list[2], list[1023], list[3]]);
    await refused('weak-input', () => wordsFromBits(list, counted(4)));
  });

  it('[C2] hashes the words joined by one space, NFC, UTF-8', () => {
    expect(hexOf(canonicalPhrase(['bla\u030a', 'sol', 'bær']))).toBe(
      Buffer.from('bl\u00e5 sol b\u00e6r', 'utf8').toString('hex')
    );
  });

  it('[L3] numbers the lists as the token does', () => {
    const tokenOf = (number: number) => toBase64url(Uint8Array.of(1, number, 0xff));
    for (const id of IDS) expect(wordListOfLink(tokenOf(LANGUAGE_TABLE[id].wordList))).toBe(id);
    expect(wordListOfLink(tokenOf(3))).toBeNull();
  });
});
