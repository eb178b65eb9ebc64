// How the code screen handles words, pasted messages and refusals, before and after the room is known.
import { describe, expect, it } from 'vitest';
import { loadWordList } from '#lib/crypto/room/code-words.ts';
import { judgeRefusal } from '#lib/guest/core/door-problem.ts';
import { countShift, noShift } from '#lib/guest/exit/exit-keys.ts';
import { hasPieceOfLink, looksLikeMessage } from '#lib/guest/core/message-shape.ts';
import { checkWords, suggestionsFor, withSuggestion } from '#lib/guest/entry/word-suggestions.ts';
import { wordListOfLink } from '#lib/guest/entry/word-help.ts';
import { LANGUAGES, type Language } from '#lib/protocol/languages.ts';
import { formatRoomToken } from '#lib/crypto/room/room-token.ts';

const list = await loadWordList('nb');
const [one = '', two = '', three = ''] = [list[10], list[500], list[900]];

describe('[C2] words as they are typed', () => {
  it('takes them in any case, with any blanks between', () => {
    const typed = `  ${one.toUpperCase()} - ${two},${three}\n`;
    expect(checkWords(list, typed)).toEqual({ type: 'words', words: [one, two, three] });
  });

  it('names the word that is none, so that no attempt is lost [J4]', () => {
    expect(checkWords(list, `${one} xyzzy ${three}`)).toEqual({ type: 'unknown', word: 'xyzzy' });
  });

  it('says how many there are when there are too few or too many', () => {
    expect(checkWords(list, '')).toEqual({ type: 'none' });
    expect(checkWords(list, `${one} ${two}`)).toEqual({ type: 'how-many', n: 2 });
    expect(checkWords(list, `${one} ${two} ${three} ${one}`)).toEqual({ type: 'how-many', n: 4 });
  });

  it('suggests from the second letter of the last word, and not once it is whole', () => {
    expect(suggestionsFor(list, `${one} ${two.charAt(0)}`)).toEqual([]);
    expect(suggestionsFor(list, `${one} ${two.slice(0, 3)}`)).toContain(two);
    expect(suggestionsFor(list, `${one} `)).toEqual([]);
  });

  it('puts a suggestion in the place of what was begun', () => {
    expect(withSuggestion(`${one} ${two.slice(0, 2)}`, two)).toBe(`${one} ${two} `);
    expect(withSuggestion(`${one} ${two} ${three.slice(0, 2)}`, three)).toBe(
      `${one} ${two} ${three}`
    );
  });
});

describe('[L5] what was pasted', () => {
  it('is told from words', () => {
    expect(looksLikeMessage(`${one} ${two} ${three}`)).toBe(false);
    expect(looksLikeMessage('https://chat.example/r#-AQB')).toBe(true);
    expect(looksLikeMessage('hei '.repeat(20))).toBe(true);
  });

  it('is told cut off from no invitation at all', () => {
    expect(hasPieceOfLink(`${one} ${two} ${three}`)).toBe(false);
    for (const piece of ['#', 'http://', 'chat.example/r', 'AQAAbnRwMQABAgMEBQYHCAkK'])
      expect(hasPieceOfLink(piece)).toBe(true);
  });

  it('[L3] the language of the words stands in the token’s first letters', () => {
    const token = (wordList: Language): string =>
      formatRoomToken({
        wordList,
        serviceId: new Uint8Array([0xff, 1, 2, 3]),
        linkSecret: new Uint8Array(32).fill(0xff),
        faceHash: new Uint8Array(16)
      });
    expect(LANGUAGES.map((one) => wordListOfLink(`#-${token(one)}`))).toEqual(['nb', 'en', 'fi']);
    expect(wordListOfLink('#-BQB')).toBeNull();
    expect(wordListOfLink('')).toBeNull();
  });
});

describe('[J4] refusals', () => {
  const refusal = (code: Parameters<typeof judgeRefusal>[0]['code'], left: number | null = null) =>
    judgeRefusal({ code, left, retryAtMs: 5 });

  it('says how many tries are left, and that the last one was the last', () => {
    expect(refusal('wrong-code', 3)).toEqual({ problem: { type: 'wrong', left: 3, retryAtMs: 5 } });
    expect(refusal('wrong-code', 0)).toEqual({ problem: { type: 'locked' } });
  });

  it('gives every end its own screen', () => {
    expect(refusal('gone')).toEqual({ closed: 'gone' });
    expect(refusal('ended')).toEqual({ closed: 'ended' });
    expect(refusal('epoch-refused')).toEqual({ closed: 'refused' });
    expect(refusal('unsupported-version')).toEqual({ closed: 'outdated' });
  });

  it('takes what it does not know for a busy room', () => {
    expect(refusal('too-many')).toEqual({ problem: { type: 'busy' } });
  });
});

describe('[E1] Shift three times', () => {
  const press = (key: string, repeat = false, code = `${key}Left`, isComposing = false) => ({
    key,
    repeat,
    code,
    isComposing
  });
  const thrice = (key: ReturnType<typeof press>, onScreen = false): boolean =>
    [0, 300, 600].reduce((count, at) => countShift(count, key, at, onScreen), noShift).exit;

  it('is Exit when it is quick', () => {
    const after = [0, 300, 600].reduce(
      (count, at) => countShift(count, press('Shift'), at),
      noShift
    );
    expect(after.exit).toBe(true);
  });

  it('is none on a keyboard on the screen: it names no key, composes, or is open', () => {
    expect(thrice(press('Shift'))).toBe(true);
    expect(thrice(press('Shift', false, 'ShiftRight'))).toBe(true);
    expect(thrice(press('Shift', false, ''))).toBe(false);
    expect(thrice(press('Shift', false, 'Unidentified'))).toBe(false);
    expect(thrice(press('Shift', false, 'ShiftLeft', true))).toBe(false);
    expect(thrice(press('Unidentified', false, 'ShiftLeft'))).toBe(false);
    expect(thrice(press('Shift'), true)).toBe(false);
  });

  it('is none when something is written in between, when it is slow, or when the key is held', () => {
    let count = countShift(noShift, press('Shift'), 0);
    count = countShift(count, press('A'), 100);
    count = countShift(count, press('Shift'), 200);
    expect(countShift(count, press('Shift'), 300).exit).toBe(false);
    const slow = [0, 1_000, 2_000].reduce((c, at) => countShift(c, press('Shift'), at), noShift);
    expect(slow.exit).toBe(false);
    const held = [0, 30, 60].reduce((c, at) => countShift(c, press('Shift', at > 0), at), noShift);
    expect(held.exit).toBe(false);
  });
});
