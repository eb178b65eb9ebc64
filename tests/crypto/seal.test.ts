// Known answers, refusals and properties of the one sealing construction.

import { createHash, randomBytes } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importSealKey, open, seal, sealedLength } from '#lib/crypto/primitives/seal.ts';
import { INVALID, KEY, VALID } from './cobblestone-vectors.ts';
import { cobblestone, hex } from './reference.ts';
import { counted, flipped, hexOf, refused } from './support.ts';

const key = () => importSealKey(counted(32, 1));
const context = counted(10, 200);
const salt = counted(24, 50);
const none = new Uint8Array(0);
const CHUNK = 16_400;

describe('known answers of C2SP chunked-encryption', () => {
  it.each(VALID)('[S1] opens Wycheproof case $id: $situation', async (vector) => {
    const plaintext = await open(
      await importSealKey(hex(KEY)),
      none,
      inflateSync(hex(vector.packed))
    );
    expect(plaintext.length).toBe(vector.length);
    expect(createHash('sha512').update(plaintext).digest('hex')).toBe(vector.sha512);
  });

  it.each(VALID)('[S1] seals Wycheproof case $id to the same bytes', async (vector) => {
    const sealed = inflateSync(hex(vector.packed));
    const sealKey = await importSealKey(hex(KEY));
    const plaintext = await open(sealKey, none, sealed);
    expect(hexOf(await seal(sealKey, none, plaintext, sealed.subarray(0, 24)))).toBe(hexOf(sealed));
  });

  it.each(INVALID)('[S1] refuses Wycheproof case $id: $situation', async (vector) => {
    const rawKey = 'key' in vector ? vector.key : KEY;
    const wrongContext = 'context' in vector ? hex(vector.context) : none;
    await refused(vector.code, async () =>
      open(await importSealKey(hex(rawKey)), wrongContext, inflateSync(hex(vector.packed)))
    );
  });
});

describe('against a second implementation', () => {
  it('[S1] gives the same bytes at every chunk border', async () => {
    for (const length of [0, 1, 16_383, 16_384, 16_385, 32_767, 32_768, 32_769, 5 * 16_384 + 7]) {
      const plaintext = new Uint8Array(randomBytes(length));
      const sealed = await seal(await key(), context, plaintext, salt);
      expect(sealed.length).toBe(sealedLength(length));
      expect(cobblestone(counted(32, 1), context, plaintext, salt).equals(sealed)).toBe(true);
    }
  });

  it('[S1] gives the same bytes past 256 chunks, where the counter takes a second byte', async () => {
    const plaintext = new Uint8Array(randomBytes(257 * 16_384 + 3));
    const sealed = await seal(await key(), none, plaintext, salt);
    expect(cobblestone(counted(32, 1), none, plaintext, salt).equals(sealed)).toBe(true);
    expect(Buffer.from(await open(await key(), none, sealed)).equals(plaintext)).toBe(true);
  });
});

describe('round trips', () => {
  it('[S1] opens what it sealed, for any content, context and salt', async () => {
    const bytes = (max: number) => fc.uint8Array({ maxLength: max });
    const exactly = (n: number) => fc.uint8Array({ minLength: n, maxLength: n });
    await fc.assert(
      fc.asyncProperty(
        exactly(32),
        bytes(100),
        bytes(40_000),
        exactly(24),
        async (raw, around, plaintext, random) => {
          const sealKey = await importSealKey(raw);
          const opened = await open(
            sealKey,
            around,
            await seal(sealKey, around, plaintext, random)
          );
          expect(Buffer.from(opened).equals(plaintext)).toBe(true);
        }
      ),
      { numRuns: 60 }
    );
  });

  it('[S1] takes plain views into larger memory', async () => {
    const memory = counted(300);
    const view = memory.subarray(17, 217);
    const sealed = await seal(await key(), context, view, salt);
    const around = new Uint8Array(sealed.length + 9);
    around.set(sealed, 5);
    const opened = await open(await key(), context, around.subarray(5, 5 + sealed.length));
    expect(hexOf(opened)).toBe(hexOf(view));
  });
});

describe('refusals', () => {
  const threeChunks = () =>
    key().then((sealKey) => seal(sealKey, context, counted(2 * 16_384 + 100), salt));

  it('[S1] refuses a flipped bit in the salt or the commitment before opening anything', async () => {
    const sealed = await threeChunks();
    for (const at of [0, 23, 24, 55]) {
      await refused('commitment-mismatch', async () =>
        open(await key(), context, flipped(sealed, at))
      );
    }
  });

  it('[S1] refuses a flipped bit in any chunk, body or tag', async () => {
    const sealed = await threeChunks();
    const places = [
      56,
      56 + CHUNK - 1,
      56 + CHUNK,
      56 + 2 * CHUNK - 16,
      56 + 2 * CHUNK,
      sealed.length - 1
    ];
    for (const at of places) {
      for (const mask of [1, 128]) {
        await refused('authentication-failed', async () =>
          open(await key(), context, flipped(sealed, at, mask))
        );
      }
    }
  });

  it('[S1] refuses to open when cut at any chunk border', async () => {
    const sealed = await threeChunks();
    for (const end of [0, 24, 55, 56, 56 + 15, 56 + CHUNK, 56 + 2 * CHUNK, 56 + 2 * CHUNK + 15]) {
      await refused('truncated', async () => open(await key(), context, sealed.subarray(0, end)));
    }
    for (const end of [56 + 16, 56 + CHUNK - 1, 56 + CHUNK + 16, sealed.length - 1]) {
      await refused('authentication-failed', async () =>
        open(await key(), context, sealed.subarray(0, end))
      );
    }
  });

  it('[S1] refuses swapped, repeated and missing chunks', async () => {
    const sealed = await threeChunks();
    const head = sealed.subarray(0, 56);
    const [a, b, c] = [0, 1, 2].map((n) => sealed.subarray(56 + n * CHUNK, 56 + (n + 1) * CHUNK));
    for (const order of [
      [b, a, c],
      [a, a, c],
      [a, b, b, c],
      [a, c],
      [b, c]
    ]) {
      const forged = Buffer.concat([head, ...order.map((chunk) => chunk ?? none)]);
      await refused('authentication-failed', async () => open(await key(), context, forged));
    }
  });

  it('[S1] refuses bytes after the end', async () => {
    const sealed = await threeChunks();
    for (const extra of [1, 15, 16, 17, CHUNK]) {
      const longer = new Uint8Array(sealed.length + extra);
      longer.set(sealed);
      await expect(open(await key(), context, longer)).rejects.toThrow();
    }
  });

  it('[S1] refuses another context and another key by the commitment', async () => {
    const sealed = await threeChunks();
    await refused('commitment-mismatch', async () => open(await key(), counted(10, 201), sealed));
    await refused('commitment-mismatch', async () => open(await key(), none, sealed));
    await refused('commitment-mismatch', async () =>
      open(await importSealKey(counted(32, 2)), context, sealed)
    );
  });

  it('[S1] refuses a commitment carried over from another message of the same key', async () => {
    const one = await seal(await key(), context, counted(5), salt);
    const other = await seal(await key(), context, counted(5), counted(24, 51));
    const forged = new Uint8Array(one);
    forged.set(other.subarray(24, 56), 24);
    await refused('commitment-mismatch', async () => open(await key(), context, forged));
  });

  it('[S1] refuses keys and salts of another length', async () => {
    for (const length of [0, 16, 31, 33, 64]) {
      await refused('weak-input', () => importSealKey(new Uint8Array(length)));
    }
    for (const length of [0, 12, 23, 25]) {
      await refused('weak-input', async () =>
        seal(await key(), none, none, new Uint8Array(length))
      );
    }
  });

  it('[K6] keeps the key where it cannot be read back', async () => {
    const sealKey = await key();
    expect(sealKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', sealKey)).rejects.toThrow();
  });
});
