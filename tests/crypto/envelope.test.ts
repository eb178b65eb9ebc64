// Envelopes, chain, files and resume boxes [S2, S3, O1, O2, K7, P1].

import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainNext, chainStart, ROOM_LOG_EPOCH } from '#lib/crypto/room/chain.ts';
import {
  decodeHeader,
  Direction,
  encodeHeader,
  ENVELOPE_SIZES,
  type EnvelopeHeader,
  envelopeHash,
  HEADER_BYTES,
  openEnvelope,
  sealEnvelope
} from '#lib/crypto/room/envelope.ts';
import { openFile, sealFile } from '#lib/crypto/files/file-seal.ts';
import { MAX_CONTENT_BYTES, PADDED_SIZES } from '#lib/crypto/primitives/padding.ts';
import { openResumeBox, sealResumeBox } from '#lib/crypto/room/resume-box.ts';
import { importSealKey, sealedLength } from '#lib/crypto/primitives/seal.ts';
import { counted, flipped, hexOf, refused } from './support.ts';

const header: EnvelopeHeader = {
  roomId: counted(16, 1),
  epochId: counted(16, 2),
  direction: Direction.guest,
  sender: counted(16, 3),
  sequence: 0xfffffffe,
  lastSeenHead: counted(32, 4)
};
const key = await importSealKey(counted(32, 5));
const salt = counted(24, 6);

describe('header', () => {
  it('[S2] comes back, for any values', () => {
    const bytes = (n: number) => fc.uint8Array({ minLength: n, maxLength: n });
    fc.assert(
      fc.property(
        bytes(16),
        bytes(16),
        fc.constantFrom(1, 2, 3, 4),
        bytes(16),
        fc.nat({ max: 0xffffffff }),
        bytes(32),
        (roomId, epochId, direction, sender, sequence, lastSeenHead) => {
          fc.pre(epochId.some((byte) => byte !== 0));
          const made = { roomId, epochId, direction, sender, sequence, lastSeenHead };
          const encoded = encodeHeader(made as EnvelopeHeader);
          expect(encoded).toHaveLength(HEADER_BYTES);
          expect(decodeHeader(encoded)).toEqual(made);
        }
      )
    );
  });

  it('[S2] the room log has no epoch, and everything else has one', async () => {
    const log = { ...header, direction: Direction.roomLog, epochId: ROOM_LOG_EPOCH };
    expect(decodeHeader(encodeHeader(log))).toEqual({ ...log, epochId: new Uint8Array(16) });
    await refused('malformed', () => encodeHeader({ ...log, epochId: counted(16) }));
    await refused('malformed', () => encodeHeader({ ...header, epochId: ROOM_LOG_EPOCH }));
    const zeroed = new Uint8Array(encodeHeader(header)).fill(0, 17, 33);
    await refused('malformed', () => decodeHeader(zeroed));
  });

  it('[X1] refuses another suite, an unknown direction and half a header', async () => {
    const encoded = encodeHeader(header);
    await refused('unsupported-version', () => decodeHeader(flipped(encoded, 0, 3)));
    await refused('malformed', () => decodeHeader(new Uint8Array(encoded).fill(5, 33, 34)));
    for (const length of [0, 1, 85]) {
      await refused('malformed', () => decodeHeader(encoded.subarray(0, length)));
    }
    await refused('malformed', () => encodeHeader({ ...header, sequence: 2 ** 32 }));
    await refused('malformed', () => encodeHeader({ ...header, sender: counted(15) }));
  });
});

describe('envelope', () => {
  it('[S3] has one of five lengths, and opens to what was put in', async () => {
    expect(ENVELOPE_SIZES).toEqual(PADDED_SIZES.map((size) => HEADER_BYTES + sealedLength(size)));
    for (const length of [0, 1, 252, 253, 1021, 4093, 15 * 1024, MAX_CONTENT_BYTES]) {
      const content = counted(length);
      const envelope = await sealEnvelope(key, header, content, salt);
      expect(ENVELOPE_SIZES).toContain(envelope.length);
      const opened = await openEnvelope(key, envelope);
      expect(opened.header).toEqual(header);
      expect(hexOf(opened.content)).toBe(hexOf(content));
    }
    await refused('malformed', () =>
      sealEnvelope(key, header, new Uint8Array(MAX_CONTENT_BYTES + 1), salt)
    );
  });

  it('[S2] does not open when any field of its header was changed', async () => {
    const envelope = await sealEnvelope(key, header, counted(5), salt);
    for (const at of [1, 16, 17, 32, 34, 49, 50, 53, 54, 85]) {
      await refused('commitment-mismatch', () => openEnvelope(key, flipped(envelope, at)));
    }
    const turned = new Uint8Array(envelope).fill(Direction.staffCopy, 33, 34);
    await refused('commitment-mismatch', () => openEnvelope(key, turned));
  });

  it('[S1] does not open when its body was changed, or with another key', async () => {
    const envelope = await sealEnvelope(key, header, counted(5), salt);
    await refused('commitment-mismatch', () => openEnvelope(key, flipped(envelope, 90)));
    await refused('authentication-failed', () => openEnvelope(key, flipped(envelope, 200)));
    const other = await importSealKey(counted(32, 6));
    await refused('commitment-mismatch', () => openEnvelope(other, envelope));
  });

  it('[S3] refuses any other length before opening', async () => {
    const envelope = await sealEnvelope(key, header, counted(5), salt);
    const longer = new Uint8Array(envelope.length + 1);
    longer.set(envelope);
    await refused('malformed', () => openEnvelope(key, longer));
    await refused('malformed', () => openEnvelope(key, envelope.subarray(0, envelope.length - 1)));
    await refused('malformed', () => openEnvelope(key, envelope.subarray(0, HEADER_BYTES)));
  });

  it('[O1] is named by its hash: the same bytes the same, others not', async () => {
    const one = await sealEnvelope(key, header, counted(5), salt);
    const two = await sealEnvelope(key, header, counted(5), counted(24, 7));
    expect(hexOf(envelopeHash(one))).toBe(hexOf(envelopeHash(new Uint8Array(one))));
    expect(hexOf(envelopeHash(one))).not.toBe(hexOf(envelopeHash(two)));
  });
});

describe('chain', () => {
  it('[O2] shows loss, replay, reordering and another time', () => {
    const start = chainStart(header.roomId, header.epochId);
    const [a, b] = [counted(32, 10), counted(32, 11)];
    const walk = (...steps: [Uint8Array, number][]) =>
      hexOf(steps.reduce((head, [hash, time]) => chainNext(head, hash, time), start));
    const heads = [
      walk([a, 1], [b, 2]),
      walk([b, 1], [a, 2]),
      walk([a, 1], [a, 1], [b, 2]),
      walk([a, 1]),
      walk([a, 1], [b, 3]),
      walk()
    ];
    expect(new Set(heads).size).toBe(heads.length);
    expect(walk([a, 1], [b, 2])).toBe(heads[0]);
  });

  it('[O2] is another one for every room, every epoch and the room log', () => {
    const rooms = [counted(16, 1), counted(16, 2)].flatMap((room) =>
      [counted(16, 3), ROOM_LOG_EPOCH].map((epoch) => hexOf(chainStart(room, epoch)))
    );
    expect(new Set(rooms).size).toBe(4);
  });

  it('[X1] refuses what does not fit', async () => {
    await refused('malformed', () => chainStart(counted(15), counted(16)));
    await refused('malformed', () => chainNext(counted(32), counted(31), 1));
    await refused('malformed', () => chainNext(counted(32), counted(32), 1.5));
    await refused('malformed', () => chainNext(counted(32), counted(32), -1));
  });
});

describe('file', () => {
  const binding = { fileKey: counted(32, 1), roomId: counted(16, 2), fileId: counted(16, 3) };

  it('[K7] comes back whole from several chunks', async () => {
    const content = new Uint8Array(randomBytes(3 * 16_384 + 11));
    const sealed = await sealFile(binding, content, salt);
    expect(Buffer.from(await openFile(binding, sealed)).equals(content)).toBe(true);
  });

  it('[K7] does not open as another file, in another room or under another key', async () => {
    const sealed = await sealFile(binding, counted(1000), salt);
    for (const other of [
      { fileId: counted(16, 4) },
      { roomId: counted(16, 4) },
      { fileKey: counted(32, 4) }
    ]) {
      await refused('commitment-mismatch', () => openFile({ ...binding, ...other }, sealed));
    }
    await refused('truncated', () => openFile(binding, sealed.subarray(0, 56)));
  });
});

describe('resume box', () => {
  const [u, roomId, epochId] = [counted(32, 1), counted(16, 2), counted(16, 3)];

  it('[P1] opens with its own share, room and epoch only', async () => {
    const content = counted(5000);
    const box = await sealResumeBox(u, roomId, epochId, content, salt);
    expect(hexOf(await openResumeBox(u, roomId, epochId, box))).toBe(hexOf(content));
    await refused('commitment-mismatch', () => openResumeBox(counted(32, 2), roomId, epochId, box));
    await refused('commitment-mismatch', () => openResumeBox(u, counted(16, 9), epochId, box));
    await refused('commitment-mismatch', () => openResumeBox(u, roomId, counted(16, 9), box));
  });

  it('[P1] refuses a cut, altered, empty or later box', async () => {
    const box = await sealResumeBox(u, roomId, epochId, counted(10), salt);
    const opening = (bytes: Uint8Array) => () => openResumeBox(u, roomId, epochId, bytes);
    await refused('truncated', opening(new Uint8Array(0)));
    await refused('truncated', opening(box.subarray(0, 50)));
    await refused('unsupported-version', opening(flipped(box, 0, 3)));
    await refused('authentication-failed', opening(flipped(box, box.length - 1)));
    await refused('authentication-failed', opening(box.subarray(0, box.length - 1)));
  });
});
