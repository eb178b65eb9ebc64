// The contents of a room's two boxes [D3]. From the desk box any officer on duty can take over; after
// closing, reviewers can read from the archive box. Plain layouts of fixed length, so the length says
// nothing about the words. box.ts seals them; they are never stored otherwise.

import { type Bytes, concatBytes, exactly, fromUtf8 } from '../primitives/bytes.ts';
import { canonicalPhrase } from './code-words.ts';
import { CryptoError } from '../primitives/crypto-error.ts';

type DeskBoxContent = {
  /** The room's private key (seed), 32 bytes, like `s`, `psk` and `logKey`. */
  skR: Bytes;
  /** Link secret [L1]. */
  s: Bytes;
  psk: Bytes;
  /** The code words, canonical. */
  words: readonly string[];
  /** K8. */
  logKey: Bytes;
  /** H(face), 32 bytes: shows that the face is the one the room was made with. */
  faceHash: Bytes;
};

type ArchiveBoxContent = {
  skR: Bytes;
  psk: Bytes;
  /** 16 bytes. */
  roomId: Bytes;
  logKey: Bytes;
  faceHash: Bytes;
};

const VERSION = 1;
const WORDS_BYTES = 96;
const WORDS_AT = 162;
const DESK_BYTES = 258;
const ARCHIVE_BYTES = 145;

/** version ‖ skR ‖ s ‖ psk ‖ logKey ‖ H(face) ‖ length of words(1) ‖ words(96, zeros after): 258 bytes. */
export function encodeDeskBox(content: DeskBoxContent): Bytes {
  const words = canonicalPhrase(content.words);
  if (words.length > WORDS_BYTES) throw new CryptoError('malformed', 'words too long');
  return concatBytes(
    Uint8Array.of(VERSION),
    key(content.skR),
    key(content.s),
    key(content.psk),
    key(content.logKey),
    exactly(32, content.faceHash, 'face hash'),
    Uint8Array.of(words.length),
    words,
    new Uint8Array(WORDS_BYTES - words.length)
  );
}

/** @throws CryptoError `malformed`, `unsupported-version` */
export function decodeDeskBox(bytes: Uint8Array): DeskBoxContent {
  const field = fields(bytes, DESK_BYTES);
  const length = bytes[WORDS_AT - 1] ?? 0;
  if (length > WORDS_BYTES || field(WORDS_AT + length, DESK_BYTES).some((byte) => byte !== 0)) {
    throw new CryptoError('malformed', 'words do not fit');
  }
  return {
    skR: field(1, 33),
    s: field(33, 65),
    psk: field(65, 97),
    logKey: field(97, 129),
    faceHash: field(129, 161),
    words: fromUtf8(field(WORDS_AT, WORDS_AT + length))
      .split(' ')
      .filter((word) => word !== '')
  };
}

/** version ‖ skR ‖ psk ‖ roomId(16) ‖ logKey ‖ H(face): 145 bytes. */
export function encodeArchiveBox(content: ArchiveBoxContent): Bytes {
  return concatBytes(
    Uint8Array.of(VERSION),
    key(content.skR),
    key(content.psk),
    exactly(16, content.roomId, 'room id'),
    key(content.logKey),
    exactly(32, content.faceHash, 'face hash')
  );
}

/** @throws CryptoError `malformed`, `unsupported-version` */
export function decodeArchiveBox(bytes: Uint8Array): ArchiveBoxContent {
  const field = fields(bytes, ARCHIVE_BYTES);
  return {
    skR: field(1, 33),
    psk: field(33, 65),
    roomId: field(65, 81),
    logKey: field(81, 113),
    faceHash: field(113, 145)
  };
}

function fields(bytes: Uint8Array, length: number): (from: number, to: number) => Bytes {
  if (bytes.length > 0 && bytes[0] !== VERSION) {
    throw new CryptoError('unsupported-version', 'a later layout');
  }
  const whole = exactly(length, bytes, 'content of a room box');
  return (from, to) => whole.slice(from, to);
}

function key(bytes: Uint8Array): Bytes {
  return exactly(32, bytes, 'key', 'weak-input');
}
