// The library behind the handshake, compared with published answers: RFC 9180 for the key schedule that we
// use (export-only, base and PSK), draft-connolly-cfrg-xwing-kem for the KEM.

import { createHash } from 'node:crypto';
import { MLKEM768X25519 } from '@noble/post-quantum/hybrid.js';
import { AEAD_EXPORT_ONLY, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from 'hpke';
import { describe, expect, it } from 'vitest';
import { hex, xwingDecapsulate } from './reference.ts';
import { hexOf } from './support.ts';

const INFO = hex('4f6465206f6e2061204772656369616e2055726e');

/** RFC 9180 appendix A.7: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, export-only. */
const RFC_9180 = [
  {
    mode: 'base',
    skR: '33d196c830a12f9ac65d6e565a590d80f04ee9b19c83c87f2c170d972a812848',
    enc: 'e5e8f9bfff6c2f29791fc351d2c25ce1299aa5eaca78a757c0b4fb4bcd830918',
    psk: {},
    exported: [
      '7a36221bd56d50fb51ee65edfd98d06a23c4dc87085aa5866cb7087244bd2a36',
      'd5535b87099c6c3ce80dc112a2671c6ec8e811a2f284f948cec6dd1708ee33f0',
      'ffaabc85a776136ca0c378e5d084c9140ab552b78f039d2e8775f26efff4c70e'
    ]
  },
  {
    mode: 'PSK',
    skR: '98f304d4ecb312689690b113973c61ffe0aa7c13f2fbe365e48f3ed09e5a6a0c',
    enc: 'd3805a97cbcd5f08babd21221d3e6b362a700572d14f9bbeb94ec078d051ae3d',
    psk: {
      psk: hex('0247fd33b913760fa1fa51e1892d9f307fbe65eb171e8132c2af18555a738b82'),
      pskId: hex('456e6e796e20447572696e206172616e204d6f726961')
    },
    exported: [
      'be6c76955334376aa23e936be013ba8bbae90ae74ed995c1c6157e6f08dd5316',
      '1721ed2aa852f84d44ad020c2e2be4e2e6375098bf48775a533505fd56a3f416',
      '7c9d79876a288507b81a5a52365a7d39cc0fa3f07e34172984f96fec07c44cba'
    ]
  }
] as const;

describe('HPKE by RFC 9180', () => {
  it.each(RFC_9180)('[K5] exports the answers of appendix A.7 in mode $mode', async (vector) => {
    const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_EXPORT_ONLY);
    const privateKey = await suite.DeserializePrivateKey(hex(vector.skR), true);
    const pair = { privateKey, publicKey: await publicHalf(suite, privateKey) };
    const context = await suite.SetupRecipient(pair, hex(vector.enc), {
      info: INFO,
      ...vector.psk
    });
    const contexts = ['', '00', '54657374436f6e74657874'];
    for (const [at, exporterContext] of contexts.entries()) {
      const value = await context.Export(hex(exporterContext), 32);
      expect(hexOf(value)).toBe(vector.exported[at]);
    }
  });
});

/** The library cannot derive the public half of an imported X25519 key itself. */
async function publicHalf(suite: CipherSuite<CryptoKey>, privateKey: CryptoKey) {
  const { x = '' } = await crypto.subtle.exportKey('jwk', privateKey);
  return suite.DeserializePublicKey(Buffer.from(x, 'base64url'));
}

/** draft-connolly-cfrg-xwing-kem, appendix C, as it is since FIPS 203 was final. */
const XWING = [
  [
    '7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26',
    '3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e235b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2',
    'd2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384'
  ],
  [
    'badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea',
    '17cda7cfad765f5623474d368ccca8af0007cd9f5e4c849f167a580b14aabdefaee7eef47cb0fca9767be1fda69419dfb927e9df07348b196691abaeb580b32d',
    'f2e86241c64d60f6649fbc6c5b7d17180b780a3f34355e64a85749949c45f150'
  ],
  [
    'ef58538b8d23f87732ea63b02b4fa0f4873360e2841928cd60dd4cee8cc0d4c9',
    '22a96188d032675c8ac850933c7aff1533b94c834adbb69c6115bad4692d8619f90b0cdf8a7b9c264029ac185b70b83f2801f2f4b3f70c593ea3aeeb613a7f1b',
    '953f7f4e8c5b5049bdc771d1dffada0dd961477d1a2ae0988baa7ea6898d893f'
  ]
] as const;

describe('MLKEM768-X25519 by its draft', () => {
  it.each(XWING)('[L2] gives the shared secret for seed %s', (seed, randomness, sharedSecret) => {
    // The secret hashes the X25519 parts of key and ciphertext, and ML-KEM's hashes its key.
    const { publicKey, secretKey } = MLKEM768X25519.keygen(hex(seed));
    const { cipherText, sharedSecret: sent } = MLKEM768X25519.encapsulate(
      publicKey,
      hex(randomness)
    );
    expect(publicKey.length).toBe(1216);
    expect(cipherText.length).toBe(1120);
    expect(hexOf(sent)).toBe(sharedSecret);
    expect(hexOf(MLKEM768X25519.decapsulate(cipherText, secretKey))).toBe(sharedSecret);
    expect(hexOf(xwingDecapsulate(hex(seed), cipherText))).toBe(sharedSecret);
  });

  it('[L2] gives the key and the ciphertext of the first case byte for byte', () => {
    const [seed, randomness] = XWING[0];
    const { publicKey } = MLKEM768X25519.keygen(hex(seed));
    const { cipherText } = MLKEM768X25519.encapsulate(publicKey, hex(randomness));
    const sha3 = (bytes: Uint8Array) => createHash('sha3-256').update(bytes).digest('hex');
    expect(sha3(publicKey)).toBe(
      '5121745904643ad9dfacca7869292c19a8a69533b53e60666b7db910b4ad6367'
    );
    expect(sha3(cipherText)).toBe(
      'c0abd149f83f45324ac3a7ddc7606c71f257e5ea86113522834a0ee1bcb34e3e'
    );
  });
});
