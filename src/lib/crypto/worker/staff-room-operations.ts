// What staff's worker does with rooms [D3, J6, S5, O6]: make and open them, accept epochs, sign and seal
// the room log, and open what the young person wrote. No I/O, no clock; a room's private key and log key
// never leave.

import { type Bytes, equalBytes } from '../primitives/bytes.ts';
import { boxKeyVersion, openBox, sealBox } from '../primitives/box.ts';
import { canonicalPhrase, loadWordList, pickWords } from '../room/code-words.ts';
import { ROOM_LOG_EPOCH } from '../room/chain.ts';
import { CryptoError } from '../primitives/crypto-error.ts';
import { headNumber, memberOf, signKeyAt } from '../account/directory.ts';
import type { RandomBytes, StaffOperations, RoleKeyName, Stretch } from './operation-types.ts';
import {
  decodeHeader,
  Direction,
  encodeHeader,
  envelopeHash,
  HEADER_BYTES,
  openEnvelope,
  sealEnvelope
} from '../room/envelope.ts';
import { type EpochState, openEpochState, openForEpoch, sealForEpoch } from '../room/epoch-keys.ts';
import type { Handles } from './handles.ts';
import { acceptEpoch, makeRoomKeyPair } from '../room/handshake.ts';
import { deriveArgon2Salt, derivePsk, deriveRoomId, GUEST_ARGON2 } from '../room/key-schedule.ts';
import { decodeLogEntry, encodeLogEntry, logEntryMessage } from '../room/log-entry.ts';
import {
  decodeArchiveBox,
  decodeDeskBox,
  encodeArchiveBox,
  encodeDeskBox
} from '../room/room-boxes.ts';
import { signRoomRecord, verifyRoomRecords } from '../room/room-record.ts';
import { faceHash, formatRoomToken } from '../room/room-token.ts';
import { importSealKey, SALT_BYTES, type SealKey } from '../primitives/seal.ts';
import { signBytes, verifyBytes } from '../primitives/signing-key.ts';
import { roleSlot, type Vault } from './staff-vault-operations.ts';
import * as transcript from '../room/transcript.ts';

type OpenedRoom = {
  roomId: Bytes;
  faceHash: Bytes;
  psk: Bytes;
  logKey: SealKey;
};
/** A new room has only its private key until it is sealed. */
export type Room = { skR: Bytes; opened: OpenedRoom | null };

type RoomHandles = {
  rooms: Handles<'room', Room>;
  epochs: Handles<'epoch', EpochState>;
  vaults: Handles<'vault', Vault>;
};

type RoomOperations = Omit<
  StaffOperations,
  'newMember' | 'unlockVault' | 'openVault' | 'sealFile' | 'openFile' | 'forget' | 'lock'
>;

export function wipeRoom(room: Room): void {
  room.skR.fill(0);
  room.opened?.psk.fill(0);
}

export function createRoomOperations(
  randomBytes: RandomBytes,
  { rooms, epochs, vaults }: RoomHandles
): (stretch: Stretch) => RoomOperations {
  const salt = () => randomBytes(SALT_BYTES);

  return (stretch) => ({
    async newRoom() {
      const { publicKey, seed } = await makeRoomKeyPair(randomBytes(32));
      return { room: rooms.put({ skR: seed, opened: null }), publicKey };
    },

    async sealRoom(handle, vaultHandle, { face, wordList }) {
      const room = rooms.get(handle);
      if (room.opened !== null) throw new CryptoError('malformed', 'this room is made already');
      const { serviceId, memberId, signKey, directory } = vaults.get(vaultHandle);
      const { deskKey, archiveKey, keyVersion } = directory.roleKeys;
      const { skR } = room;
      const s = randomBytes(32);
      const logKey = randomBytes(32);
      const words = pickWords(await loadWordList(wordList), randomBytes(6));
      const a = await stretch(canonicalPhrase(words), deriveArgon2Salt(s), GUEST_ARGON2);
      const { psk, joinToken } = derivePsk(s, a);
      const roomId = deriveRoomId(s);
      const binding = { serviceId, objectId: roomId, keyVersion };
      const held = { skR, psk, logKey, faceHash: transcript.faceDigest(face) };
      const deskBox = await sealBox({
        ...binding,
        purpose: 'desk',
        publicKey: deskKey,
        plaintext: encodeDeskBox({ ...held, s, words })
      });
      const archiveBox = await sealBox({
        ...binding,
        purpose: 'archive',
        publicKey: archiveKey,
        plaintext: encodeArchiveBox({ ...held, roomId })
      });
      const record = await signRoomRecord(
        { serviceId, roomId, faceHash: held.faceHash },
        { memberId, signKey, head: directory.head, deskBox, archiveBox, previous: null }
      );
      const link = { wordList, serviceId, linkSecret: s, faceHash: faceHash(face) };
      const token = formatRoomToken(link);
      const verifier = transcript.joinVerifier(joinToken);
      room.opened = await openedRoom(roomId, face, psk, logKey);
      return { roomId, token, words, verifier, deskBox, archiveBox, record };
    },

    async openRoom(vaultHandle, { roomId, face, deskBox, archiveBox, records, wordList }) {
      const vault = vaults.get(vaultHandle);
      const signed = async (role: RoleKeyName, bytes: Bytes): Promise<Bytes> => {
        const room = {
          serviceId: vault.serviceId,
          roomId,
          faceHash: transcript.faceDigest(face)
        };
        return (await verifyRoomRecords(room, records, { role, bytes }, vault.directory)).makerId;
      };
      if (deskBox !== undefined && deskBox !== null) {
        const makerId = await signed('desk', deskBox);
        const box = decodeDeskBox(await openRoleBox(vault, 'desk', roomId, deskBox));
        sameRoom(deriveRoomId(box.s), roomId);
        sameFace(box.faceHash, face);
        const opened = await openedRoom(roomId, face, box.psk, box.logKey);
        const link = { serviceId: vault.serviceId, linkSecret: box.s, faceHash: faceHash(face) };
        const token = wordList === undefined ? null : formatRoomToken({ ...link, wordList });
        return { room: rooms.put({ skR: box.skR, opened }), words: box.words, token, makerId };
      }
      if (archiveBox === undefined || archiveBox === null)
        throw new CryptoError('malformed', 'no box to open');
      const makerId = await signed('archive', archiveBox);
      const box = decodeArchiveBox(await openRoleBox(vault, 'archive', roomId, archiveBox));
      sameRoom(box.roomId, roomId);
      sameFace(box.faceHash, face);
      const opened = await openedRoom(roomId, face, box.psk, box.logKey);
      return { room: rooms.put({ skR: box.skR, opened }), words: null, token: null, makerId };
    },

    async acceptEpoch(handle, offer) {
      const { skR, room } = openRoomOf(rooms.get(handle));
      const { enc, deviceKey, shareHash, leaveHash, mac, epochId } = offer;
      const secrets = await acceptEpoch({ ...room, skR, enc, deviceKey });
      const parts = { ...room, enc, deviceKey, shareHash, leaveHash };
      const joined = transcript.joinTranscript(parts);
      const state = await openEpochState(room.roomId, transcript.epochIdOf(enc), secrets.root);
      const macOk =
        transcript.confirmMacMatches(secrets.confirmKey, joined, mac) &&
        equalBytes(state.epochId, epochId) &&
        equalBytes(transcript.leaveTokenHash(state.leaveToken), leaveHash);
      secrets.confirmKey.fill(0);
      if (!macOk) return { macOk };
      return { macOk, epoch: epochs.put(state), phraseBits: state.phrase };
    },

    async sealLog(handle, vaultHandle, { sender, sequence, lastSeenHead }, body) {
      const { room } = openRoomOf(rooms.get(handle));
      const { memberId, signKey, directory } = vaults.get(vaultHandle);
      const { head, heads } = directory;
      const header = {
        roomId: room.roomId,
        epochId: ROOM_LOG_EPOCH,
        direction: Direction.roomLog,
        sender,
        sequence,
        lastSeenHead
      };
      const message = logEntryMessage(encodeHeader(header), head, body);
      const signature = await signBytes(signKey, message);
      const content = encodeLogEntry({ memberId, head, signature, body });
      const envelope = await sealEnvelope(room.logKey, header, content, salt());
      return { envelope, hash: envelopeHash(envelope), headNumber: heads.length };
    },

    async openLog(handle, vaultHandle, envelope) {
      const { room } = openRoomOf(rooms.get(handle));
      const { directory } = vaults.get(vaultHandle);
      const { roomId, direction } = decodeHeader(envelope);
      if (direction !== Direction.roomLog) throw new CryptoError('malformed', 'no log entry');
      sameRoom(roomId, room.roomId);
      const { header, content } = await openEnvelope(room.logKey, envelope);
      const { memberId, head, signature, body } = decodeLogEntry(content);
      const number = headNumber(directory, head);
      // Under an unknown head, any member who is listed now may reveal that there is a newer one.
      const signKey =
        number === null
          ? (memberOf(directory, memberId)?.signKey ?? null)
          : signKeyAt(directory, memberId, head);
      const message = logEntryMessage(envelope.subarray(0, HEADER_BYTES), head, body);
      const signed = signKey !== null && (await verifyBytes(signKey, signature, message));
      const trust = !signed ? 'signature' : number === null ? 'newer-directory' : 'ok';
      const known = trust === 'ok' && number !== null ? number : 0;
      return { header, memberId, body, trust, headNumber: known, head };
    },

    async openGuest(epoch, envelope) {
      return openForEpoch(epochs.get(epoch), [Direction.guest], envelope);
    },

    async sealCopy(epoch, header, content) {
      return sealForEpoch(epochs.get(epoch), Direction.staffCopy, header, content, salt());
    },

    async openCopy(epoch, envelope) {
      return openForEpoch(epochs.get(epoch), [Direction.staffCopy], envelope);
    },

    async sealSignal(epoch, header, content) {
      return sealForEpoch(epochs.get(epoch), Direction.staffSignal, header, content, salt());
    },

    async openSignal(epoch, envelope) {
      return openForEpoch(epochs.get(epoch), [Direction.guestSignal], envelope);
    }
  });
}

async function openedRoom(
  roomId: Bytes,
  face: Bytes,
  psk: Bytes,
  logKey: Bytes
): Promise<OpenedRoom> {
  const key = await importSealKey(logKey);
  logKey.fill(0);
  return { roomId, faceHash: transcript.faceDigest(face), psk, logKey: key };
}

async function openRoleBox(
  vault: Vault,
  role: RoleKeyName,
  roomId: Bytes,
  box: Bytes
): Promise<Bytes> {
  const keyVersion = boxKeyVersion(box);
  const seed = vault.roleSeeds.get(roleSlot(role, keyVersion));
  if (seed === undefined) throw new CryptoError('unknown-handle', 'no such role key in the vault');
  const { serviceId } = vault;
  return openBox({ purpose: role, serviceId, objectId: roomId, keyVersion, seed, box });
}

function openRoomOf(room: Room): { skR: Bytes; room: OpenedRoom } {
  if (room.opened === null) throw new CryptoError('malformed', 'this room is not made yet');
  return { skR: room.skR, room: room.opened };
}

/** The link that an officer gives out again, and the promise in it, are the original ones. */
function sameFace(hash: Bytes, face: Bytes): void {
  if (!equalBytes(hash, transcript.faceDigest(face))) {
    throw new CryptoError('face-mismatch', 'this room was made with another face');
  }
}

function sameRoom(a: Bytes, b: Bytes): void {
  if (!equalBytes(a, b)) throw new CryptoError('malformed', 'this belongs to another room');
}
