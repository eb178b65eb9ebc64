// Attacks on keys, signatures and boxes of staff, against the shipped worker operations. Green: the attack
// fails. Rules: D2, D6, D7, S4, S6.
import { describe, expect, it } from 'vitest';
import { openBox, sealBox } from '#lib/crypto/primitives/box.ts';
import { concatBytes, fromHex, utf8 } from '#lib/crypto/primitives/bytes.ts';
import { verifyDirectory } from '#lib/crypto/account/directory.ts';
import type { StaffCrypto } from '#lib/crypto/worker/operation-types.ts';
import { isPublicHalf } from '#lib/crypto/primitives/key-pair.ts';
import { STAFF_LABELS } from '#lib/crypto/primitives/staff-labels.ts';
import { argon2id } from '#lib/crypto/primitives/passcode.ts';
import { recoveryCodeFormat } from '#lib/crypto/account/recovery-code.ts';
import {
  importSigningKey,
  signBytes,
  signingPublicKey,
  verifyBytes
} from '#lib/crypto/primitives/signing-key.ts';
import { createStaffOperations } from '#lib/crypto/worker/staff-operations.ts';
import { genuine, newPair, SERVICE_ID } from './stored-member.ts';
import { counted, flipped, refused } from './support.ts';

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n));
const cryptoWorker = (): StaffCrypto => ({
  ...createStaffOperations(random)(argon2id),
  close: () => undefined
});

/** Points of small order and their other spellings; under such a key any signature is valid. */
const SMALL_ORDER = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000080',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  '0100000000000000000000000000000000000000000000000000000000000080',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff'
].map(fromHex);

describe('a public half', () => {
  it('[D6] is one and the same to the last bit, whatever form an attacker gives it', async () => {
    const { publicKey, seed } = await newPair();
    expect(await isPublicHalf(publicKey, seed)).toBe(true);
    // ML-KEM's numbers, its seed, every byte of the X25519 half and its unused highest bit.
    const places = [0, 1, 2, 600, 1_151, 1_152, 1_183];
    for (let at = 1_184; at < 1_216; at += 1) places.push(at);
    for (const at of places) expect(await isPublicHalf(flipped(publicKey, at), seed)).toBe(false);
    expect(await isPublicHalf(flipped(publicKey, 1_215, 128), seed)).toBe(false);
  });

  it('[D6] with a number that is the same modulo 3,329, or an X25519 point of small order', async () => {
    const { publicKey, seed } = await newPair();
    let tried = 0;
    for (let at = 0; at < 1_152; at += 3) {
      const [a = 0, b = 0] = publicKey.subarray(at, at + 2);
      const number = a | ((b & 15) << 8);
      if (number + 3_329 > 4_095) continue;
      const other = publicKey.slice();
      other[at] = (number + 3_329) & 255;
      other[at + 1] = (b & 0xf0) | ((number + 3_329) >> 8);
      expect(await isPublicHalf(other, seed)).toBe(false);
      if (++tried === 3) break;
    }
    expect(tried).toBeGreaterThan(0);
    for (const u of [
      '00',
      '01',
      'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800'
    ]) {
      const low = publicKey.slice();
      low.fill(0, 1_184);
      low.set(fromHex(u), 1_184);
      expect(await isPublicHalf(low, seed)).toBe(false);
    }
  });
});

describe('Ed25519', () => {
  it('[D2] a key of small order signs nothing, in a directory neither', async () => {
    for (const key of SMALL_ORDER)
      for (const r of SMALL_ORDER) {
        const signature = concatBytes(r, new Uint8Array(32));
        for (let n = 0; n < 8; n += 1)
          expect(await verifyBytes(key, signature, Uint8Array.of(n))).toBe(false);
      }
  });

  it('[S5] a signature has one spelling: S plus the order of the group is refused', async () => {
    const seed = random(32);
    const message = random(40);
    const signature = await signBytes(await importSigningKey(seed), message);
    const publicKey = await signingPublicKey(seed);
    expect(await verifyBytes(publicKey, signature, message)).toBe(true);
    const order = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;
    let s = order;
    for (let at = 0; at < 32; at += 1) s += BigInt(signature[32 + at] ?? 0) << BigInt(8 * at);
    const other = signature.slice();
    for (let at = 0; at < 32; at += 1) other[32 + at] = Number((s >> BigInt(8 * at)) & 255n);
    expect(await verifyBytes(publicKey, other, message)).toBe(false);
  });

  it('[K9] no label of something signed begins another one', () => {
    const signed = [STAFF_LABELS.directory, STAFF_LABELS.logEntry, STAFF_LABELS.roomRecord];
    for (const one of signed)
      for (const two of signed) if (one !== two) expect(two.startsWith(one)).toBe(false);
    // `tr1/directory` is followed by a version and `tr1/log` by a room id: `-` is neither.
    expect(utf8('-')[0]).not.toBe(1);
  });
});

describe('role keys', () => {
  it('[D3] versions and roles cannot be exchanged, in the number beside the box or in the box', async () => {
    const of = await genuine();
    const { roleBox, desk, archive, open } = of;
    const [a, b] = [await roleBox('desk', desk.seed), await roleBox('archive', archive.seed)];
    const lies = [
      [
        { ...a, role: 'archive' as const },
        { ...b, role: 'desk' as const }
      ],
      [{ ...a, keyVersion: 2 }, b],
      [a, { ...b, keyVersion: 0 }],
      [a, await roleBox('archive', desk.seed)],
      [await roleBox('desk', archive.seed), b],
      [a, b, await roleBox('desk', random(32))],
      [a, b, { ...b, role: 'desk' as const }]
    ];
    for (const roleBoxes of lies) {
      let opened = true;
      await open(cryptoWorker(), { roleBoxes }).catch(() => (opened = false));
      expect(opened).toBe(false);
    }
  });

  it('[D7] a key of another version that the server adds opens no room that nobody signed', async () => {
    const of = await genuine();
    const staff = cryptoWorker();
    const own = await newPair();
    const added = {
      role: 'desk' as const,
      keyVersion: 9,
      box: await sealBox({
        purpose: 'role-desk',
        serviceId: SERVICE_ID,
        objectId: of.stored.memberId,
        keyVersion: 9,
        publicKey: (await verifyDirectory(of.stored.directory)).members[0]?.boxKey ?? random(1),
        plaintext: own.seed
      })
    };
    const { vault } = await of.open(staff, { roleBoxes: [...of.stored.roleBoxes, added] });
    const box = await sealBox({
      purpose: 'desk',
      serviceId: SERVICE_ID,
      objectId: counted(16),
      keyVersion: 9,
      publicKey: own.publicKey,
      plaintext: random(258)
    });
    await refused('record-mismatch', () =>
      staff.openRoom(vault, { roomId: counted(16), face: utf8('{}'), deskBox: box, records: [] })
    );
  });

  it('[S4] a new room is sealed to the genuine keys, with a foreign key beside them in the vault', async () => {
    const of = await genuine();
    const staff = cryptoWorker();
    const { vault } = await of.open(staff);
    const { room } = await staff.newRoom();
    const made = await staff.sealRoom(room, vault, { face: utf8('{}'), wordList: 'nb' });
    const binding = { serviceId: SERVICE_ID, objectId: made.roomId, keyVersion: 1 };
    const desk = { ...binding, purpose: 'desk', seed: of.desk.seed, box: made.deskBox } as const;
    expect((await openBox(desk)).length).toBe(258);
    await refused('authentication-failed', () => openBox({ ...desk, purpose: 'archive' }));
    await refused('authentication-failed', () => openBox({ ...desk, objectId: counted(16) }));
    await refused('authentication-failed', () => openBox({ ...desk, serviceId: counted(4, 9) }));
  });
});

describe('an unlocking', () => {
  it('[D6] is used up by a refusal, so that the key over the seeds does not stay behind', async () => {
    const { stored, root } = await genuine();
    const staff = cryptoWorker();
    const code = recoveryCodeFormat(counted(20, 5));
    const { unlocking } = await staff.unlockVault({
      kind: 'recovery',
      recoveryCode: code,
      salt: counted(16, 4)
    });
    const directory = [await root({ name: 'Kari, again' })];
    await refused('directory-mismatch', () => staff.openVault(unlocking, { ...stored, directory }));
    await refused('unknown-handle', () => staff.openVault(unlocking, stored));
  });

  it('[D1] opens for its member, credential and service only', async () => {
    const { open } = await genuine();
    for (const lie of [
      { memberId: counted(16, 60) },
      { credentialId: counted(16, 60) },
      { serviceId: counted(4, 60) }
    ])
      await refused('commitment-mismatch', () => open(cryptoWorker(), lie));
  });
});
