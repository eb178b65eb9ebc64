// What a young person reads is said in short sentences, in every language: no sentence has more than twenty
// words. Read from the folder, so that a new catalogue is measured too.
import { describe, expect, it } from 'vitest';
import { INVITATIONS } from '#lib/i18n/desk-invitations.ts';
import { LANGUAGES, type Language } from '#lib/protocol/languages.ts';
import { everyText } from './every-text.ts';

const MOST_WORDS = 20;
/** Not for young people, or no sentences. */
const OTHERS = /\/(?:desk|format)\.ts$/;

const catalogues = Object.entries(import.meta.glob('/src/lib/i18n/*/*.ts', { eager: true })).filter(
  ([file]) => !OTHERS.test(file)
);
const ofLanguage = (language: Language): [string, unknown][] => [
  ...catalogues.filter(([file]) => file.includes(`/${language}/`)),
  ['desk-invitations', INVITATIONS[language]]
];

/** A sentence ends with its mark, or with its line. */
const sentencesOf = (text: string): string[] => text.split(/(?<=[.?!…])\s+|\n/);
const wordsOf = (sentence: string): string[] =>
  sentence.split(/\s+/).filter((part) => /[\p{L}\p{N}]/u.test(part));

describe('sentences that a young person reads', () => {
  it('are counted as people count', () => {
    expect(sentencesOf('One two. Three: four?\nFive …')).toEqual([
      'One two.',
      'Three: four?',
      'Five …'
    ]);
    expect(wordsOf('One – two, (three) IP-address: 4')).toHaveLength(5);
  });

  it.each(LANGUAGES)('are read from every catalogue in %s', (language) => {
    const files = ofLanguage(language).map(([file]) => file.split('/').at(-1));
    expect(files).toEqual(
      expect.arrayContaining(['about.ts', 'door.ts', 'rare.ts', 'talk.ts', 'desk-invitations'])
    );
    expect(
      ofLanguage(language).flatMap(([, texts]) => everyText(texts, '')).length
    ).toBeGreaterThan(150);
  });

  it.each(LANGUAGES)('have at most twenty words in %s', (language) => {
    const tooLong = ofLanguage(language)
      .flatMap(([file, texts]) => everyText(texts, file))
      .flatMap(([path, text]) => sentencesOf(text).map((sentence) => [path, sentence] as const))
      .filter(([, sentence]) => wordsOf(sentence).length > MOST_WORDS)
      .map(([path, sentence]) => `${path}: ${sentence}`);
    expect([...new Set(tooLong)]).toEqual([]);
  });
});
