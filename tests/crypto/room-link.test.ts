import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  faceHash,
  formatRoomLink,
  formatRoomToken,
  parseRoomLink,
  parseRoomToken
} from '#lib/crypto/room/room-link.ts';
import { LANGUAGE_TABLE, LANGUAGES, type Language } from '#lib/protocol/languages.ts';
import { TOKEN_BEGINNING, wordListOfLink } from '#lib/crypto/room/room-token.ts';
import { ascii, H } from './reference.ts';
import { counted, hexOf, refused } from './support.ts';

const token = {
  wordList: 'nb' as const,
  serviceId: counted(4, 10),
  linkSecret: counted(32, 100),
  faceHash: counted(16, 200)
};

const tokens = fc.record({
  wordList: fc.constantFrom(...LANGUAGES),
  serviceId: fc.uint8Array({ minLength: 4, maxLength: 4 }),
  linkSecret: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  faceHash: fc.uint8Array({ minLength: 16, maxLength: 16 })
});

describe('token', () => {
  it('[L3] is 54 bytes in 72 letters, laid out as written', () => {
    const text = formatRoomToken(token);
    expect(text).toHaveLength(72);
    expect(Buffer.from(text, 'base64url').toString('hex')).toBe(
      `0100${hexOf(token.serviceId)}${hexOf(token.linkSecret)}${hexOf(token.faceHash)}`
    );
  });

  it('[L3] comes back whole', () => {
    fc.assert(
      fc.property(tokens, (made) => {
        const same = { ...made };
        expect(parseRoomToken(formatRoomToken(same as typeof token))).toEqual(same);
      })
    );
  });

  it('[L3] is not a token when cut, longer, of another version or another list', async () => {
    const text = formatRoomToken(token);
    const other = (first: number, second: number) =>
      Buffer.concat([Buffer.of(first, second), Buffer.from(text, 'base64url').subarray(2)]);
    for (const wrong of [
      '',
      text.slice(1),
      text.slice(0, -1),
      `${text}A`,
      ` ${text}`,
      `${text.slice(0, 71)}=`,
      `${text.slice(0, 40)}+${text.slice(41)}`,
      other(2, 0).toString('base64url'),
      other(0, 0).toString('base64url'),
      other(1, 3).toString('base64url')
    ]) {
      expect(parseRoomToken(wrong)).toBeNull();
    }
    await refused('malformed', () => formatRoomToken({ ...token, wordList: 'xx' as Language }));
    await refused('malformed', () => formatRoomToken({ ...token, linkSecret: counted(31) }));
  });

  it('[L3] says the language of its words in its first letters, whatever was lost behind them', () => {
    fc.assert(
      fc.property(tokens, fc.integer({ min: 4, max: 72 }), (made, kept) => {
        const text = formatRoomToken(made as typeof token);
        expect(text.startsWith(TOKEN_BEGINNING)).toBe(true);
        for (const mark of ['#-', '#', '-', ''])
          expect(wordListOfLink(`${mark}${text.slice(0, kept)}`)).toBe(made.wordList);
      })
    );
    for (const other of ['', '#', '#-', '#-AQ', '#-BQAA', '#-AQMA', '#-AQ-A', '#-ARAA', '#-A+AA'])
      expect(wordListOfLink(other)).toBeNull();
  });

  it('[L3] has a number for every list, each its own and below 16', () => {
    const numbers = LANGUAGES.map((one) => LANGUAGE_TABLE[one].wordList);
    expect(new Set(numbers).size).toBe(LANGUAGES.length);
    for (const number of numbers) expect(number).toBeLessThan(16);
  });

  it('[L3] binds the face by a labelled hash', () => {
    const face = Buffer.from('{"v":1}');
    expect(hexOf(faceHash(face))).toBe(H(ascii('tr1/face'), face).toString('hex').slice(0, 32));
    expect(hexOf(faceHash(face))).not.toBe(hexOf(faceHash(Buffer.from('{"v":2}'))));
  });
});

describe('link', () => {
  it('[L3] puts a hyphen before the token, in the fragment', () => {
    const text = formatRoomToken(token);
    expect(formatRoomLink('https://chat.example', token)).toBe(`https://chat.example/r#-${text}`);
  });

  it('[L5] is read from the whole address or the fragment, with or without the hyphen', () => {
    const text = formatRoomToken(token);
    for (const given of [
      `https://chat.example/r#-${text}`,
      `https://chat.example/r#${text}`,
      `  chat.example/r#-${text}\n`,
      `#-${text}`,
      `#${text}`,
      `-${text}`,
      text
    ]) {
      expect(parseRoomLink(given)).toEqual(token);
    }
  });

  it('[L5] is nothing without a whole token', () => {
    const text = formatRoomToken(token);
    for (const given of [
      '',
      '#',
      '#-',
      `#-${text.slice(0, 60)}`,
      'https://chat.example/r',
      `?${text}`
    ]) {
      expect(parseRoomLink(given)).toBeNull();
    }
  });

  it('[L5] a token may itself begin or end with a hyphen after decoding', () => {
    fc.assert(
      fc.property(tokens, (made) => {
        const link = formatRoomLink('https://x.example', made as typeof token);
        expect(parseRoomLink(link)).toEqual(made);
      })
    );
  });
});
