import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hkdf, hkdfExpand, hkdfExtract, hmacSha256, sha256 } from '#lib/crypto/primitives/hash.ts';
import { hex } from './reference.ts';
import { counted, hexOf } from './support.ts';

describe('HKDF-SHA256 by RFC 5869', () => {
  it('[K4] gives the answers of appendix A.1', () => {
    const prk = hkdfExtract(counted(13), hex('0b'.repeat(22)));
    expect(hexOf(prk)).toBe('077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5');
    expect(hexOf(hkdfExpand(prk, counted(10, 0xf0), 42))).toBe(
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865'
    );
  });

  it('[K4] gives the answer of appendix A.2, with long inputs', () => {
    expect(hexOf(hkdf(counted(80), counted(80, 0xb0), 82, counted(80, 0x60)))).toBe(
      'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c' +
        '59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71' +
        'cc30c58179ec3e87c14c01d5c1f3434f1d87'
    );
  });

  it('[K1] gives the answer of appendix A.3, with salt and info empty', () => {
    expect(hexOf(hkdf(hex('0b'.repeat(22)), new Uint8Array(0), 42))).toBe(
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8'
    );
  });
});

describe('hash and code', () => {
  it('[O2] hashes parts as if they were joined (FIPS 180-4)', () => {
    const answer = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(hexOf(sha256(hex('616263')))).toBe(answer);
    expect(hexOf(sha256(hex('61'), hex(''), hex('6263')))).toBe(answer);
  });

  it('[J3] authenticates parts as if they were joined (RFC 4231 case 2)', () => {
    const message = Buffer.from('what do ya want for nothing?');
    const code = hmacSha256(Buffer.from('Jefe'), message.subarray(0, 5), message.subarray(5));
    expect(hexOf(code)).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
    expect(hexOf(hmacSha256(counted(200), message))).toBe(
      createHmac('sha256', counted(200)).update(message).digest('hex')
    );
  });
});
