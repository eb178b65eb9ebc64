// Checks the three lists against C1. Fix a failing list in its file, not here.

import { describe, expect, it } from 'vitest';
import { foldWord, loadWordList } from '#lib/crypto/room/code-words.ts';
import { LANGUAGES, type Language } from '#lib/protocol/languages.ts';

const ALLOWED: Record<Language, RegExp> = {
  nb: /^[a-zæøå]+$/u,
  en: /^[a-z]+$/u,
  fi: /^[a-zåäö]+$/u
};

/** Whether adding, dropping or changing one letter makes them equal. */
function nearerThanTwo(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replace));
    }
    row = next;
  }
  return (row[b.length] ?? 0) < 2;
}

describe.each(LANGUAGES)('word list %s', (id) => {
  it('[C1] has 1,024 different words: ten bits each', async () => {
    const words = await loadWordList(id);
    expect(words).toHaveLength(1024);
    expect(new Set(words).size).toBe(1024);
  });

  it('[C1] has only letters that a keyboard of the language has, in NFC and lower case', async () => {
    for (const word of await loadWordList(id)) {
      expect(word).toMatch(ALLOWED[id]);
      expect(word).toBe(word.normalize('NFC'));
      expect(word.length).toBeGreaterThanOrEqual(3);
      expect(word.length).toBeLessThanOrEqual(10);
    }
  });

  it('[C1] tells words apart by the first four letters after folding', async () => {
    const starts = (await loadWordList(id)).map((word) => foldWord(word).slice(0, 4));
    const twice = starts.filter((start, at) => starts.indexOf(start) !== at);
    expect(twice).toEqual([]);
  });

  it('[C1] keeps any two folded words at least two slips apart', async () => {
    const folds = (await loadWordList(id)).map(foldWord);
    const near: string[] = [];
    folds.forEach((a, i) => {
      for (const b of folds.slice(i + 1)) if (nearerThanTwo(a, b)) near.push(`${a} ${b}`);
    });
    expect(near).toEqual([]);
  });

  it('[C2] is sorted by fold', async () => {
    const folds = (await loadWordList(id)).map(foldWord);
    expect(folds).toEqual([...folds].sort());
  });
});
