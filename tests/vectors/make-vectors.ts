// Makes the project's own test vectors: fixed inputs through src/lib/crypto, written as JSON.
//   node tests/vectors/make-vectors.ts
// tests/crypto/vectors.test.ts makes them again and compares, and recomputes K and S by
// reference.ts. A vector that changes is a change of the protocol: never regenerate to please a
// test. Where the real code draws randomness inside HPKE, the fixed draw is done here.

import { createCipheriv } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MLKEM768X25519 } from '@noble/post-quantum/hybrid.js';
import { boxKeyVersion, openBox } from '#lib/crypto/primitives/box.ts';
import { fromHex, toHex, u32be, utf8 } from '#lib/crypto/primitives/bytes.ts';
import { chainNext, chainStart, ROOM_LOG_EPOCH } from '#lib/crypto/room/chain.ts';
import { canonicalPhrase } from '#lib/crypto/room/code-words.ts';
import { LANGUAGE_TABLE } from '#lib/protocol/languages.ts';
import { directoryHead, DIRECTORY_START, signDirectoryEntry } from '#lib/crypto/account/directory.ts';
import { Direction, encodeHeader, envelopeHash, sealEnvelope } from '#lib/crypto/room/envelope.ts';
import { sealFile } from '#lib/crypto/files/file-seal.ts';
import * as handshake from '#lib/crypto/room/handshake.ts';
import * as keys from '#lib/crypto/room/key-schedule.ts';
import { sealAnchor } from '#lib/crypto/account/anchor.ts';
import { encodeLogEntry, logEntryMessage } from '#lib/crypto/room/log-entry.ts';
import { signRoomRecord } from '#lib/crypto/room/room-record.ts';
import { pad } from '#lib/crypto/primitives/padding.ts';
import { argon2id } from '#lib/crypto/primitives/passcode.ts';
import { sealResumeBox } from '#lib/crypto/room/resume-box.ts';
import { encodeArchiveBox, encodeDeskBox } from '#lib/crypto/room/room-boxes.ts';
import { faceHash, formatRoomLink, formatRoomToken } from '#lib/crypto/room/room-link.ts';
import { importSealKey, seal } from '#lib/crypto/primitives/seal.ts';
import * as staff from '#lib/crypto/account/staff-keys.ts';
import { hpkeKeySchedule } from '../crypto/reference.ts';

type Vector = Record<string, unknown>;

/** n bytes that count up from `first`. */
const counted = (n: number, first: number) =>
  Uint8Array.from({ length: n }, (_, i) => (first + i) & 255);

const ROOM_SEED = counted(32, 1);
const SERVICE_ID = fromHex('0a0b0c0d');
const LINK_SECRET = counted(32, 0x40);
const FACE = utf8('{"v":1,"host":"Testrom"}');
const WORDS = ['blåbær', 'sol', 'ørret'];
const DEVICE_KEY = Uint8Array.of(4, ...counted(64, 0x80));
const SHARE = counted(32, 0xa0);
const CHALLENGE = counted(32, 0xc0);
const SALT = counted(24, 0x10);

async function keyVectors() {
  const room = await handshake.makeRoomKeyPair(ROOM_SEED);
  const { publicKey } = MLKEM768X25519.keygen(room.seed);
  const { cipherText: enc } = MLKEM768X25519.encapsulate(publicKey, counted(64, 0x20));
  const roomId = keys.deriveRoomId(LINK_SECRET);
  const argon2Salt = keys.deriveArgon2Salt(LINK_SECRET);
  const a = await argon2id(canonicalPhrase(WORDS), argon2Salt, keys.GUEST_ARGON2);
  const { psk, joinToken } = keys.derivePsk(LINK_SECRET, a);
  const faceDigest = handshake.faceDigest(FACE);
  const binding = { psk, roomId, faceHash: faceDigest, deviceKey: DEVICE_KEY };
  const secrets = await handshake.acceptEpoch({
    ...binding,
    skR: room.seed,
    enc: new Uint8Array(enc)
  });
  const epochId = keys.epochIdOf(enc);
  const epoch = keys.deriveEpochKeys(secrets.root);
  const transcript = handshake.joinTranscript({
    ...binding,
    enc,
    shareHash: handshake.shareHash(SHARE),
    leaveHash: keys.leaveTokenHash(epoch.leaveToken)
  });
  const token = {
    wordList: 'nb' as const,
    serviceId: SERVICE_ID,
    linkSecret: LINK_SECRET,
    faceHash: faceHash(FACE)
  };
  return {
    room,
    roomId,
    epochId,
    epoch,
    psk,
    vector: {
      inputs: {
        linkSecret: LINK_SECRET,
        serviceId: SERVICE_ID,
        wordList: LANGUAGE_TABLE.nb.wordList,
        words: WORDS.join(' '),
        face: FACE,
        roomRandomness: ROOM_SEED,
        deviceKey: DEVICE_KEY,
        enc,
        share: SHARE,
        challenge: CHALLENGE
      },
      faceHash: token.faceHash,
      token: formatRoomToken(token),
      link: formatRoomLink('https://chat.example', token),
      roomId,
      argon2Salt,
      stretched: a,
      psk,
      joinToken,
      joinVerifier: keys.joinVerifier(joinToken),
      skR: room.seed,
      publicKey: room.publicKey,
      faceDigest,
      epochId,
      root: secrets.root,
      confirmKey: secrets.confirmKey,
      ...epoch,
      leaveHash: keys.leaveTokenHash(epoch.leaveToken),
      resumeKey: keys.resumeKey(SHARE, roomId, epochId),
      transcript,
      mac: handshake.confirmMac(secrets.confirmKey, transcript),
      joinChallenge: handshake.joinChallengeBytes(transcript, CHALLENGE),
      resumeChallenge: handshake.resumeChallengeBytes(roomId, epochId, CHALLENGE),
      deviceChallenge: handshake.deviceChallengeBytes(roomId, CHALLENGE)
    }
  };
}

async function sealVectors(of: Awaited<ReturnType<typeof keyVectors>>): Promise<Vector> {
  const { roomId, epochId, epoch } = of;
  const header = {
    roomId,
    epochId,
    direction: Direction.guest,
    sender: counted(16, 0x70),
    sequence: 7,
    lastSeenHead: chainStart(roomId, epochId)
  };
  const content = utf8('Hei 🌼');
  const key = await importSealKey(epoch.guestKey);
  const envelope = await sealEnvelope(key, header, content, SALT);
  const file = { fileKey: counted(32, 0x33), roomId, fileId: counted(16, 0x44) };
  const timeMs = 1_763_740_800_123;
  return {
    inputs: { guestKey: epoch.guestKey, salt: SALT, content, timeMs, ...file },
    header: encodeHeader(header),
    padded: pad(content),
    sealed: await seal(key, counted(10, 5), counted(100, 9), SALT),
    envelope,
    envelopeHash: envelopeHash(envelope),
    chainStart: chainStart(roomId, epochId),
    chainNext: chainNext(chainStart(roomId, epochId), envelopeHash(envelope), timeMs),
    roomLogChainStart: chainStart(roomId, ROOM_LOG_EPOCH),
    sealedFile: await sealFile(file, counted(300, 1), SALT),
    resumeBox: await sealResumeBox(SHARE, roomId, epochId, counted(50, 2), SALT)
  };
}

async function boxVectors(of: Awaited<ReturnType<typeof keyVectors>>): Promise<Vector> {
  const { room, roomId, psk } = of;
  const logKey = counted(32, 0x55);
  const faceHash = counted(32, 0x44);
  const common = { skR: room.seed, psk, logKey, faceHash };
  const deskContent = encodeDeskBox({ ...common, s: LINK_SECRET, words: WORDS });
  const archiveContent = encodeArchiveBox({ ...common, roomId });
  const boxes: Vector = {};
  for (const [purpose, plaintext] of [
    ['desk', deskContent],
    ['archive', archiveContent],
    ['role-desk', counted(32, 0x11)],
    ['role-archive', counted(32, 0x12)]
  ] as const) {
    const holder = MLKEM768X25519.keygen(counted(32, 0x66));
    const sent = MLKEM768X25519.encapsulate(holder.publicKey, counted(64, 0x77));
    const binding = { purpose, serviceId: SERVICE_ID, objectId: roomId, keyVersion: 3 };
    const { key, nonce } = hpkeKeySchedule({
      kem: 0x647a,
      aead: 2,
      sharedSecret: sent.sharedSecret,
      info: utf8(`tr1/box/${purpose}`)
    });
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(Buffer.concat([SERVICE_ID, roomId, u32be(3)]));
    const parts = [cipher.update(plaintext), cipher.final(), cipher.getAuthTag()];
    const head = [Uint8Array.of(1), u32be(3), sent.cipherText];
    const box = new Uint8Array(Buffer.concat([...head, ...parts]));
    const opened = await openBox({ ...binding, seed: counted(32, 0x66), box });
    boxes[purpose] = { box, keyVersion: boxKeyVersion(box), opened };
  }
  return {
    inputs: {
      holderSeed: counted(32, 0x66),
      serviceId: SERVICE_ID,
      objectId: roomId,
      logKey,
      faceHash
    },
    deskContent,
    archiveContent,
    boxes
  };
}

async function staffVectors(of: Awaited<ReturnType<typeof keyVectors>>): Promise<Vector> {
  const salt = counted(16, 0x99);
  const x = await argon2id(utf8('fire lange ord på rad'), salt, keys.STAFF_ARGON2);
  const { auth, wrapKey } = staff.deriveStaffAuth(x);
  const code = counted(20, 0xe0);
  const memberId = counted(16, 0x21);
  const context = { serviceId: SERVICE_ID, memberId, credentialId: counted(16, 0x31) };
  const seeds = { boxSeed: counted(32, 0x41), signSeed: counted(32, 0x51) };
  const signKey = await staff.signingPublicKey(seeds.signSeed);
  const publicKey = (first: number) =>
    new Uint8Array(MLKEM768X25519.keygen(counted(32, first)).publicKey);
  const header = encodeHeader({
    roomId: of.roomId,
    epochId: ROOM_LOG_EPOCH,
    direction: Direction.roomLog,
    sender: counted(16, 0x71),
    sequence: 1,
    lastSeenHead: chainStart(of.roomId, ROOM_LOG_EPOCH)
  });
  const body = utf8('{"t":"note"}');
  const signing = await staff.importSigningKey(seeds.signSeed);
  const directoryEntry = await signDirectoryEntry({
    previousHead: DIRECTORY_START,
    signSeed: seeds.signSeed,
    body: {
      kind: 'root',
      serviceId: SERVICE_ID,
      memberId,
      name: 'Første vakt',
      role: 'administrator',
      boxKey: publicKey(0x41),
      signKey,
      deskKey: publicKey(0x61),
      archiveKey: publicKey(0x71),
      keyVersion: 1
    }
  });
  const head = directoryHead(directoryEntry);
  const message = logEntryMessage(header, head, body);
  const signature = await staff.signBytes(signing, message);
  const room = { serviceId: SERVICE_ID, roomId: of.roomId, faceHash: counted(32, 0x81) };
  const boxes = { deskBox: utf8('a desk box'), archiveBox: utf8('an archive box') };
  const signer = { memberId, signKey: signing, head };
  const record = await signRoomRecord(room, { ...signer, ...boxes, previous: null });
  const again = { deskBox: utf8('a newer desk box'), archiveBox: utf8('a newer archive box') };
  const owner = { serviceId: SERVICE_ID, memberId, seeds };
  return {
    inputs: {
      passphrase: 'fire lange ord på rad',
      salt,
      code,
      ...context,
      ...seeds,
      body,
      sealSalt: SALT,
      roomId: of.roomId,
      faceHash: room.faceHash,
      ...boxes,
      newerDeskBox: again.deskBox,
      newerArchiveBox: again.archiveBox
    },
    x,
    auth,
    wrapKey,
    wrapped: await staff.wrapSeeds(wrapKey, context, seeds, SALT),
    recoveryCode: staff.recoveryCodeFormat(code),
    recoverySecret: staff.recoverySecret(code, salt),
    signKey,
    logHeader: header,
    logEntryMessage: message,
    logEntry: encodeLogEntry({ memberId, head, signature, body }),
    directoryEntry,
    directoryHead: head,
    roomRecord: record,
    nextRoomRecord: await signRoomRecord(room, { ...signer, ...again, previous: record }),
    anchor: await sealAnchor(owner, { root: head, entries: 1, head }, SALT)
  };
}

/** Bytes as lower-case hex, everything else as it is. */
function written(value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, written(part)]));
}

/** All vectors, by file name. */
export async function makeVectors(): Promise<Record<string, unknown>> {
  const of = await keyVectors();
  return {
    'keys.json': written(of.vector),
    'sealing.json': written(await sealVectors(of)),
    'boxes.json': written(await boxVectors(of)),
    'staff.json': written(await staffVectors(of))
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, vector] of Object.entries(await makeVectors())) {
    writeFileSync(new URL(name, import.meta.url), `${JSON.stringify(vector, null, 2)}\n`);
  }
}
