// Ed25519 signatures of staff, by WebCrypto (RFC 8032) [D1, S5].
// A private key is written down as its 32-byte seed; once imported it cannot be read back.
// What is signed comes from log-entry.ts and directory.ts.

import { asBytes, type Bytes, concatBytes, exactly, fromBase64url, fromHex } from './bytes.ts';
import { CryptoError } from './crypto-error.ts';

/** The fixed head of a PKCS #8 Ed25519 key (RFC 8410); the seed follows. */
const PKCS8_HEAD = '302e020100300506032b657004220420';

/** @throws CryptoError `weak-input` for any but 32 bytes, `unavailable` without Ed25519 */
export async function importSigningKey(seed: Uint8Array): Promise<CryptoKey> {
  return importSeed(seed, false);
}

/** The public key of a seed, 32 bytes. @throws CryptoError as importSigningKey */
export async function signingPublicKey(seed: Uint8Array): Promise<Bytes> {
  const jwk = await crypto.subtle.exportKey('jwk', await importSeed(seed, true));
  return exactly(32, fromBase64url(jwk.x ?? ''), 'signing key');
}

/** 64 bytes. */
export async function signBytes(key: CryptoKey, message: Uint8Array): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign('Ed25519', key, asBytes(message)));
}

/**
 * Whether the holder of this key signed this message. False too for bytes that are no key or no
 * signature.
 */
export async function verifyBytes(
  publicKey: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array
): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  try {
    const raw = asBytes(publicKey);
    const key = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, asBytes(signature), asBytes(message));
  } catch {
    return false;
  }
}

async function importSeed(seed: Uint8Array, extractable: boolean): Promise<CryptoKey> {
  const pkcs8 = concatBytes(fromHex(PKCS8_HEAD), exactly(32, seed, 'signing seed', 'weak-input'));
  try {
    return await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', extractable, ['sign']);
  } catch (cause) {
    throw new CryptoError('unavailable', 'Ed25519 is not to be had here', { cause });
  } finally {
    pkcs8.fill(0);
  }
}
