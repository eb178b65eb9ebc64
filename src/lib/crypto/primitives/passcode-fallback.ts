// The same Argon2id for browsers without WebAssembly (lockdown modes, some in-app browsers) [K9]. It is
// imported dynamically and only there. It is many times slower, so it reports progress. As in passcode.ts:
// never on the page's own thread.

import { argon2id as nobleArgon2id, argon2idAsync } from '@noble/hashes/argon2.js';
import { asBytes, type Bytes } from './bytes.ts';
import { CryptoError } from './crypto-error.ts';
import type { Argon2Cost } from './passcode.ts';

/**
 * Argon2id, version 0x13, in plain JavaScript.
 * @param onProgress called now and then with the part done, 0 to 1
 * @throws CryptoError `weak-input` for an empty password or a short salt
 */
export async function argon2idFallback(
  password: Uint8Array,
  salt: Uint8Array,
  cost: Argon2Cost,
  onProgress?: (fraction: number) => void
): Promise<Bytes> {
  if (password.length === 0 || salt.length < 8) {
    throw new CryptoError('weak-input', 'password or salt too short');
  }
  const options = { m: cost.memoryKiB, t: cost.passes, p: cost.lanes, dkLen: cost.length };
  if (onProgress === undefined) return asBytes(nobleArgon2id(password, salt, options));
  return asBytes(await argon2idAsync(password, salt, { ...options, onProgress }));
}
