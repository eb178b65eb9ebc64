// Ed25519 signatures of staff, by WebCrypto (RFC 8032) [D1, S5]. A private key is stored as its 32-byte
// seed; an imported one cannot be read back. log-entry.ts and directory.ts make the messages to sign.

import {
  asBytes,
  type Bytes,
  concatBytes,
  exactly,
  fromBase64url,
  fromHex,
  toHex
} from './bytes.ts';
import { CryptoError } from './crypto-error.ts';

/** The fixed prefix of a PKCS #8 Ed25519 key (RFC 8410); the seed follows. */
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
 * Every encoding of a point of small order, apart from the sign bit (RFC 8032, 5.1.3, and its two unreduced
 * spellings). Under such a key any signature is valid, and not every engine refuses it.
 */
const SMALL_ORDER: ReadonlySet<string> = /* @__PURE__ */ new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'
]);

function hasSmallOrder(publicKey: Uint8Array): boolean {
  const unsigned = publicKey.slice();
  unsigned[31] = (unsigned[31] ?? 0) & 0x7f;
  return SMALL_ORDER.has(toHex(unsigned));
}

/**
 * Whether the holder of this key signed this message. Also false for bytes that are no key or no signature,
 * and for a key under which any signature is valid.
 * @throws CryptoError `unavailable` without Ed25519
 */
export async function verifyBytes(
  publicKey: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array
): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64 || hasSmallOrder(publicKey)) return false;
  try {
    const raw = asBytes(publicKey);
    const key = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, asBytes(signature), asBytes(message));
  } catch (cause) {
    if (isUnsupported(cause))
      throw new CryptoError('unavailable', 'Ed25519 is not to be had here', { cause });
    return false;
  }
}

const isUnsupported = (cause: unknown): boolean =>
  cause instanceof Error && cause.name === 'NotSupportedError';

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
