// Shared by the crypto tests: counted bytes, and a check of a refusal's code.

import { expect } from 'vitest';
import { CryptoError, type CryptoErrorCode } from '#lib/crypto/primitives/crypto-error.ts';

/** n bytes that count up from `first`: fixed, and no two fields alike. */
export function counted(n: number, first = 0): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: n }, (_, i) => (first + i) & 255);
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

export function flipped(bytes: Uint8Array, at: number, mask = 1): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  copy[at] = (copy[at] ?? 0) ^ mask;
  return copy;
}

/** Expects a refusal with this code, thrown or rejected. */
export async function refused(code: CryptoErrorCode, run: () => unknown): Promise<void> {
  let caught: unknown = null;
  try {
    await run();
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(CryptoError);
  expect((caught as CryptoError).code).toBe(code);
}

/** A fixed stream of bytes in place of the platform's randomness, for repeatable tests. */
export function countedRandom(first = 1): (n: number) => Uint8Array<ArrayBuffer> {
  let next = first;
  return (n) =>
    Uint8Array.from({ length: n }, () => (next = (next * 1103515245 + 12345) >>> 0) >>> 24);
}
