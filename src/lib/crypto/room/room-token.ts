// ① The token, and the address that carries it to the guest: https://HOST/r#-TOKEN [L3]. 54 bytes, 72
// letters of base64url. The layout is written here and nowhere else. A fragment never reaches a server of
// ours. Never log the token or put it into a query string.

import { carriedBy, linkTo } from '#lib/protocol/addresses.ts';
import { asLanguage, LANGUAGE_TABLE, LANGUAGES, type Language } from '#lib/protocol/languages.ts';
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
/** How every token begins: version 1, and a word list's number below 16. */
export const TOKEN_BEGINNING = 'AQ';
const TOKEN_BYTES = 54;
const VERSION = 1;

export type RoomToken = {
  /** The language of the code words. */
  wordList: Language;
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
  if (asLanguage(token.wordList) === null) throw new CryptoError('malformed', 'unknown word list');
  return toBase64url(
    concatBytes(
      Uint8Array.of(VERSION, LANGUAGE_TABLE[token.wordList].wordList),
      exactly(4, token.serviceId, 'service id'),
      exactly(32, token.linkSecret, 'link secret'),
      exactly(16, token.faceHash, 'face hash')
    )
  );
}

/** What the first two bytes say; null for another version or a list of a later suite. */
const readWordList = ([version, number]: Uint8Array): Language | null =>
  LANGUAGES.find((one) => version === VERSION && number === LANGUAGE_TABLE[one].wordList) ?? null;

/** The language of a link's words, from its token's first letters, however much of the rest was lost. */
export function wordListOfLink(link: string): Language | null {
  const letters = /^[\w-]{4}/.exec(carriedBy(link))?.[0];
  return letters === undefined ? null : readWordList(fromBase64url(letters));
}

/** The token, or null when the text is not exactly one whole token of this suite. */
export function parseRoomToken(text: string): RoomToken | null {
  if (text.length !== TOKEN_LENGTH || !/^[\w-]*$/.test(text)) return null;
  const bytes = fromBase64url(text);
  const wordList = readWordList(bytes);
  if (bytes.length !== TOKEN_BYTES || wordList === null) return null;
  return {
    wordList,
    serviceId: bytes.slice(2, 6),
    linkSecret: bytes.slice(6, 38),
    faceHash: bytes.slice(38, 54)
  };
}

/** The link for a token. `origin` as in `https://chat.example`, without a trailing slash. */
export function formatRoomLink(origin: string, token: RoomToken): string {
  return linkTo(`${origin}/r`, formatRoomToken(token));
}

/**
 * The token of a link: the whole address, or only its fragment with or without `#` and `-`. null when there
 * is no whole token [L5].
 */
export function parseRoomLink(text: string): RoomToken | null {
  return parseRoomToken(carriedBy(text.trim()));
}
