// Passwords into keys: Argon2id (RFC 9106) [K3, D1]; the only import of hash-wasm. It is slow and large on
// purpose: never on the page's own thread. hash-wasm neither clears nor frees the WebAssembly memory of a
// call. The client therefore runs it in a separate worker and ends that worker afterwards [K3: memory
// cleared after].

import { argon2id as wasmArgon2id } from 'hash-wasm';
import { asBytes, type Bytes } from './bytes.ts';
import { CryptoError } from './crypto-error.ts';

export type Argon2Cost = {
  /** Memory in KiB (m). */
  memoryKiB: number;
  /** Passes (t). */
  passes: number;
  /** Lanes (p). */
  lanes: number;
  /** Output in bytes. */
  length: number;
};

/**
 * Argon2id, version 0x13.
 * @param password at least one byte
 * @param salt at least 8 bytes; 16 in this protocol
 * @throws CryptoError `weak-input` for an empty password or a short salt, `unavailable` without
 *   WebAssembly or memory
 */
export async function argon2id(
  password: Uint8Array,
  salt: Uint8Array,
  cost: Argon2Cost
): Promise<Bytes> {
  if (password.length === 0 || salt.length < 8) {
    throw new CryptoError('weak-input', 'password or salt too short');
  }
  try {
    const output = await wasmArgon2id({
      password,
      salt,
      memorySize: cost.memoryKiB,
      iterations: cost.passes,
      parallelism: cost.lanes,
      hashLength: cost.length,
      outputType: 'binary'
    });
    return asBytes(output);
  } catch (cause) {
    throw new CryptoError('unavailable', 'Argon2 could not run here', { cause });
  }
}
