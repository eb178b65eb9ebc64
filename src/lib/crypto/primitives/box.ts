// Boxes that wait on the server for the holder of a private key [S4]: HPKE mode_base, KEM 0x647a,
// HKDF-SHA256, AES-256-GCM. They are bound to purpose, service, object and key version, so a swapped box
// does not open. Only the workers import this.

import { asBytes, type Bytes, concatBytes, exactly, readU32be, u32be } from './bytes.ts';
import { CryptoError } from './crypto-error.ts';
import { boxSuite, importPublicKey, importSeed, type KemKeyPair, makeKeyPair } from './key-pair.ts';
import { label } from './labels.ts';
import { STAFF_LABELS } from './staff-labels.ts';
import { ENC_BYTES } from '../room/transcript.ts';

export type BoxPurpose = 'desk' | 'archive' | 'role-desk' | 'role-archive';

type BoxBinding = {
  purpose: BoxPurpose;
  /** 4 bytes. */
  serviceId: Uint8Array;
  /** What the box belongs to: a room id or a member id, 16 bytes. */
  objectId: Uint8Array;
  /** Version of the recipient's key, 32 bits. */
  keyVersion: number;
};

const VERSION = 1;
const HEAD_BYTES = 5;

/** A key pair for boxes, from 32 random bytes; `seed` is the private key as it is stored. */
export async function makeBoxKeyPair(randomness: Uint8Array): Promise<KemKeyPair> {
  return makeKeyPair(randomness);
}

/** version(1) ‖ keyVersion(4) ‖ enc(1,120) ‖ ciphertext. @param args.publicKey 1,216 bytes */
export async function sealBox(
  args: BoxBinding & { publicKey: Uint8Array; plaintext: Uint8Array }
): Promise<Bytes> {
  const aad = boxAad(args);
  const suite = boxSuite();
  try {
    const publicKey = await importPublicKey(suite, args.publicKey);
    const options = { aad, info: boxInfo(args.purpose) };
    const sealed = await suite.Seal(publicKey, args.plaintext, options);
    const head = concatBytes(Uint8Array.of(VERSION), u32be(args.keyVersion));
    return concatBytes(head, sealed.encapsulatedSecret, sealed.ciphertext);
  } catch (cause) {
    if (cause instanceof CryptoError) throw cause;
    throw new CryptoError('malformed', 'no box for this public key', { cause });
  }
}

/**
 * @param args.seed the private key, 32 bytes
 * @throws CryptoError `truncated`, `unsupported-version`, `malformed` (sealed to another key
 *   version), `authentication-failed` (another key, purpose, service or object, or altered)
 */
export async function openBox(
  args: BoxBinding & { seed: Uint8Array; box: Uint8Array }
): Promise<Bytes> {
  const aad = boxAad(args);
  if (boxKeyVersion(args.box) !== args.keyVersion) {
    throw new CryptoError('malformed', 'sealed to another key version');
  }
  const suite = boxSuite();
  const privateKey = await importSeed(suite, args.seed);
  const enc = asBytes(args.box.slice(HEAD_BYTES, HEAD_BYTES + ENC_BYTES));
  const ciphertext = asBytes(args.box.slice(HEAD_BYTES + ENC_BYTES));
  try {
    const options = { aad, info: boxInfo(args.purpose) };
    return asBytes(await suite.Open(privateKey, enc, ciphertext, options));
  } catch (cause) {
    throw new CryptoError('authentication-failed', 'the box does not open', { cause });
  }
}

/** The key version that a box is sealed to. @throws CryptoError as `openBox` */
export function boxKeyVersion(box: Uint8Array): number {
  if (box.length < HEAD_BYTES + ENC_BYTES + 16) throw new CryptoError('truncated', 'no whole box');
  if (box[0] !== VERSION) throw new CryptoError('unsupported-version', 'a later box');
  return readU32be(box, 1);
}

function boxInfo(purpose: BoxPurpose): Bytes {
  const labels = {
    desk: STAFF_LABELS.boxDesk,
    archive: STAFF_LABELS.boxArchive,
    'role-desk': STAFF_LABELS.boxRoleDesk,
    'role-archive': STAFF_LABELS.boxRoleArchive
  } as const;
  return label(labels[purpose]);
}

function boxAad(binding: BoxBinding): Bytes {
  return concatBytes(
    exactly(4, binding.serviceId, 'service id'),
    exactly(16, binding.objectId, 'object id'),
    u32be(binding.keyVersion)
  );
}
