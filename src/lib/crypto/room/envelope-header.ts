// ③ The header of an envelope: what the room server may read of a message [S2, S3, O1]. It is the context
// of the seal, so it cannot be altered. No sealing here: the server imports this file. Layout:
// docs/PROTOCOL.md, Layouts.

import {
  asBytes,
  type Bytes,
  concatBytes,
  exactly,
  readU32be,
  u32be
} from '../primitives/bytes.ts';
import { CryptoError } from '../primitives/crypto-error.ts';
import { sha256 } from '../primitives/hash.ts';
import { PADDED_SIZES } from '../primitives/padding.ts';

const SUITE = 1;
export const HEADER_BYTES = 86;

/** Which way an envelope goes, and thus which key seals it. */
export const Direction = {
  /** Staff's own log of a room, sealed under the log key [K8]. */
  roomLog: 0,
  guest: 1,
  /** The copy of a log entry for one epoch [O6]. */
  staffCopy: 2,
  guestSignal: 3,
  staffSignal: 4
} as const;
export type Direction = (typeof Direction)[keyof typeof Direction];

const DIRECTIONS: ReadonlySet<number> = /* @__PURE__ */ new Set(Object.values(Direction));

export type EnvelopeHeader = {
  /** 16 bytes. */
  roomId: Bytes;
  /** 16 bytes; all zero for the room log, and only there. */
  epochId: Bytes;
  direction: Direction;
  /** 16 random bytes of one page load [S5]. */
  sender: Bytes;
  /** Number of this envelope among its sender's, 32 bits. */
  sequence: number;
  /** Last head of the chain that the sender had seen, 32 bytes [O2]. */
  lastSeenHead: Bytes;
};

/** salt ‖ commitment, and a tag for each chunk of 16 KiB: see seal.ts. */
const SEAL_PREFIX = 56;
const TAG = 16;
const CHUNK = 16_384;

/** The only lengths that an envelope can have, header and seal counted [S3]. */
export const ENVELOPE_SIZES: readonly number[] = PADDED_SIZES.map(
  (padded) => HEADER_BYTES + SEAL_PREFIX + padded + TAG * (Math.floor(padded / CHUNK) + 1)
);

/** @throws CryptoError `malformed` when a field has another length or the epoch does not fit. */
export function encodeHeader(header: EnvelopeHeader): Bytes {
  checkDirection(header.direction, header.epochId);
  return concatBytes(
    Uint8Array.of(SUITE),
    exactly(16, header.roomId, 'room id'),
    exactly(16, header.epochId, 'epoch id'),
    Uint8Array.of(header.direction),
    exactly(16, header.sender, 'sender'),
    u32be(header.sequence),
    exactly(32, header.lastSeenHead, 'last seen head')
  );
}

/**
 * Decodes the first 86 bytes; the rest belongs to the seal.
 * @throws CryptoError `malformed` (also for an unknown direction, or an epoch where none belongs),
 *   `unsupported-version` for a later suite
 */
export function decodeHeader(envelope: Uint8Array): EnvelopeHeader {
  const { sequence, direction, ...fields } = viewHeader(envelope);
  return {
    direction,
    sequence,
    roomId: fields.roomId.slice(),
    epochId: fields.epochId.slice(),
    sender: fields.sender.slice(),
    lastSeenHead: fields.lastSeenHead.slice()
  };
}

/** The same without copies: the fields are views of the envelope. For the room, which only reads. */
export function viewHeader(envelope: Uint8Array): EnvelopeHeader {
  if (envelope.length < HEADER_BYTES) throw new CryptoError('malformed', 'no whole header');
  if (envelope[0] !== SUITE) throw new CryptoError('unsupported-version', 'another suite');
  const bytes = asBytes(envelope);
  const epochId = bytes.subarray(17, 33);
  return {
    roomId: bytes.subarray(1, 17),
    epochId,
    direction: checkDirection(bytes[33] ?? -1, epochId),
    sender: bytes.subarray(34, 50),
    sequence: readU32be(bytes, 50),
    lastSeenHead: bytes.subarray(54, 86)
  };
}

/** H(envelope), 32 bytes: its name in chain, receipt and `copyOf` [O2, O6]. */
export function envelopeHash(envelope: Uint8Array): Bytes {
  return sha256(envelope);
}

function checkDirection(direction: number, epochId: Uint8Array): Direction {
  if (!DIRECTIONS.has(direction)) throw new CryptoError('malformed', 'unknown direction');
  const known = direction as Direction;
  const noEpoch = epochId.every((byte) => byte === 0);
  if (noEpoch !== (known === Direction.roomLog)) {
    throw new CryptoError('malformed', 'the room log has no epoch, everything else has one');
  }
  return known;
}
