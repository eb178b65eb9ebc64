// Hashing and key derivation, for both sides and the server. Synchronous, so that the room can chain inside
// a transaction [O2]. Never for passwords (passcode.ts) or sealing. H = SHA-256; HKDF, Extract, Expand =
// RFC 5869 with SHA-256, salt empty unless given.

import { expand, extract } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { asBytes, type Bytes } from './bytes.ts';

/** H(parts joined): 32 bytes. FIPS 180-4. */
export function sha256(...parts: readonly Uint8Array[]): Bytes {
  const hash = nobleSha256.create();
  for (const part of parts) hash.update(part);
  return asBytes(hash.digest());
}

/** HMAC-SHA-256 over the parts joined: 32 bytes. RFC 2104. */
export function hmacSha256(key: Uint8Array, ...parts: readonly Uint8Array[]): Bytes {
  const mac = hmac.create(nobleSha256, key);
  for (const part of parts) mac.update(part);
  return asBytes(mac.digest());
}

/** RFC 5869 Extract, 32 bytes. Mind the order: salt first. */
export function hkdfExtract(salt: Uint8Array, ikm: Uint8Array): Bytes {
  return asBytes(extract(nobleSha256, ikm, salt));
}

/** RFC 5869 Expand. `length` in bytes, at most 8,160. */
export function hkdfExpand(prk: Uint8Array, info: Uint8Array, length: number): Bytes {
  return asBytes(expand(nobleSha256, prk, info, length));
}

/** RFC 5869, both steps. `length` in bytes; the salt is empty unless given. */
export function hkdf(
  ikm: Uint8Array,
  info: Uint8Array,
  length: number,
  salt: Uint8Array = new Uint8Array(0)
): Bytes {
  return hkdfExpand(hkdfExtract(salt, ikm), info, length);
}
