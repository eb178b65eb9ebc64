// A staff member's keys under a secret of their own [D1]. X is Argon2id of the passphrase, or comes from
// the recovery code. One half of it signs in, the other opens the seeds. Neither half reveals the other, so
// the server that checks the first never learns a seed.

import { type Bytes, concatBytes, exactly } from '../primitives/bytes.ts';
import { CryptoError } from '../primitives/crypto-error.ts';
import { hkdfExpand } from '../primitives/hash.ts';
import { label } from '../primitives/labels.ts';
import { STAFF_LABELS } from '../primitives/staff-labels.ts';
import { importSealKey, open, seal } from '../primitives/seal.ts';

export {
  RECOVERY_CODE_BYTES,
  recoveryCodeFormat,
  recoveryCodeParse,
  recoverySecret
} from './recovery-code.ts';
export {
  importSigningKey,
  signBytes,
  signingPublicKey,
  verifyBytes
} from '../primitives/signing-key.ts';

export type StaffSeeds = {
  /** The member's private HPKE key, 32 bytes [S4]. */
  boxSeed: Bytes;
  /** The member's Ed25519 seed, 32 bytes. */
  signSeed: Bytes;
};

type WrapContext = {
  /** 4 bytes. */
  serviceId: Uint8Array;
  /** 16 bytes. */
  memberId: Uint8Array;
  /** Which of the member's credentials, 16 bytes. */
  credentialId: Uint8Array;
};

const VERSION = 1;

/** @param x 32 bytes @returns two keys of 32 bytes; the desk stores H(auth) */
export function deriveStaffAuth(x: Uint8Array): { auth: Bytes; wrapKey: Bytes } {
  const secret = exactly(32, x, 'staff secret', 'weak-input');
  return {
    auth: hkdfExpand(secret, label(STAFF_LABELS.staffAuth), 32),
    wrapKey: hkdfExpand(secret, label(STAFF_LABELS.staffWrap), 32)
  };
}

/** Sealed version(1) ‖ boxSeed ‖ signSeed: 137 bytes. @param salt 24 random bytes */
export async function wrapSeeds(
  wrapKey: Uint8Array,
  context: WrapContext,
  seeds: StaffSeeds,
  salt: Uint8Array
): Promise<Bytes> {
  const plaintext = concatBytes(
    Uint8Array.of(VERSION),
    exactly(32, seeds.boxSeed, 'box seed', 'weak-input'),
    exactly(32, seeds.signSeed, 'signing seed', 'weak-input')
  );
  return seal(await importSealKey(wrapKey), wrapContext(context), plaintext, salt);
}

/**
 * @throws CryptoError `commitment-mismatch` (another passphrase, member or credential),
 *   `authentication-failed`, `truncated`, `unsupported-version`
 */
export async function unwrapSeeds(
  wrapKey: Uint8Array,
  context: WrapContext,
  wrapped: Uint8Array
): Promise<StaffSeeds> {
  const plaintext = await open(await importSealKey(wrapKey), wrapContext(context), wrapped);
  if (plaintext[0] !== VERSION) throw new CryptoError('unsupported-version', 'a later layout');
  exactly(65, plaintext, 'wrapped seeds');
  return { boxSeed: plaintext.slice(1, 33), signSeed: plaintext.slice(33, 65) };
}

function wrapContext(context: WrapContext): Bytes {
  return concatBytes(
    label(STAFF_LABELS.staffSeeds),
    exactly(4, context.serviceId, 'service id'),
    exactly(16, context.memberId, 'member id'),
    exactly(16, context.credentialId, 'credential id')
  );
}
