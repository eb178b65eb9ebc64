// A second implementation of the protocol's K and S rules, written from the documents and node:crypto
// alone: it imports nothing of src/lib/crypto. Slow and plain on purpose. Tests compare the real one with
// it; it never replaces it.

import {
  createCipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  decapsulate,
  diffieHellman,
  hkdfSync
} from 'node:crypto';

export const H = (...parts: Uint8Array[]): Buffer =>
  createHash('sha256').update(Buffer.concat(parts)).digest();

export const ascii = (text: string): Buffer => Buffer.from(text, 'ascii');
export const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/** Big-endian number of this many bytes. */
export function number(value: number, bytes: number): Buffer {
  const out = Buffer.alloc(bytes);
  out.writeUIntBE(value, Math.max(0, bytes - 6), Math.min(6, bytes));
  return out;
}

/** RFC 5869, both steps. */
export const hkdf = (ikm: Uint8Array, info: Uint8Array, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', ikm, Buffer.alloc(0), info, length));

export const extract = (salt: Uint8Array, ikm: Uint8Array): Buffer =>
  createHmac('sha256', salt).update(ikm).digest();

/** RFC 5869 section 2.3, for any hash. */
export function expand(prk: Uint8Array, info: Uint8Array, length: number, hash = 'sha256'): Buffer {
  let block: Buffer = Buffer.alloc(0);
  let output: Buffer = Buffer.alloc(0);
  for (let counter = 1; output.length < length; counter++) {
    block = createHmac(hash, prk).update(block).update(info).update(number(counter, 1)).digest();
    output = Buffer.concat([output, block]);
  }
  return output.subarray(0, length);
}

/** C2SP chunked-encryption, Cobblestone-256, from the text of the specification. */
export function cobblestone(
  key: Uint8Array,
  context: Uint8Array,
  message: Uint8Array,
  salt: Uint8Array
): Buffer {
  const info = Buffer.concat([
    ascii('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM'),
    number(0, 1),
    salt,
    context
  ]);
  const derived = expand(key, info, 76, 'sha512');
  const pieces = [salt, derived.subarray(44)];
  for (let chunk = 0; chunk * 16384 <= message.length; chunk++) {
    const counter = number(chunk, 12);
    const nonce = derived.subarray(32, 44).map((byte, at) => byte ^ (counter[at] ?? 0));
    const cipher = createCipheriv('aes-256-gcm', derived.subarray(0, 32), nonce);
    const part = message.subarray(chunk * 16384, (chunk + 1) * 16384);
    pieces.push(cipher.update(part), cipher.final(), cipher.getAuthTag());
  }
  return Buffer.concat(pieces);
}

/** S3: length, bytes, zeros. */
export function padded(content: Uint8Array, total: number): Buffer {
  const out = Buffer.alloc(total);
  out.writeUInt32BE(content.length);
  out.set(content, 4);
  return out;
}

const ML_KEM_768_PKCS8 = hex('3054020100300b060960864801650304040204428040');
const X25519_PKCS8 = hex('302e020100300506032b656e04220420');
const X25519_SPKI = hex('302a300506032b656e032100');

/** draft-connolly-cfrg-xwing-kem, Decapsulate: KEM 0x647a. */
export function xwingDecapsulate(seed: Uint8Array, enc: Uint8Array): Buffer {
  const wide = createHash('shake256', { outputLength: 96 }).update(seed).digest();
  const mlKem = createPrivateKey({
    key: Buffer.concat([ML_KEM_768_PKCS8, wide.subarray(0, 64)]),
    format: 'der',
    type: 'pkcs8'
  });
  const x25519 = createPrivateKey({
    key: Buffer.concat([X25519_PKCS8, wide.subarray(64)]),
    format: 'der',
    type: 'pkcs8'
  });
  const ephemeral = createPublicKey({
    key: Buffer.concat([X25519_SPKI, enc.subarray(1088)]),
    format: 'der',
    type: 'spki'
  });
  const publicX = createPublicKey(x25519).export({ format: 'der', type: 'spki' }).subarray(12);
  return createHash('sha3-256')
    .update(decapsulate(mlKem, enc.subarray(0, 1088)))
    .update(diffieHellman({ privateKey: x25519, publicKey: ephemeral }))
    .update(enc.subarray(1088))
    .update(publicX)
    .update(hex('5c2e2f2f5e5c'))
    .digest();
}

/** RFC 9180 section 5.1, HKDF-SHA256 throughout. */
export function hpkeKeySchedule(args: {
  kem: number;
  aead: number;
  sharedSecret: Uint8Array;
  info: Uint8Array;
  psk?: Uint8Array;
  pskId?: Uint8Array;
}): { key: Buffer; nonce: Buffer; exported: (context: Uint8Array, length: number) => Buffer } {
  const suite = Buffer.concat([
    ascii('HPKE'),
    number(args.kem, 2),
    number(1, 2),
    number(args.aead, 2)
  ]);
  const none = Buffer.alloc(0);
  const labeledExtract = (salt: Uint8Array, name: string, ikm: Uint8Array) =>
    extract(salt, Buffer.concat([ascii('HPKE-v1'), suite, ascii(name), ikm]));
  const labeledExpand = (prk: Uint8Array, name: string, info: Uint8Array, length: number) =>
    expand(
      prk,
      Buffer.concat([number(length, 2), ascii('HPKE-v1'), suite, ascii(name), info]),
      length
    );
  const context = Buffer.concat([
    number(args.psk === undefined ? 0 : 1, 1),
    labeledExtract(none, 'psk_id_hash', args.pskId ?? none),
    labeledExtract(none, 'info_hash', args.info)
  ]);
  const secret = labeledExtract(args.sharedSecret, 'secret', args.psk ?? none);
  const exporter = labeledExpand(secret, 'exp', context, 32);
  return {
    key: labeledExpand(secret, 'key', context, 32),
    nonce: labeledExpand(secret, 'base_nonce', context, 12),
    exported: (exporterContext, length) => labeledExpand(exporter, 'sec', exporterContext, length)
  };
}
