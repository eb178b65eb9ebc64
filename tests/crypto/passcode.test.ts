import { argon2Sync } from 'node:crypto';
import { argon2id as nobleArgon2id } from '@noble/hashes/argon2.js';
import { describe, expect, it } from 'vitest';
import { GUEST_ARGON2, STAFF_ARGON2 } from '#lib/crypto/room/key-schedule.ts';
import { argon2id } from '#lib/crypto/primitives/passcode.ts';
import { argon2idFallback } from '#lib/crypto/primitives/passcode-fallback.ts';
import { stretchHere } from '#lib/crypto/primitives/stretch.ts';
import { counted, hexOf, refused } from './support.ts';

const RFC_9106 = '0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659';

describe('the judges themselves, by RFC 9106 section 5.3', () => {
  const password = new Uint8Array(32).fill(1);
  const salt = new Uint8Array(16).fill(2);
  const key = new Uint8Array(8).fill(3);
  const data = new Uint8Array(12).fill(4);

  it('[K9] the library behind the fallback gives the answer with secret and associated data', () => {
    const options = { t: 3, m: 32, p: 4, dkLen: 32, key, personalization: data };
    expect(hexOf(nobleArgon2id(password, salt, options))).toBe(RFC_9106);
  });

  it('[K3] OpenSSL gives the same answer', () => {
    const output = argon2Sync('argon2id', {
      message: password,
      nonce: salt,
      parallelism: 4,
      tagLength: 32,
      memory: 32,
      passes: 3,
      secret: key,
      associatedData: data
    });
    expect(hexOf(output)).toBe(RFC_9106);
  });
});

const openssl = (password: Uint8Array, salt: Uint8Array, cost: typeof GUEST_ARGON2) =>
  argon2Sync('argon2id', {
    message: password,
    nonce: salt,
    parallelism: cost.lanes,
    tagLength: cost.length,
    memory: cost.memoryKiB,
    passes: cost.passes
  });

describe('Argon2id', () => {
  const password = Buffer.from('password');
  const salt = Buffer.from('somesalt');

  it.each([
    [65_536, 2, 1, '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7'],
    [256, 2, 1, '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe'],
    [256, 2, 2, '6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037']
  ])('[K3] gives the answer of its authors at m = %i, t = %i, p = %i', async (m, t, p, answer) => {
    const cost = { memoryKiB: m, passes: t, lanes: p, length: 32 };
    expect(hexOf(await argon2id(password, salt, cost))).toBe(answer);
  });

  it('[K9] is the same with WebAssembly, without it, and in OpenSSL', async () => {
    for (const cost of [
      { memoryKiB: 8, passes: 1, lanes: 1, length: 4 },
      { memoryKiB: 64, passes: 3, lanes: 2, length: 32 },
      { memoryKiB: 512, passes: 3, lanes: 1, length: 64 }
    ]) {
      const wasm = hexOf(await argon2id(counted(40), counted(16), cost));
      expect(hexOf(await argon2idFallback(counted(40), counted(16), cost))).toBe(wasm);
      expect(hexOf(openssl(counted(40), counted(16), cost))).toBe(wasm);
    }
  });

  it('[K3] [D1] runs with the protocol’s own costs', async () => {
    expect(GUEST_ARGON2).toEqual({ memoryKiB: 32 * 1024, passes: 3, lanes: 1, length: 32 });
    expect(STAFF_ARGON2).toEqual({ memoryKiB: 64 * 1024, passes: 3, lanes: 1, length: 32 });
    for (const cost of [GUEST_ARGON2, STAFF_ARGON2]) {
      const output = await stretchHere(counted(20), counted(16), cost);
      expect(hexOf(output)).toBe(hexOf(openssl(counted(20), counted(16), cost)));
    }
  });

  it('[K9] reports progress up to the end on the slow way', async () => {
    const seen: number[] = [];
    const cost = { memoryKiB: 1024, passes: 3, lanes: 1, length: 32 };
    const slow = await argon2idFallback(counted(9), counted(16), cost, (part) => seen.push(part));
    expect(hexOf(slow)).toBe(hexOf(await argon2id(counted(9), counted(16), cost)));
    expect(seen.at(-1)).toBe(1);
  });

  it('[K9] takes the slow way by itself where WebAssembly is off', async () => {
    const cost = { memoryKiB: 64, passes: 1, lanes: 1, length: 32 };
    const expected = hexOf(await argon2id(counted(9), counted(16), cost));
    const { WebAssembly: kept } = globalThis;
    Reflect.deleteProperty(globalThis, 'WebAssembly');
    try {
      expect(hexOf(await stretchHere(counted(9), counted(16), cost))).toBe(expected);
    } finally {
      globalThis.WebAssembly = kept;
    }
  });

  it('[K3] refuses an empty password and a short salt', async () => {
    for (const run of [argon2id, argon2idFallback]) {
      await refused('weak-input', () => run(new Uint8Array(0), counted(16), GUEST_ARGON2));
      await refused('weak-input', () => run(counted(5), counted(7), GUEST_ARGON2));
    }
  });
});
