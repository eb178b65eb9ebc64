// A server that lies must not become staff: forged directories, foreign role keys, replayed anchors, rooms
// that nobody made, log entries under another directory [D2, D6, D7, S6]. The worker's own code, real keys;
// only the server's answers are made up.
import { describe, expect, it } from 'vitest';
import { anchorHolds, openAnchor, sealAnchor } from '#lib/crypto/account/anchor.ts';
import { sealBox } from '#lib/crypto/primitives/box.ts';
import { verifyDirectory } from '#lib/crypto/account/directory.ts';
import type { StaffCrypto } from '#lib/crypto/worker/operation-types.ts';
import { makeRoomKeyPair } from '#lib/crypto/room/handshake.ts';
import { deriveRoomId } from '#lib/crypto/room/key-schedule.ts';
import { argon2id } from '#lib/crypto/primitives/passcode.ts';
import { encodeArchiveBox, encodeDeskBox } from '#lib/crypto/room/room-boxes.ts';
import { signRoomRecord, verifyRoomRecords } from '#lib/crypto/room/room-record.ts';
import { importSigningKey, signingPublicKey } from '#lib/crypto/primitives/signing-key.ts';
import { createStaffOperations } from '#lib/crypto/worker/staff-operations.ts';
import { faceDigest } from '#lib/crypto/room/transcript.ts';
import { genuine, newPair, SERVICE_ID } from './stored-member.ts';
import { counted, flipped, refused } from './support.ts';

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n));
const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const cryptoWorker = (): StaffCrypto => ({
  ...createStaffOperations(random)(argon2id),
  close: () => undefined
});
const header = { sender: counted(16, 9), sequence: 0, lastSeenHead: counted(32, 8) };

describe('a forged directory in a browser that has never been here', () => {
  it('[D6] opens with the genuine one, and there is nothing to renew', async () => {
    const { open } = await genuine();
    const opened = await open(cryptoWorker());
    expect(opened.vault).toBeGreaterThan(0);
    expect(opened.directory.members).toHaveLength(1);
    expect(opened.renewedAnchor).toBeNull();
  });

  it('[D6] the genuine member and box key under a signing key and role keys of the server’s own', async () => {
    const { open, root, roleBox } = await genuine();
    const serverSeed = random(32);
    const [desk, archive] = [await newPair(), await newPair()];
    const forged = await root(
      {
        signKey: await signingPublicKey(serverSeed),
        deskKey: desk.publicKey,
        archiveKey: archive.publicKey
      },
      serverSeed
    );
    expect((await verifyDirectory([forged])).members).toHaveLength(1);
    const roleBoxes = [await roleBox('desk', desk.seed), await roleBox('archive', archive.seed)];
    await refused('directory-mismatch', () =>
      open(cryptoWorker(), { directory: [forged], roleBoxes })
    );
  });

  it('[D6] another signing key, box key, member or service, with an anchor that has seen it and without', async () => {
    const { open, root, anchorFor } = await genuine();
    const { publicKey: boxKey } = await newPair();
    const seed = random(32);
    for (const [change, signSeed] of [
      [{ signKey: await signingPublicKey(seed) }, seed],
      [{ boxKey }],
      [{ memberId: counted(16, 77) }],
      [{ serviceId: counted(4, 77) }]
    ] as const) {
      const entry = await root(change, signSeed);
      const directory = [entry];
      await refused('directory-mismatch', () => open(cryptoWorker(), { directory }));
      // The keys alone must suffice: what was once taken for the member's own is false.
      const anchor = await anchorFor(entry);
      await refused('directory-mismatch', () => open(cryptoWorker(), { directory, anchor }));
    }
  });

  it('[D6] role keys that this member does not hold, even rightly signed', async () => {
    const { open, root, anchorFor, roleBox, desk } = await genuine();
    const { publicKey } = await newPair();
    for (const change of [{ deskKey: publicKey }, { archiveKey: publicKey }]) {
      const entry = await root(change);
      const anchor = await anchorFor(entry);
      await refused('directory-mismatch', () =>
        open(cryptoWorker(), { directory: [entry], anchor })
      );
    }
    const roleBoxes = [await roleBox('desk', desk.seed)];
    await refused('directory-mismatch', () => open(cryptoWorker(), { roleBoxes }));
  });

  it('[D6] another root with this very member in it: the anchor knows better', async () => {
    const { open, root } = await genuine();
    const directory = [await root({ name: 'Kari, again' })];
    await refused('directory-mismatch', () => open(cryptoWorker(), { directory }));
  });

  it('[D6] an anchor that the server made, or took from somebody else', async () => {
    const { open, root, owner, anchorFor, stored } = await genuine();
    const directory = [await root({ name: 'Kari, again' })];
    const [entry] = directory;
    if (entry === undefined) throw new Error('no entry');
    const verified = await verifyDirectory([entry]);
    const content = { root: verified.head, entries: 1, head: verified.head };
    const seeds = { boxSeed: random(32), signSeed: random(32) };
    const foreign = await sealAnchor({ ...owner, seeds }, content, random(24));
    for (const anchor of [foreign, random(141), flipped(stored.anchor, 100), counted(10)])
      await refused('directory-mismatch', () => open(cryptoWorker(), { directory, anchor }));
    // Only the member can tell that another root is right.
    const opened = await open(cryptoWorker(), { directory, anchor: await anchorFor(entry) });
    expect(opened.vault).toBeGreaterThan(0);
  });

  it('[D6] after a refusal nothing is open, and the right one still opens', async () => {
    const { open, root } = await genuine();
    const staff = cryptoWorker();
    const directory = [await root({ name: 'Kari, again' })];
    await refused('directory-mismatch', () => open(staff, { directory }));
    await refused('unknown-handle', () =>
      staff.sealLog(1 as never, 2 as never, header, bytes('x'))
    );
    expect((await open(staff)).vault).toBeGreaterThan(0);
  });
});

describe('anchor', () => {
  it('[D6] is held as a prefix: what has grown since fits, what has shrunk or forked does not', () => {
    const [a, b, c] = [counted(32, 1), counted(32, 2), counted(32, 3)];
    const anchor = { root: a, entries: 2, head: b };
    expect(anchorHolds(anchor, { heads: [a, b] })).toBe(true);
    expect(anchorHolds(anchor, { heads: [a, b, c] })).toBe(true);
    expect(anchorHolds(anchor, { heads: [a] })).toBe(false);
    expect(anchorHolds(anchor, { heads: [a, c, b] })).toBe(false);
    expect(anchorHolds(anchor, { heads: [c, b] })).toBe(false);
    expect(anchorHolds(anchor, { heads: [] })).toBe(false);
    expect(anchorHolds({ ...anchor, entries: 0 }, { heads: [a, b] })).toBe(false);
  });

  it('[D6] opens for its member and service only', async () => {
    const { owner, stored } = await genuine();
    expect((await openAnchor(owner, stored.anchor)).entries).toBe(1);
    for (const other of [
      { ...owner, memberId: counted(16, 50) },
      { ...owner, serviceId: counted(4, 50) },
      { ...owner, seeds: { ...owner.seeds, signSeed: counted(32, 50) } },
      { ...owner, seeds: { ...owner.seeds, boxSeed: counted(32, 50) } }
    ])
      await refused('commitment-mismatch', () => openAnchor(other, stored.anchor));
    await refused('truncated', () => openAnchor(owner, stored.anchor.slice(0, 50)));
  });
});

/** A room made by the server alone: genuine layouts, sealed to the genuine role keys. */
async function roomOfTheServer(of: Awaited<ReturnType<typeof genuine>>) {
  const s = random(32);
  const roomId = deriveRoomId(s);
  const { seed: skR } = await makeRoomKeyPair(random(32));
  const face = bytes('{"v":1}');
  const held = { skR, psk: random(32), logKey: random(32), faceHash: faceDigest(face) };
  const binding = { serviceId: SERVICE_ID, objectId: roomId, keyVersion: 1 };
  const deskBox = await sealBox({
    ...binding,
    purpose: 'desk',
    publicKey: of.desk.publicKey,
    plaintext: encodeDeskBox({ ...held, s, words: ['sol', 'sol', 'sol'] })
  });
  const archiveBox = await sealBox({
    ...binding,
    purpose: 'archive',
    publicKey: of.archive.publicKey,
    plaintext: encodeArchiveBox({ ...held, roomId })
  });
  return { roomId, face, faceHash: held.faceHash, deskBox, archiveBox };
}

describe('a room that nobody made', () => {
  it('[D7] is opened from neither box without a maker, nor with one that the directory does not list', async () => {
    const of = await genuine();
    const staff = cryptoWorker();
    const { vault, directory } = await of.open(staff);
    const { roomId, face, faceHash, deskBox, archiveBox } = await roomOfTheServer(of);
    const room = { serviceId: SERVICE_ID, roomId, faceHash };
    const signedBy = async (seed: Uint8Array, memberId: Uint8Array, head = directory.head) => [
      await signRoomRecord(room, {
        memberId,
        signKey: await importSigningKey(seed),
        head,
        deskBox,
        archiveBox,
        previous: null
      })
    ];
    const { memberId } = of.stored;
    const forged = [
      [],
      await signedBy(random(32), memberId),
      await signedBy(random(32), counted(16, 40)),
      // Validly signed, under a head that this directory never had.
      await signedBy(of.seeds.signSeed, memberId, counted(32, 41))
    ];
    for (const records of forged) {
      for (const box of [{ deskBox }, { archiveBox }])
        await refused('record-mismatch', () =>
          staff.openRoom(vault, { roomId, face, records, ...box })
        );
    }
    const records = await signedBy(of.seeds.signSeed, memberId);
    const opened = await staff.openRoom(vault, { roomId, face, records, archiveBox });
    expect(opened.makerId).toEqual(memberId);
  });

  it('[D7] a genuine record does not serve for another room, face, service or box', async () => {
    const of = await genuine();
    const { directory } = await of.open(cryptoWorker());
    const made = await roomOfTheServer(of);
    const room = { serviceId: SERVICE_ID, roomId: made.roomId, faceHash: made.faceHash };
    const signKey = await importSigningKey(of.seeds.signSeed);
    const { deskBox, archiveBox } = made;
    const signer = { memberId: of.stored.memberId, signKey, head: directory.head };
    const record = await signRoomRecord(room, { ...signer, deskBox, archiveBox, previous: null });
    const box = { role: 'desk', bytes: deskBox } as const;
    expect(await verifyRoomRecords(room, [record], box, directory)).toMatchObject({
      headNumber: 1
    });
    for (const other of [
      { roomId: counted(16) },
      { faceHash: counted(32) },
      { serviceId: counted(4, 60) }
    ])
      await refused('record-mismatch', () =>
        verifyRoomRecords({ ...room, ...other }, [record], box, directory)
      );
    for (const bad of [
      { role: 'desk', bytes: archiveBox },
      { role: 'archive', bytes: deskBox },
      { role: 'desk', bytes: flipped(deskBox, 30) }
    ] as const)
      await refused('record-mismatch', () => verifyRoomRecords(room, [record], bad, directory));
    for (let at = 1; at < record.length; at += 9)
      await refused('record-mismatch', () =>
        verifyRoomRecords(room, [flipped(record, at)], box, directory)
      );
    await refused('unsupported-version', () =>
      verifyRoomRecords(room, [flipped(record, 0, 2)], box, directory)
    );
    await refused('malformed', () =>
      verifyRoomRecords(room, [record.subarray(0, 200)], box, directory)
    );
  });

  it('[D7] sealed again: the whole chain is needed, in order, and the last boxes count', async () => {
    const of = await genuine();
    const { directory } = await of.open(cryptoWorker());
    const made = await roomOfTheServer(of);
    const room = { serviceId: SERVICE_ID, roomId: made.roomId, faceHash: made.faceHash };
    const signKey = await importSigningKey(of.seeds.signSeed);
    const signer = { memberId: of.stored.memberId, signKey, head: directory.head };
    const first = { deskBox: made.deskBox, archiveBox: made.archiveBox };
    const again = { deskBox: random(1_400), archiveBox: random(1_300) };
    const one = await signRoomRecord(room, { ...signer, ...first, previous: null });
    const two = await signRoomRecord(room, { ...signer, ...again, previous: one });
    const check = (records: readonly Uint8Array[], bytes: Uint8Array) =>
      verifyRoomRecords(room, records, { role: 'desk', bytes }, directory);
    expect((await check([one, two], again.deskBox)).makerId).toEqual(signer.memberId);
    await refused('record-mismatch', () => check([one, two], first.deskBox));
    await refused('record-mismatch', () => check([two], again.deskBox));
    await refused('record-mismatch', () => check([two, one], first.deskBox));
    await refused('record-mismatch', () => check([one, one], first.deskBox));
    // The boxes from before the second sealing, with its record withheld: older, and still signed.
    expect((await check([one], first.deskBox)).makerId).toEqual(signer.memberId);
  });
});

describe('a log entry and the directory that it was signed under', () => {
  it('[S6] one that names a head which this page was not shown is told apart from a forgery', async () => {
    const of = await genuine();
    const staff = cryptoWorker();
    const entry = await of.root({ name: 'Kari, again' });
    const anchor = await of.anchorFor(entry);
    const here = await of.open(staff);
    const elsewhere = await of.open(staff, { directory: [entry], anchor });
    const { room, publicKey } = await staff.newRoom();
    const face = bytes(JSON.stringify({ roomKey: Buffer.from(publicKey).toString('base64url') }));
    await staff.sealRoom(room, here.vault, { face, wordList: 'nb' });
    const { envelope } = await staff.sealLog(room, elsewhere.vault, header, bytes('x'));
    const read = await staff.openLog(room, here.vault, envelope);
    expect(read).toMatchObject({ trust: 'newer-directory', headNumber: 0 });
    expect(read.head).toEqual(elsewhere.directory.head);
    const theirs = await staff.openLog(room, elsewhere.vault, envelope);
    expect(theirs).toMatchObject({ trust: 'ok', headNumber: 1 });
  });
});
