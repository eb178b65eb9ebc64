// ③ Sealing: the one construction for messages and files [S1], WebCrypto only. C2SP chunked-encryption
// (https://c2sp.org/chunked-encryption), instance Cobblestone-256: SHA-512 and AES-256-GCM. It never
// returns plaintext before the commitment is checked. No salt may be used twice with one key: the caller
// passes 24 fresh random bytes.

import { asBytes, type Bytes, concatBytes, equalBytes, exactly, utf8 } from './bytes.ts';
import { CryptoError } from './crypto-error.ts';

export const SALT_BYTES = 24;
const CHUNK_BYTES = 16_384;
const TAG_BYTES = 16;
/** salt ‖ commitment: stands before the first chunk. */
export const SEAL_PREFIX_BYTES = SALT_BYTES + 32;

const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;
/** A single call of 16 KiB is mostly waiting; this many at once keep the cipher busy. */
const CALLS_IN_FLIGHT = 16;
/** The format ends at 2³⁸ chunks; our limit is what one array can hold. */
const MAX_CHUNKS = 2 ** 32;

declare const sealKeyBrand: unique symbol;
/** A 32-byte sealing key that cannot be read back. */
export type SealKey = CryptoKey & { readonly [sealKeyBrand]: true };

type MessageKey = { aes: CryptoKey; baseNonce: Bytes; commitment: Bytes };

/**
 * @param raw 32 uniformly random bytes
 * @throws CryptoError `weak-input` for any other length
 */
export async function importSealKey(raw: Uint8Array): Promise<SealKey> {
  const key = exactly(32, raw, 'sealing key', 'weak-input');
  const algorithm = { name: 'HMAC', hash: 'SHA-512' };
  return (await crypto.subtle.importKey('raw', key, algorithm, false, ['sign'])) as SealKey;
}

/**
 * Seals a whole message: salt(24) ‖ commitment(32) ‖ chunks. Adds 56 bytes and 16 per chunk.
 * @param salt 24 random bytes, never twice for one key
 * @throws CryptoError `weak-input` for a salt of another length
 */
export async function seal(
  key: SealKey,
  context: Uint8Array,
  plaintext: Uint8Array,
  salt: Uint8Array
): Promise<Bytes> {
  const start = exactly(SALT_BYTES, salt, 'salt', 'weak-input');
  const message = await deriveMessageKey(key, start, context);
  const chunks = Math.floor(plaintext.length / CHUNK_BYTES) + 1;
  if (chunks > MAX_CHUNKS) throw new CryptoError('malformed', 'too long to seal');
  const sealed = new Uint8Array(SEAL_PREFIX_BYTES + plaintext.length + chunks * TAG_BYTES);
  sealed.set(start);
  sealed.set(message.commitment, SALT_BYTES);
  await inFlight(chunks, async (index) => {
    const chunk = plaintext.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
    const iv = chunkNonce(message.baseNonce, index);
    const out = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, message.aes, asBytes(chunk));
    sealed.set(new Uint8Array(out), SEAL_PREFIX_BYTES + index * SEALED_CHUNK_BYTES);
  });
  return sealed;
}

/**
 * Opens what `seal` made with the same key and context.
 * @throws CryptoError `truncated` (a length that sealing cannot give), `commitment-mismatch`
 *   (another key or context), `authentication-failed` (a chunk altered, moved or cut)
 */
export async function open(key: SealKey, context: Uint8Array, sealed: Uint8Array): Promise<Bytes> {
  const body = sealed.length - SEAL_PREFIX_BYTES;
  const rest = body % SEALED_CHUNK_BYTES;
  if (body < TAG_BYTES || rest < TAG_BYTES) throw new CryptoError('truncated', 'sealed bytes cut');
  const chunks = Math.floor(body / SEALED_CHUNK_BYTES) + 1;
  const message = await deriveMessageKey(key, asBytes(sealed.subarray(0, SALT_BYTES)), context);
  if (!equalBytes(message.commitment, sealed.subarray(SALT_BYTES, SEAL_PREFIX_BYTES))) {
    throw new CryptoError('commitment-mismatch', 'sealed with another key or context');
  }
  const plaintext = new Uint8Array(body - chunks * TAG_BYTES);
  await inFlight(chunks, async (index) => {
    const from = SEAL_PREFIX_BYTES + index * SEALED_CHUNK_BYTES;
    const chunk = asBytes(sealed.subarray(from, from + SEALED_CHUNK_BYTES));
    const iv = chunkNonce(message.baseNonce, index);
    plaintext.set(await openChunk(message.aes, iv, chunk), index * CHUNK_BYTES);
  });
  return plaintext;
}

/** The sealed length of a plaintext of this length. */
export function sealedLength(plaintextLength: number): number {
  const chunks = Math.floor(plaintextLength / CHUNK_BYTES) + 1;
  return SEAL_PREFIX_BYTES + plaintextLength + chunks * TAG_BYTES;
}

async function openChunk(aes: CryptoKey, iv: Bytes, chunk: Bytes): Promise<Bytes> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, aes, chunk));
  } catch (cause) {
    throw new CryptoError('authentication-failed', 'a chunk is not what was sealed', { cause });
  }
}

/** HKDF-Expand with SHA-512 by hand, because WebCrypto's HKDF always extracts first. */
async function deriveMessageKey(
  key: SealKey,
  salt: Bytes,
  context: Uint8Array
): Promise<MessageKey> {
  const name = utf8('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM');
  const info = concatBytes(name, Uint8Array.of(0), salt, context);
  const first = await crypto.subtle.sign('HMAC', key, concatBytes(info, Uint8Array.of(1)));
  const firstBlock = new Uint8Array(first);
  const rest = concatBytes(firstBlock, info, Uint8Array.of(2));
  const second = await crypto.subtle.sign('HMAC', key, rest);
  const output = concatBytes(firstBlock, new Uint8Array(second));
  const aes = await crypto.subtle.importKey('raw', output.slice(0, 32), 'AES-GCM', false, [
    'encrypt',
    'decrypt'
  ]);
  const baseNonce = output.slice(32, 44);
  const commitment = output.slice(44, 76);
  output.fill(0);
  return { aes, baseNonce, commitment };
}

/** Base nonce XOR chunk number, big-endian, right-aligned. */
function chunkNonce(baseNonce: Bytes, index: number): Bytes {
  const nonce = baseNonce.slice();
  const view = new DataView(nonce.buffer);
  view.setUint32(8, (view.getUint32(8) ^ index) >>> 0);
  return nonce;
}

/** Runs every index once, several at a time; the first failure is the result. */
async function inFlight(count: number, run: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await run(next++);
  };
  await Promise.all(Array.from({ length: Math.min(CALLS_IN_FLIGHT, count) }, lane));
}
