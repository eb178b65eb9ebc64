// The handshake and what is signed around it [K5, J3, J6, J8]: both sides agree, or they do not.

import { describe, expect, it } from 'vitest';
import {
  DEVICE_KEY_ALGORITHM,
  exportDeviceKey,
  signWithDevice,
  verifyDeviceSignature
} from '#lib/crypto/room/device-key.ts';
import * as handshake from '#lib/crypto/room/handshake.ts';
import {
  deriveEpochKeys,
  derivePsk,
  deriveRoomId,
  joinVerifier,
  leaveTokenHash,
  resumeKey
} from '#lib/crypto/room/key-schedule.ts';
import { counted, flipped, hexOf, refused } from './support.ts';

const room = await handshake.makeRoomKeyPair(counted(32, 9));
const binding = {
  psk: counted(32, 1),
  roomId: counted(16, 2),
  faceHash: counted(32, 3),
  deviceKey: counted(65, 4)
};

describe('epoch', () => {
  it('[K5] gives both sides the same root and confirm key, anew every time', async () => {
    const one = await handshake.beginEpoch({ ...binding, publicKey: room.publicKey });
    const two = await handshake.beginEpoch({ ...binding, publicKey: room.publicKey });
    expect(one.enc).toHaveLength(1120);
    expect(hexOf(one.root)).not.toBe(hexOf(two.root));
    expect(hexOf(one.root)).not.toBe(hexOf(one.confirmKey));
    const staff = await handshake.acceptEpoch({ ...binding, skR: room.seed, enc: one.enc });
    expect(hexOf(staff.root)).toBe(hexOf(one.root));
    expect(hexOf(staff.confirmKey)).toBe(hexOf(one.confirmKey));
  });

  it.each([
    ['another code', { psk: counted(32, 99) }],
    ['another room', { roomId: counted(16, 99) }],
    ['another face', { faceHash: counted(32, 99) }],
    ['another device', { deviceKey: counted(65, 99) }]
  ])('[J6] gives another root and a wrong code for %s', async (_, other) => {
    const guest = await handshake.beginEpoch({ ...binding, publicKey: room.publicKey });
    const staff = await handshake.acceptEpoch({
      ...binding,
      ...other,
      skR: room.seed,
      enc: guest.enc
    });
    expect(hexOf(staff.root)).not.toBe(hexOf(guest.root));
    const mac = handshake.confirmMac(guest.confirmKey, counted(50));
    expect(handshake.confirmMacMatches(guest.confirmKey, counted(50), mac)).toBe(true);
    expect(handshake.confirmMacMatches(staff.confirmKey, counted(50), mac)).toBe(false);
  });

  it('[K5] gives another root to another private key and to an altered encapsulation', async () => {
    const guest = await handshake.beginEpoch({ ...binding, publicKey: room.publicKey });
    const other = await handshake.makeRoomKeyPair(counted(32, 10));
    const wrongKey = await handshake.acceptEpoch({ ...binding, skR: other.seed, enc: guest.enc });
    const enc = flipped(guest.enc, 500);
    const altered = await handshake.acceptEpoch({ ...binding, skR: room.seed, enc });
    for (const { root } of [wrongKey, altered]) expect(hexOf(root)).not.toBe(hexOf(guest.root));
  });

  it('[X1] refuses lengths and keys that are none', async () => {
    const { publicKey, seed: skR } = room;
    const enc = counted(1120);
    await refused('malformed', () =>
      handshake.beginEpoch({ ...binding, publicKey: counted(1215) })
    );
    await refused('malformed', () =>
      handshake.beginEpoch({ ...binding, publicKey: new Uint8Array(1216).fill(255) })
    );
    await refused('malformed', () =>
      handshake.beginEpoch({ ...binding, publicKey, deviceKey: counted(64) })
    );
    await refused('weak-input', () =>
      handshake.beginEpoch({ ...binding, publicKey, psk: counted(31) })
    );
    await refused('malformed', () =>
      handshake.acceptEpoch({ ...binding, skR, enc: counted(1119) })
    );
    await refused('weak-input', () => handshake.acceptEpoch({ ...binding, skR: counted(33), enc }));
  });

  it('[L2] refuses a public key with any coefficient over the modulus (FIPS 203, 7.2)', async () => {
    for (const at of [0, 3, 1_149]) {
      for (const [a, b, c] of [
        [0x01, 0x0d, 0x00],
        [0xff, 0x0f, 0x00],
        [0x00, 0x10, 0xd0]
      ]) {
        const publicKey = new Uint8Array(room.publicKey);
        publicKey.set([a ?? 0, b ?? 0, c ?? 0], at);
        await refused('malformed', () => handshake.beginEpoch({ ...binding, publicKey }));
      }
    }
  });

  it('[L2] makes the same key pair from the same randomness, and none from less', async () => {
    const again = await handshake.makeRoomKeyPair(counted(32, 9));
    expect(hexOf(again.publicKey)).toBe(hexOf(room.publicKey));
    expect(hexOf(again.seed)).toBe(hexOf(room.seed));
    expect(room.publicKey).toHaveLength(1216);
    expect(room.seed).toHaveLength(32);
    await refused('weak-input', () => handshake.makeRoomKeyPair(counted(31)));
  });
});

describe('transcript', () => {
  const parts = {
    ...binding,
    enc: counted(1120),
    shareHash: counted(32, 5),
    leaveHash: counted(32, 6)
  };

  it('[J3] changes with every field', () => {
    const whole = hexOf(handshake.joinTranscript(parts));
    for (const name of [
      'roomId',
      'faceHash',
      'enc',
      'deviceKey',
      'shareHash',
      'leaveHash'
    ] as const) {
      const other = { ...parts, [name]: flipped(parts[name], parts[name].length - 1) };
      expect(hexOf(handshake.joinTranscript(other))).not.toBe(whole);
    }
  });

  it('[J3] has one length, so that no field runs into the next', async () => {
    expect(handshake.joinTranscript(parts)).toHaveLength(19 + 16 + 32 + 1120 + 65 + 32 + 32);
    for (const name of [
      'roomId',
      'faceHash',
      'enc',
      'deviceKey',
      'shareHash',
      'leaveHash'
    ] as const) {
      const other = { ...parts, [name]: parts[name].subarray(1) };
      await refused('malformed', () => handshake.joinTranscript(other));
    }
  });

  it('[J8] challenges are for one room, one epoch and one purpose', async () => {
    const challenge = counted(32);
    const [room1, room2, epoch] = [counted(16, 1), counted(16, 2), counted(16, 3)];
    const all = [
      handshake.joinChallengeBytes(handshake.joinTranscript(parts), challenge),
      handshake.resumeChallengeBytes(room1, epoch, challenge),
      handshake.resumeChallengeBytes(room2, epoch, challenge),
      handshake.resumeChallengeBytes(room1, room2, challenge),
      handshake.deviceChallengeBytes(room1, challenge),
      handshake.deviceChallengeBytes(room2, challenge)
    ].map(hexOf);
    expect(new Set(all).size).toBe(all.length);
    await refused('malformed', () => handshake.resumeChallengeBytes(room1, epoch, counted(31)));
    await refused('malformed', () => handshake.deviceChallengeBytes(room1, counted(33)));
  });
});

describe('device key', () => {
  const pair = async () =>
    crypto.subtle.generateKey(DEVICE_KEY_ALGORITHM, false, ['sign', 'verify']);

  it('[J2] [J8] signs and is recognised; another device, message or signature is not', async () => {
    const { privateKey, publicKey } = await pair();
    expect(privateKey.extractable).toBe(false);
    const raw = await exportDeviceKey(publicKey);
    const message = counted(100);
    const signature = await signWithDevice(privateKey, message);
    expect([raw.length, signature.length]).toEqual([65, 64]);
    expect(await verifyDeviceSignature(raw, signature, message)).toBe(true);
    expect(await verifyDeviceSignature(raw, signature, counted(101))).toBe(false);
    expect(await verifyDeviceSignature(raw, flipped(signature, 40), message)).toBe(false);
    const other = await exportDeviceKey((await pair()).publicKey);
    expect(await verifyDeviceSignature(other, signature, message)).toBe(false);
  });

  it('[X1] bytes that are no key or no signature are "not this device", without a throw', async () => {
    const raw = await exportDeviceKey((await pair()).publicKey);
    for (const [key, signature] of [
      [new Uint8Array(65), new Uint8Array(64)],
      [flipped(raw, 64), new Uint8Array(64)],
      [raw.subarray(1), new Uint8Array(64)],
      [raw, new Uint8Array(63)],
      [raw, new Uint8Array(64)]
    ] as const) {
      expect(await verifyDeviceSignature(key, signature, counted(10))).toBe(false);
    }
  });
});

describe('key schedule', () => {
  it('[K1] [K4] [K6] takes secrets of the right length only', async () => {
    await refused('weak-input', () => deriveRoomId(counted(31)));
    await refused('weak-input', () => derivePsk(counted(32), counted(16)));
    await refused('weak-input', () => deriveEpochKeys(counted(16)));
    await refused('malformed', () => joinVerifier(counted(31)));
    await refused('malformed', () => leaveTokenHash(counted(32)));
    await refused('malformed', () => resumeKey(counted(32), counted(15), counted(16)));
  });

  it('[K6] gives six values that have nothing in common', () => {
    const values = Object.values(deriveEpochKeys(counted(32))).map(hexOf);
    const starts = values.map((value) => value.slice(0, 10));
    expect(new Set(starts).size).toBe(6);
  });
});
