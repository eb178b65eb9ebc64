// A new room as the desk page makes it: link secret, code words, face, verifier and both boxes. The only
// simplification: the caller chooses the words. Rules: L1–L3, C2, K1–K4, D3, D7.
import { sealBox } from '#lib/crypto/primitives/box.ts';
import { fromHex, toBase64url, toHex, utf8, type Bytes } from '#lib/crypto/primitives/bytes.ts';
import { canonicalPhrase } from '#lib/crypto/room/code-words.ts';
import { makeRoomKeyPair } from '#lib/crypto/room/handshake.ts';
import {
  deriveArgon2Salt,
  derivePsk,
  deriveRoomId,
  GUEST_ARGON2,
  joinVerifier
} from '#lib/crypto/room/key-schedule.ts';
import { argon2id, type Argon2Cost } from '#lib/crypto/primitives/passcode.ts';
import { encodeArchiveBox, encodeDeskBox } from '#lib/crypto/room/room-boxes.ts';
import { signRoomRecord } from '#lib/crypto/room/room-record.ts';
import { importSigningKey } from '#lib/crypto/primitives/signing-key.ts';
import { faceDigest } from '#lib/crypto/room/transcript.ts';
import type { CreateRoom } from '#lib/protocol/desk-api.ts';
import type { Face } from '#lib/protocol/face.ts';
import { request } from './http.ts';
import type { Member } from './member.ts';
import { randomBytes } from './random.ts';

/** What both sides of a room know from link and code, and what only staff know. */
export interface MadeRoom {
  readonly url: string;
  readonly linkSecret: Bytes;
  readonly words: readonly [string, string, string];
  readonly serviceId: string;
  readonly roomId: Bytes;
  readonly roomHex: string;
  readonly face: Bytes;
  readonly faceDigest: Bytes;
  readonly roomKey: Bytes;
  readonly joinToken: Bytes;
  readonly psk: Bytes;
  readonly verifier: Bytes;
  readonly deskBox: Bytes;
  readonly archiveBox: Bytes;
  readonly record: Bytes;
  readonly skR: Bytes;
  readonly logKey: Bytes;
}

const KEY_VERSION = 1;

export interface RoomWish {
  /** The visible name. */
  readonly host?: string;
  /** Cheaper than the protocol's, for benchmarks that make hundreds of rooms. */
  readonly stretch?: Argon2Cost;
  /** Shorter than the service's own. */
  readonly retentionMs?: number;
}

/** Makes everything; the server does not know it yet. */
export async function makeRoom(member: Member, wish: RoomWish = {}): Promise<MadeRoom> {
  const words = ['eple', 'fjord', 'fisk'] as const;
  const s = randomBytes(32);
  const roomId = deriveRoomId(s);
  const room = await makeRoomKeyPair(randomBytes(32));
  const cost = wish.stretch ?? GUEST_ARGON2;
  const stretched = await argon2id(canonicalPhrase(words), deriveArgon2Salt(s), cost);
  const { psk, joinToken } = derivePsk(s, stretched);
  const logKey = randomBytes(32);
  const face = utf8(
    JSON.stringify({
      v: 1,
      kind: 'invited',
      host: wish.host ?? 'Kari',
      policy: {
        ...member.policy,
        lifetimes: {
          ...member.policy.lifetimes,
          ...(wish.retentionMs === undefined ? {} : { retentionMs: wish.retentionMs })
        }
      },
      language: 'nb',
      wordList: 'nb',
      createdAtMs: Date.now(),
      roomKey: toBase64url(room.publicKey)
    } satisfies Face)
  );
  const binding = {
    serviceId: fromHex(member.serviceId),
    objectId: roomId,
    keyVersion: KEY_VERSION
  };
  const held = { skR: room.seed, psk, logKey, faceHash: faceDigest(face) };
  const deskBox = await sealBox({
    ...binding,
    purpose: 'desk',
    publicKey: member.deskKey.publicKey,
    plaintext: encodeDeskBox({ ...held, s, words })
  });
  const archiveBox = await sealBox({
    ...binding,
    purpose: 'archive',
    publicKey: member.archiveKey.publicKey,
    plaintext: encodeArchiveBox({ ...held, roomId })
  });
  const serviceId = fromHex(member.serviceId);
  const record = await signRoomRecord(
    { serviceId, roomId, faceHash: held.faceHash },
    {
      memberId: member.memberId,
      signKey: await importSigningKey(member.signSeed),
      head: member.directoryHead,
      deskBox,
      archiveBox,
      previous: null
    }
  );
  return {
    url: member.url,
    linkSecret: s,
    words,
    serviceId: member.serviceId,
    roomId,
    roomHex: toHex(roomId),
    face,
    faceDigest: faceDigest(face),
    roomKey: room.publicKey,
    joinToken,
    psk,
    verifier: joinVerifier(joinToken),
    deskBox,
    archiveBox,
    record,
    skR: room.seed,
    logKey
  };
}

/** Asks the desk to open the room. Idempotent by room id. @throws Refused */
export async function postRoom(member: Member, room: MadeRoom): Promise<void> {
  await request(member, 'POST', 'rooms', {
    roomId: toBase64url(room.roomId),
    face: toBase64url(room.face),
    verifier: toBase64url(room.verifier),
    deskBox: toBase64url(room.deskBox),
    archiveBox: toBase64url(room.archiveBox),
    record: toBase64url(room.record),
    replaces: null
  } satisfies CreateRoom);
}

export async function createRoom(member: Member, wish: RoomWish = {}): Promise<MadeRoom> {
  const room = await makeRoom(member, wish);
  await postRoom(member, room);
  return room;
}
