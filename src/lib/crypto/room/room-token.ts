// ① The token, and the address that carries it to the guest: https://HOST/r#-TOKEN [L3]. 54 bytes, 72
// letters of base64url. The hyphen stops apps from turning `#word` into a hashtag. A fragment never reaches
// a server of ours. Never log the token or put it into a query string.

import {
  type Bytes,
  concatBytes,
  exactly,
  fromBase64url,
  toBase64url
} from '../primitives/bytes.ts';
import { CryptoError } from '../primitives/crypto-error.ts';
import { sha256 } from '../primitives/hash.ts';
import { label, LABELS } from '../primitives/labels.ts';

/** Letters of a token; the number is fixed. */
export const TOKEN_LENGTH = 72;
const TOKEN_BYTES = 54;
const VERSION = 1;
const WORD_LISTS = 3;

export type RoomToken = {
  /** The list of the code words: 0 nb, 1 en, 2 fi. */
  wordList: number;
  /** 4 bytes. */
  serviceId: Bytes;
  /** 32 bytes, the link secret `s` [L1]. */
  linkSecret: Bytes;
  /** 16 bytes, binds the room's face to the link. */
  faceHash: Bytes;
};

/** What the token says about the face: H(`tr1/face` ‖ face), its first 16 bytes. */
export function faceHash(face: Uint8Array): Bytes {
  return sha256(label(LABELS.face), face).slice(0, 16);
}

/** The token as 72 letters. @throws CryptoError `malformed` when a field has another length. */
export function formatRoomToken(token: RoomToken): string {
  if (!Number.isInteger(token.wordList) || token.wordList < 0 || token.wordList >= WORD_LISTS) {
    throw new CryptoError('malformed', 'unknown word list');
  }
  return toBase64url(
    concatBytes(
      Uint8Array.of(VERSION, token.wordList),
      exactly(4, token.serviceId, 'service id'),
      exactly(32, token.linkSecret, 'link secret'),
      exactly(16, token.faceHash, 'face hash')
    )
  );
}

/** The token, or null when the text is not exactly one whole token of this suite. */
export function parseRoomToken(text: string): RoomToken | null {
  if (text.length !== TOKEN_LENGTH || !/^[\w-]*$/.test(text)) return null;
  const bytes = fromBase64url(text);
  const wordList = bytes[1] ?? WORD_LISTS;
  if (bytes.length !== TOKEN_BYTES || bytes[0] !== VERSION || wordList >= WORD_LISTS) return null;
  return {
    wordList,
    serviceId: bytes.slice(2, 6),
    linkSecret: bytes.slice(6, 38),
    faceHash: bytes.slice(38, 54)
  };
}

/** The link for a token. `origin` as in `https://chat.example`, without a trailing slash. */
export function formatRoomLink(origin: string, token: RoomToken): string {
  return `${origin}/r#-${formatRoomToken(token)}`;
}

/**
 * The token of a link: the whole address, or only its fragment with or without `#` and `-`. null when there
 * is no whole token [L5].
 */
export function parseRoomLink(text: string): RoomToken | null {
  const trimmed = text.trim();
  const hash = trimmed.indexOf('#');
  const fragment = hash < 0 ? trimmed : trimmed.slice(hash + 1);
  return parseRoomToken(fragment.startsWith('-') ? fragment.slice(1) : fragment);
}
