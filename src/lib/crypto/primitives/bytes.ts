// Text and numbers to bytes and back, for every file under crypto/. Decoding is strict: each value has one
// spelling. Integers are big-endian throughout the protocol.

import { CryptoError } from './crypto-error.ts';

/** What WebCrypto takes: a view of memory that is not shared. */
export type Bytes = Uint8Array<ArrayBuffer>;

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Joins raw bytes: the `‖` of docs/PROTOCOL.md. Always a new array. */
export function concatBytes(...parts: readonly Uint8Array[]): Bytes {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** The same bytes as WebCrypto wants them; copies only when the memory is shared. */
export function asBytes(bytes: Uint8Array): Bytes {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Bytes) : new Uint8Array(bytes);
}

export function utf8(text: string): Bytes {
  return asBytes(new TextEncoder().encode(text));
}

/** @throws CryptoError `malformed` when the bytes are not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new CryptoError('malformed', 'not UTF-8', { cause });
  }
}

/** RFC 4648 base64url without padding. */
export function toBase64url(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += BASE64URL.charAt((held >> bits) & 63);
    }
  }
  return bits > 0 ? text + BASE64URL.charAt((held << (6 - bits)) & 63) : text;
}

/** @throws CryptoError `malformed` for padding, foreign letters, or spare bits that are not zero. */
export function fromBase64url(text: string): Bytes {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const letter of text) {
    const value = BASE64URL.indexOf(letter);
    if (value < 0) throw new CryptoError('malformed', 'not base64url');
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (held >> bits) & 255;
    }
  }
  if (text.length % 4 === 1 || (held & ((1 << bits) - 1)) !== 0) {
    throw new CryptoError('malformed', 'not canonical base64url');
  }
  return bytes;
}

export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** @throws CryptoError `malformed` unless it is an even number of lower-case hex digits. */
export function fromHex(text: string): Bytes {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new CryptoError('malformed', 'not hex');
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** Whether both are equal, in a time that depends only on their lengths. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}

/** @throws CryptoError `malformed` unless n is a whole number of 32 bits. */
export function u32be(n: number): Bytes {
  if (!Number.isInteger(n) || n < 0 || n > 0xffff_ffff) {
    throw new CryptoError('malformed', 'not a 32-bit number');
  }
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, n);
  return bytes;
}

/** @throws CryptoError `malformed` unless n is a safe whole number, 0 or more. */
export function u64be(n: number): Bytes {
  if (!Number.isSafeInteger(n) || n < 0) {
    throw new CryptoError('malformed', 'not a 64-bit number');
  }
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(n));
  return bytes;
}

/** @throws CryptoError `truncated` when there are fewer than four bytes at the offset. */
export function readU32be(bytes: Uint8Array, offset = 0): number {
  if (offset + 4 > bytes.length) throw new CryptoError('truncated', 'four bytes expected');
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset);
}

/** Returns bytes of exactly this length. @throws CryptoError `code` otherwise. */
export function exactly(
  length: number,
  bytes: Uint8Array,
  what: string,
  code: 'malformed' | 'weak-input' = 'malformed'
): Bytes {
  if (bytes.length !== length) throw new CryptoError(code, `${what}: ${String(length)} bytes`);
  return asBytes(bytes);
}
