// The printed recovery code of a member of staff [D1]: 160 random bits in Crockford's base32 with 20 bits
// of checksum, nine groups of four. Reading is forgiving (case, spaces, O for 0, I or L for 1) but never
// wrong: a slip fails the checksum. It is worth as much as the passphrase: never store it.

import { type Bytes, concatBytes, exactly } from '../primitives/bytes.ts';
import { hkdf, sha256 } from '../primitives/hash.ts';
import { label } from '../primitives/labels.ts';
import { STAFF_LABELS } from '../primitives/staff-labels.ts';

export const RECOVERY_CODE_BYTES = 20;

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LETTERS = 36;

/** @param code 20 random bytes @returns as `XXXX-XXXX-…`, nine groups */
export function recoveryCodeFormat(code: Uint8Array): string {
  const bytes = exactly(RECOVERY_CODE_BYTES, code, 'recovery code', 'weak-input');
  let letters = '';
  let held = 0;
  let bits = 0;
  // 160 bits fill 32 letters; the first 20 bits of the checksum fill four more.
  for (const byte of concatBytes(bytes, checksum(bytes))) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      letters += ALPHABET.charAt((held >> bits) & 31);
    }
  }
  return (letters.slice(0, LETTERS).match(/.{4}/g) ?? []).join('-');
}

/** The 20 bytes of a typed code; null when it is not one whole valid code. */
export function recoveryCodeParse(text: string): Bytes | null {
  const letters = text
    .toUpperCase()
    .replace(/[\s\p{P}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (letters.length !== LETTERS) return null;
  const bytes = new Uint8Array(RECOVERY_CODE_BYTES);
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const letter of letters) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) return null;
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8 && at < bytes.length) {
      bits -= 8;
      bytes[at++] = (held >> bits) & 255;
    }
  }
  return recoveryCodeFormat(bytes).replaceAll('-', '') === letters ? bytes : null;
}

/** X of D1 from the code: 32 bytes. No Argon2: 160 random bits need none. @param salt 16 bytes */
export function recoverySecret(code: Uint8Array, salt: Uint8Array): Bytes {
  const ikm = exactly(RECOVERY_CODE_BYTES, code, 'recovery code', 'weak-input');
  return hkdf(ikm, label(STAFF_LABELS.recovery), 32, exactly(16, salt, 'salt'));
}

function checksum(code: Bytes): Bytes {
  return sha256(label(STAFF_LABELS.recoveryCheck), code).slice(0, 3);
}
