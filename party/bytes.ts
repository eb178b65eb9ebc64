// Bytes between wire, storage and crypto. Decoding is as strict as at the crypto border, but uses the
// runtime's own codec, because every stored message passes here. Rules: X1.
import type { Bytes } from '#lib/crypto/primitives/bytes.ts';

type NativeCodec = {
  fromBase64(text: string, options: { alphabet: string; lastChunkHandling: string }): Bytes;
};
const native = Uint8Array as unknown as NativeCodec;
type NativeBytes = {
  toBase64(options: { alphabet: string; omitPadding: boolean }): string;
};

const STRICT = { alphabet: 'base64url', lastChunkHandling: 'strict' };

/** Unpadded base64url. Returns null when it is invalid, or not the one spelling of its bytes. */
export function fromWire(text: string): Bytes | null {
  if (text.length % 4 === 1) return null;
  try {
    // `strict` wants padding and checks spare bits; the wire has no padding.
    const padded = text.length % 4 === 0 ? text : text + '='.repeat(4 - (text.length % 4));
    const bytes = native.fromBase64(padded, STRICT);
    // Spaces, or padding that was already there, give fewer bytes.
    return bytes.length === Math.floor((text.length * 3) / 4) ? bytes : null;
  } catch {
    return null;
  }
}

export const toWire = (bytes: Uint8Array): string =>
  (bytes as unknown as NativeBytes).toBase64({ alphabet: 'base64url', omitPadding: true });

/** For SQLite: a buffer of exactly these bytes. */
export const toBlob = (bytes: Uint8Array): ArrayBuffer =>
  bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength
    ? bytes.buffer
    : bytes.slice().buffer;
