// Randomness and encoding for the wire client, in one place: the crypto library takes both as
// arguments.
import type { Bytes } from '#lib/crypto/primitives/bytes.ts';

export const randomBytes = (length: number): Bytes =>
  crypto.getRandomValues(new Uint8Array(length));

/** What `promise` gave, or null when it was rejected by `error`'s class. */
export async function unless<T, E extends Error>(
  promise: Promise<T>,
  error: new (...args: never[]) => E
): Promise<T | null> {
  try {
    return await promise;
  } catch (reason) {
    if (reason instanceof error) return null;
    throw reason;
  }
}
