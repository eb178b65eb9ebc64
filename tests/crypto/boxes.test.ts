// Boxes that wait on the server [S4, D3]: they open for one purpose, object and key only.

import { describe, expect, it } from 'vitest';
import {
  boxKeyVersion,
  type BoxPurpose,
  makeBoxKeyPair,
  openBox,
  sealBox
} from '#lib/crypto/primitives/box.ts';
import {
  decodeArchiveBox,
  decodeDeskBox,
  encodeArchiveBox,
  encodeDeskBox
} from '#lib/crypto/room/room-boxes.ts';
import { counted, flipped, hexOf, refused } from './support.ts';

const holder = await makeBoxKeyPair(counted(32, 1));
const other = await makeBoxKeyPair(counted(32, 2));
const binding = {
  purpose: 'desk' as BoxPurpose,
  serviceId: counted(4, 1),
  objectId: counted(16, 2),
  keyVersion: 7
};
const make = (plaintext = counted(40)) =>
  sealBox({ ...binding, publicKey: holder.publicKey, plaintext });

describe('box', () => {
  it.each(['desk', 'archive', 'role-desk', 'role-archive'] as const)(
    '[S4] opens for the holder of its key: %s',
    async (purpose) => {
      const plaintext = counted(100);
      const own = { ...binding, purpose };
      const box = await sealBox({ ...own, publicKey: holder.publicKey, plaintext });
      expect(box).toHaveLength(5 + 1120 + 100 + 16);
      expect(boxKeyVersion(box)).toBe(7);
      expect(hexOf(await openBox({ ...own, seed: holder.seed, box }))).toBe(hexOf(plaintext));
    }
  );

  it('[S4] is another one every time', async () => {
    expect(hexOf(await make())).not.toBe(hexOf(await make()));
  });

  it.each([
    ['another purpose', { purpose: 'archive' as BoxPurpose }],
    ['another service', { serviceId: counted(4, 9) }],
    ['another object', { objectId: counted(16, 9) }],
    ['another key', { seed: other.seed }]
  ])('[S4] does not open for %s', async (_, wrong) => {
    const box = await make();
    await refused('authentication-failed', () =>
      openBox({ ...binding, seed: holder.seed, ...wrong, box })
    );
  });

  it('[S4] does not open under another key version, whether asked for or written in', async () => {
    const box = await make();
    const open = (keyVersion: number, bytes: Uint8Array) => () =>
      openBox({ ...binding, keyVersion, seed: holder.seed, box: bytes });
    await refused('malformed', open(8, box));
    const relabelled = new Uint8Array(box);
    relabelled[4] = 8;
    await refused('authentication-failed', open(8, relabelled));
  });

  it('[S4] refuses what was cut or altered, and a later version', async () => {
    const box = await make();
    const open = (bytes: Uint8Array) => () =>
      openBox({ ...binding, seed: holder.seed, box: bytes });
    for (const at of [5, 600, 1124, 1125, box.length - 1]) {
      await refused('authentication-failed', open(flipped(box, at)));
    }
    for (const length of [0, 4, 5, 1125, 1140])
      await refused('truncated', open(box.subarray(0, length)));
    await refused('authentication-failed', open(box.subarray(0, box.length - 1)));
    await refused('unsupported-version', open(flipped(box, 0, 3)));
  });

  it('[X1] refuses bindings and keys of another length', async () => {
    const plaintext = counted(1);
    const { publicKey } = holder;
    await refused('malformed', () => sealBox({ ...binding, publicKey: counted(1215), plaintext }));
    await refused('malformed', () =>
      sealBox({ ...binding, serviceId: counted(5), publicKey, plaintext })
    );
    await refused('malformed', () =>
      sealBox({ ...binding, objectId: counted(15), publicKey, plaintext })
    );
    await refused('weak-input', async () =>
      openBox({ ...binding, seed: counted(31), box: await make() })
    );
  });
});

describe('what stands inside', () => {
  const desk = {
    skR: counted(32, 1),
    s: counted(32, 2),
    psk: counted(32, 3),
    words: ['blåbær', 'sol', 'ørret'],
    logKey: counted(32, 4),
    faceHash: counted(32, 6)
  };
  const { skR, psk, logKey, faceHash } = desk;
  const archive = { skR, psk, roomId: counted(16, 5), logKey, faceHash };

  it('[D3] comes back, and the length says nothing of the words', () => {
    expect(decodeDeskBox(encodeDeskBox(desk))).toEqual(desk);
    expect(decodeArchiveBox(encodeArchiveBox(archive))).toEqual(archive);
    expect(encodeDeskBox(desk)).toHaveLength(258);
    expect(encodeDeskBox({ ...desk, words: ['a', 'b', 'c'] })).toHaveLength(258);
    expect(encodeArchiveBox(archive)).toHaveLength(145);
  });

  it('[D3] refuses other lengths, later versions and words that run over', async () => {
    const bytes = encodeDeskBox(desk);
    await refused('malformed', () => decodeDeskBox(bytes.subarray(1)));
    await refused('malformed', () => decodeDeskBox(bytes.subarray(0, 257)));
    await refused('unsupported-version', () => decodeDeskBox(flipped(bytes, 0, 3)));
    await refused('malformed', () => decodeDeskBox(flipped(bytes, 257)));
    await refused('malformed', () => decodeDeskBox(new Uint8Array(bytes).fill(97, 161, 162)));
    await refused('malformed', () => encodeDeskBox({ ...desk, words: ['x'.repeat(97)] }));
    await refused('weak-input', () => encodeDeskBox({ ...desk, psk: counted(31) }));
    await refused('malformed', () => decodeArchiveBox(encodeArchiveBox(archive).subarray(0, 144)));
    await refused('unsupported-version', () =>
      decodeArchiveBox(flipped(encodeArchiveBox(archive), 0, 3))
    );
  });
});
