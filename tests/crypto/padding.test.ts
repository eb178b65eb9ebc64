import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_CONTENT_BYTES,
  pad,
  PADDED_SIZES,
  paddedFileLength,
  padFile,
  unpad,
  unpadFile
} from '#lib/crypto/primitives/padding.ts';
import { padded } from './reference.ts';
import { counted, flipped, hexOf, refused } from './support.ts';

describe('messages', () => {
  it('[S3] takes the next of five lengths', () => {
    for (const [content, total] of [
      [0, 256],
      [252, 256],
      [253, 1024],
      [1020, 1024],
      [1021, 4096],
      [4092, 4096],
      [4093, 16_380],
      [15 * 1024, 16_380],
      [16_376, 16_380],
      [16_377, 65_532],
      [MAX_CONTENT_BYTES, 65_532]
    ] as const) {
      const out = pad(counted(content));
      expect(out.length).toBe(total);
      expect(padded(counted(content), total).equals(out)).toBe(true);
      expect(hexOf(unpad(out))).toBe(hexOf(counted(content)));
    }
  });

  it('[S3] gives back any content', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (content) => {
        expect(hexOf(unpad(pad(content)))).toBe(hexOf(content));
      })
    );
  });

  it('[S3] refuses content over the limit', async () => {
    await refused('malformed', () => pad(new Uint8Array(MAX_CONTENT_BYTES + 1)));
  });

  it('[S3] refuses another total, a length that does not fit and padding that is not zero', async () => {
    const whole = pad(counted(100));
    for (const length of [0, 3, 255, 257, 1024]) {
      const other = new Uint8Array(length);
      other.set(whole.subarray(0, length));
      await refused('malformed', () => unpad(other));
    }
    for (const wrong of [253, 300, 2 ** 32 - 1]) {
      const forged = new Uint8Array(whole);
      new DataView(forged.buffer).setUint32(0, wrong);
      await refused('malformed', () => unpad(forged));
    }
    await refused('malformed', () => unpad(flipped(whole, 104)));
    await refused('malformed', () => unpad(flipped(whole, 255)));
  });

  it('[S3] refuses a short content under a long total, which nobody makes', async () => {
    const forged = new Uint8Array(1024);
    forged[3] = 5;
    await refused('malformed', () => unpad(forged));
    expect(PADDED_SIZES).toEqual([256, 1024, 4096, 16_380, 65_532]);
  });
});

describe('files by Padmé', () => {
  /** The paper's own formula: round up so that the low bits of the length are zero. */
  const padme = (length: number) => {
    const exponent = Math.floor(Math.log2(length));
    const bits = exponent - (Math.floor(Math.log2(exponent)) + 1);
    const mask = (1n << BigInt(bits)) - 1n;
    return Number((BigInt(length) + mask) & ~mask);
  };

  it('[S3] takes the length of the formula, 256 at least', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200_000_000 }), (content) => {
        const total = paddedFileLength(content);
        expect(total).toBe(Math.max(256, padme(content + 4)));
        if (content > 256) expect(total).toBeLessThanOrEqual((content + 4) * 1.12);
      }),
      { numRuns: 2000 }
    );
  });

  it('[S3] gives back any file, and refuses what it does not make', async () => {
    for (const length of [0, 1, 252, 253, 1000, 70_000]) {
      expect(hexOf(unpadFile(padFile(counted(length))))).toBe(hexOf(counted(length)));
    }
    const whole = padFile(counted(1000));
    await refused('malformed', () => unpadFile(whole.subarray(0, whole.length - 1)));
    await refused('malformed', () => unpadFile(flipped(whole, whole.length - 1)));
    await refused('malformed', () => unpadFile(new Uint8Array(3)));
  });
});
