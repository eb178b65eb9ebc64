import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  concatBytes,
  equalBytes,
  fromBase64url,
  fromHex,
  fromUtf8,
  readU32be,
  toBase64url,
  toHex,
  u32be,
  u64be,
  utf8
} from '#lib/crypto/primitives/bytes.ts';
import { counted, hexOf, refused } from './support.ts';

describe('base64url', () => {
  it('[L3] is what everybody else writes, and comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = toBase64url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(hexOf(fromBase64url(text))).toBe(hexOf(bytes));
      })
    );
  });

  it.each(['A', 'AAAAA', 'AA==', 'AA=', 'A+', 'A/', 'A A', 'AÅ', 'AB', 'AAB', '\u{1F600}'])(
    '[X1] refuses %j, which nobody writes canonically',
    async (text) => {
      await refused('malformed', () => fromBase64url(text));
    }
  );
});

describe('other forms', () => {
  it('[X1] hex is lower case and whole', async () => {
    expect(toHex(counted(3, 254))).toBe('feff00');
    expect(hexOf(fromHex('feff00'))).toBe('feff00');
    for (const text of ['f', 'FE', 'zz', '0x00']) await refused('malformed', () => fromHex(text));
  });

  it('[X1] UTF-8 is strict and keeps a byte order mark', async () => {
    expect(fromUtf8(utf8('blåbær \u{1F33C}'))).toBe('blåbær \u{1F33C}');
    expect(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 65))).toBe('\ufeffA');
    await refused('malformed', () => fromUtf8(Uint8Array.of(0xc3)));
    await refused('malformed', () => fromUtf8(Uint8Array.of(0xed, 0xa0, 0x80)));
  });

  it('[O2] numbers are big-endian and stay within their size', async () => {
    expect(toHex(u32be(0x01020304))).toBe('01020304');
    expect(toHex(u64be(0x01_02030405))).toBe('0000000102030405');
    expect(readU32be(Uint8Array.of(9, 255, 0, 0, 1), 1)).toBe(0xff000001);
    for (const n of [-1, 1.5, 2 ** 32, NaN]) await refused('malformed', () => u32be(n));
    for (const n of [-1, 0.1, 2 ** 53, Infinity]) await refused('malformed', () => u64be(n));
    await refused('truncated', () => readU32be(counted(4), 1));
  });

  it('[K4] compares by content and joins by copying', () => {
    expect(equalBytes(counted(5), counted(5))).toBe(true);
    expect(equalBytes(counted(5), counted(5, 1))).toBe(false);
    expect(equalBytes(counted(5), counted(6))).toBe(false);
    const part = counted(2);
    const joined = concatBytes(part, new Uint8Array(0), counted(1, 9));
    part[0] = 77;
    expect(toHex(joined)).toBe('000109');
  });
});
