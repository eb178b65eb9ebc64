// The key pairs of KEM 0x647a, MLKEM768-X25519 [L2, S4]: a room's, and those of staff's boxes. Only this
// file turns seeds into keys of the HPKE library, which weighs 26 kB, so only the workers import it. A
// private key is stored as its 32-byte seed, never longer.

import { KEM_MLKEM768_X25519 } from '@panva/hpke-noble';
import { AEAD_AES_256_GCM, AEAD_EXPORT_ONLY, CipherSuite, KDF_HKDF_SHA256, type Key } from 'hpke';
import { asBytes, type Bytes, exactly } from './bytes.ts';
import { CryptoError } from './crypto-error.ts';

/** Public key of KEM 0x647a, in bytes. */
const PUBLIC_KEY_BYTES = 1_216;

export type KemKeyPair = {
  /** 1,216 bytes. */
  publicKey: Bytes;
  /** 32 bytes: the private key in the form of draft-connolly-cfrg-xwing-kem. */
  seed: Bytes;
};

/** For the handshake: derives keys, seals nothing [K5]. */
export function exportSuite(): CipherSuite {
  return new CipherSuite(KEM_MLKEM768_X25519, KDF_HKDF_SHA256, AEAD_EXPORT_ONLY);
}

/** For boxes [S4]. */
export function boxSuite(): CipherSuite {
  return new CipherSuite(KEM_MLKEM768_X25519, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
}

/**
 * A key pair from 32 random bytes, by HPKE's DeriveKeyPair. The returned seed is the private key; it is not
 * the randomness that went in.
 * @throws CryptoError `weak-input` for any other length
 */
export async function makeKeyPair(randomness: Uint8Array): Promise<KemKeyPair> {
  const suite = exportSuite();
  const pair = await suite.DeriveKeyPair(exactly(32, randomness, 'seed', 'weak-input'), true);
  return {
    publicKey: asBytes(await suite.SerializePublicKey(pair.publicKey)),
    seed: asBytes(await suite.SerializePrivateKey(pair.privateKey))
  };
}

/**
 * @param publicKey 1,216 bytes
 * @throws CryptoError `malformed` for another length, or when the ML-KEM half is no key
 */
export async function importPublicKey(suite: CipherSuite, publicKey: Uint8Array): Promise<Key> {
  const key = exactly(PUBLIC_KEY_BYTES, publicKey, 'public key');
  if (!coefficientsBelowModulus(key)) throw new CryptoError('malformed', 'no public key');
  return suite.DeserializePublicKey(key);
}

export async function importSeed(suite: CipherSuite, seed: Uint8Array): Promise<Key> {
  return suite.DeserializePrivateKey(exactly(32, seed, 'private key', 'weak-input'));
}

/**
 * Whether this public key is the other half of this seed. Both halves of the KEM bind their public key into
 * the secret (X-Wing's combiner, ML-KEM's re-encryption), so a key that differs in a single bit gives
 * another secret.
 */
export async function isPublicHalf(publicKey: Uint8Array, seed: Uint8Array): Promise<boolean> {
  const suite = boxSuite();
  try {
    const to = await importPublicKey(suite, publicKey);
    const { encapsulatedSecret, ciphertext } = await suite.Seal(to, new Uint8Array(32));
    await suite.Open(await importSeed(suite, seed), encapsulatedSecret, ciphertext);
    return true;
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'NotSupportedError')
      throw new CryptoError('unavailable', 'this key encapsulation is not to be had here', {
        cause
      });
    return false;
  }
}

/**
 * The modulus check of FIPS 203 section 7.2: 768 numbers of 12 bits, each below 3,329. The library's own
 * check (@noble/post-quantum 0.5.4) lets larger ones pass: its decoder does not reduce them, so re-encoding
 * gives the same bytes.
 */
function coefficientsBelowModulus(key: Bytes): boolean {
  for (let at = 0; at < 1_152; at += 3) {
    const [a = 0, b = 0, c = 0] = key.subarray(at, at + 3);
    if ((a | ((b & 15) << 8)) >= 3_329 || ((b >> 4) | (c << 4)) >= 3_329) return false;
  }
  return true;
}
