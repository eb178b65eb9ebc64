// Wire encodings shared by every schema: bytes travel as unpadded base64url of an exact length. Nothing
// here decodes: the crypto border does (`#lib/crypto/primitives/bytes.ts`). Rules: X1.
import * as v from 'valibot';

/** Characters of unpadded base64url for `sizeBytes` bytes. */
export const base64urlLength = (sizeBytes: number): number => Math.ceil((sizeBytes * 4) / 3);

const BASE64URL = /^[A-Za-z0-9_-]*$/;

/** Unpadded base64url of exactly `sizeBytes` bytes. */
export const bytesOf = (sizeBytes: number) =>
  v.pipe(v.string(), v.length(base64urlLength(sizeBytes)), v.regex(BASE64URL));

/** Unpadded base64url of at most `maxBytes` bytes. */
export const bytesUpTo = (maxBytes: number) =>
  v.pipe(v.string(), v.maxLength(base64urlLength(maxBytes)), v.regex(BASE64URL));

/** A count, an order or a sequence number. */
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Milliseconds since 1970, UTC. */
export const timeMs = count;

/** Milliseconds, a duration above zero. */
export const durationMs = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** Bytes, at least one. */
export const sizeBytes = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** Correlates an answer with its request; chosen by the client, unique per connection. */
export const ref = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(0xffff_ffff));

export const roomId = bytesOf(16);
export const epochId = bytesOf(16);
export const digest = bytesOf(32);
/** Four bytes, hexadecimal: it stands in addresses. */
export const serviceId = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/));

/** Reads JSON text. Returns null when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
