// Who answers for a room [D7]. The maker signs what the room was made of; a member who seals its boxes
// again signs the record before and the new boxes. Records are stored with the room and handed out with it.
// Nobody opens a room, or shows its link, without a whole, valid chain of them. The server cannot make one:
// it holds no signing key that the directory lists. Rules: D2, D3, D7.

import { type Bytes, concatBytes, equalBytes, exactly } from '../primitives/bytes.ts';
import { CryptoError } from '../primitives/crypto-error.ts';
import { type Directory, headNumber, signKeyAt } from '../account/directory.ts';
import { sha256 } from '../primitives/hash.ts';
import { label } from '../primitives/labels.ts';
import { STAFF_LABELS } from '../primitives/staff-labels.ts';
import { signBytes, verifyBytes } from '../primitives/signing-key.ts';

/** What all records of one room have in common. */
type RecordedRoom = {
  /** 4 bytes. */
  serviceId: Uint8Array;
  /** 16 bytes. */
  roomId: Uint8Array;
  /** H(face), 32 bytes. */
  faceHash: Uint8Array;
};

export type RoomRecord = {
  /** 16 bytes. */
  memberId: Bytes;
  /** The last head of the directory that the signer knew, 32 bytes. */
  head: Bytes;
  /** H(desk box) and H(archive box), 32 bytes each. */
  deskBoxHash: Bytes;
  archiveBoxHash: Bytes;
  /** H(the record before), 32 bytes; zeros in the first. */
  previous: Bytes;
  /** Ed25519 over `recordMessage`, 64 bytes. */
  signature: Bytes;
};

const VERSION = 1;
const RECORD_BYTES = 209;
const SIGNED_BYTES = 145;
/** The previous record of the first. */
const RECORD_START: Bytes = /* @__PURE__ */ new Uint8Array(32);

/** How the next record names this one, 32 bytes. */
const recordHash = (record: Uint8Array): Bytes => sha256(record);

/**
 * version(1) ‖ memberId(16) ‖ directory head(32) ‖ H(desk box)(32) ‖ H(archive box)(32) ‖
 * H(previous record)(32) ‖ signature(64): 209 bytes.
 * @param of.previous the record before, whole; null for the maker's
 */
export async function signRoomRecord(
  room: RecordedRoom,
  of: {
    memberId: Uint8Array;
    signKey: CryptoKey;
    head: Uint8Array;
    deskBox: Uint8Array;
    archiveBox: Uint8Array;
    previous: Uint8Array | null;
  }
): Promise<Bytes> {
  const signed = concatBytes(
    Uint8Array.of(VERSION),
    exactly(16, of.memberId, 'member id'),
    exactly(32, of.head, 'directory head'),
    sha256(of.deskBox),
    sha256(of.archiveBox),
    of.previous === null ? RECORD_START : recordHash(exactly(RECORD_BYTES, of.previous, 'record'))
  );
  return concatBytes(signed, await signBytes(of.signKey, recordMessage(room, signed)));
}

/** @throws CryptoError `truncated`, `malformed`, `unsupported-version` */
function decodeRoomRecord(bytes: Uint8Array): RoomRecord {
  if (bytes.length > 0 && bytes[0] !== VERSION) {
    throw new CryptoError('unsupported-version', 'a later room record');
  }
  const whole = exactly(RECORD_BYTES, bytes, 'room record');
  return {
    memberId: whole.slice(1, 17),
    head: whole.slice(17, 49),
    deskBoxHash: whole.slice(49, 81),
    archiveBoxHash: whole.slice(81, 113),
    previous: whole.slice(113, SIGNED_BYTES),
    signature: whole.slice(SIGNED_BYTES)
  };
}

/**
 * Verifies the whole chain of a room's records against a verified directory, and the given box against the
 * last one.
 * @param box the one that was handed out: a living room's desk box, a closed one's archive box
 * @returns the maker's id and the number of the last signed head
 * @throws CryptoError `record-mismatch` (no record, a gap, another room or face, a signer whom the
 *   directory did not list at that head, heads that go back, another box), `unsupported-version`
 */
export async function verifyRoomRecords(
  room: RecordedRoom,
  records: readonly Uint8Array[],
  box: { readonly role: 'desk' | 'archive'; readonly bytes: Uint8Array },
  directory: Directory
): Promise<{ makerId: Bytes; headNumber: number }> {
  let before: Bytes = RECORD_START;
  let lastHead = 0;
  let makerId: Bytes | null = null;
  let last: RoomRecord | null = null;
  for (const bytes of records) {
    const record = decodeRoomRecord(bytes);
    if (!equalBytes(record.previous, before)) throw mismatch('a record is missing');
    const signKey = signKeyAt(directory, record.memberId, record.head);
    const number = headNumber(directory, record.head);
    if (signKey === null || number === null) throw mismatch('signed by nobody who may');
    if (number < lastHead) throw mismatch('signed under an older directory');
    const message = recordMessage(room, bytes.subarray(0, SIGNED_BYTES));
    if (!(await verifyBytes(signKey, record.signature, message))) throw mismatch('not signed');
    before = recordHash(bytes);
    lastHead = number;
    makerId ??= record.memberId;
    last = record;
  }
  if (makerId === null || last === null) throw mismatch('nobody has made this room');
  const held = box.role === 'desk' ? last.deskBoxHash : last.archiveBoxHash;
  if (!equalBytes(held, sha256(box.bytes))) throw mismatch('another box');
  return { makerId, headNumber: lastHead };
}

/** `tr1/room-record` ‖ service id(4) ‖ roomId(16) ‖ H(face)(32) ‖ the record's first 145 bytes. */
function recordMessage(room: RecordedRoom, signed: Uint8Array): Bytes {
  return concatBytes(
    label(STAFF_LABELS.roomRecord),
    exactly(4, room.serviceId, 'service id'),
    exactly(16, room.roomId, 'room id'),
    exactly(32, room.faceHash, 'face hash'),
    signed
  );
}

function mismatch(what: string): CryptoError {
  return new CryptoError('record-mismatch', what);
}
