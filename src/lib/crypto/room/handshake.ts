// ② The handshake of one epoch [K5]: HPKE mode_psk, KEM 0x647a, HKDF-SHA256, export-only. Link and code
// authenticate it as the psk. The message keys come from a fresh encapsulation and vanish with the tab.
// Only the workers import this. root and confirmKey are never stored.

import type { RecipientContext, SenderContext } from 'hpke';
import { asBytes, type Bytes, concatBytes, exactly } from '../primitives/bytes.ts';
import { CryptoError } from '../primitives/crypto-error.ts';
import {
  exportSuite,
  importPublicKey,
  importSeed,
  type KemKeyPair,
  makeKeyPair
} from '../primitives/key-pair.ts';
import { label, LABELS } from '../primitives/labels.ts';
import { DEVICE_KEY_BYTES, ENC_BYTES } from './transcript.ts';

export * from './transcript.ts';

type EpochBinding = {
  /** K4, 32 bytes. */
  psk: Uint8Array;
  /** K1, 16 bytes; also the psk's id. */
  roomId: Uint8Array;
  /** The whole H(face), 32 bytes: `faceDigest`. */
  faceHash: Uint8Array;
  /** 65 bytes. */
  deviceKey: Uint8Array;
};

/** K5: 32 bytes each. */
type EpochSecrets = { root: Bytes; confirmKey: Bytes };

/** L2: the room's key pair from 32 random bytes; `seed` is skR as it is stored. */
export async function makeRoomKeyPair(randomness: Uint8Array): Promise<KemKeyPair> {
  return makeKeyPair(randomness);
}

/**
 * The guest's side. The KEM draws its own randomness from crypto.getRandomValues: a caller could pass the
 * same twice, which reveals the shared secret. So only this direction has no fixed vector; `acceptEpoch`
 * has.
 * @param publicKey pkR from the face, 1,216 bytes
 * @returns enc 1,120 bytes, and the secrets
 * @throws CryptoError `malformed` for lengths or an invalid public key
 */
export async function beginEpoch(
  args: EpochBinding & { publicKey: Uint8Array }
): Promise<EpochSecrets & { enc: Bytes }> {
  const options = epochOptions(args);
  const suite = exportSuite();
  try {
    const publicKey = await importPublicKey(suite, args.publicKey);
    const { encapsulatedSecret, ctx } = await suite.SetupSender(publicKey, options);
    return { enc: asBytes(encapsulatedSecret), ...(await exportSecrets(ctx)) };
  } catch (cause) {
    if (cause instanceof CryptoError) throw cause;
    throw new CryptoError('malformed', 'no handshake with this public key', { cause });
  }
}

/**
 * Staff's side: the same secrets if psk, face and device key are the same. Otherwise they differ, and
 * `confirmMacMatches` shows it [J6].
 * @param args.skR the room's seed, 32 bytes
 * @throws CryptoError `malformed` for lengths or an invalid encapsulation
 */
export async function acceptEpoch(
  args: EpochBinding & { skR: Uint8Array; enc: Uint8Array }
): Promise<EpochSecrets> {
  const options = epochOptions(args);
  const enc = exactly(ENC_BYTES, args.enc, 'encapsulation');
  const suite = exportSuite();
  try {
    const privateKey = await importSeed(suite, args.skR);
    return await exportSecrets(await suite.SetupRecipient(privateKey, enc, options));
  } catch (cause) {
    if (cause instanceof CryptoError) throw cause;
    throw new CryptoError('malformed', 'no handshake with this encapsulation', { cause });
  }
}

function epochOptions(args: EpochBinding): { psk: Bytes; pskId: Bytes; info: Bytes } {
  const roomId = exactly(16, args.roomId, 'room id');
  return {
    psk: exactly(32, args.psk, 'psk', 'weak-input'),
    pskId: roomId,
    info: concatBytes(
      label(LABELS.epoch),
      roomId,
      exactly(32, args.faceHash, 'face hash'),
      exactly(DEVICE_KEY_BYTES, args.deviceKey, 'device key')
    )
  };
}

async function exportSecrets(context: SenderContext | RecipientContext): Promise<EpochSecrets> {
  return {
    root: asBytes(await context.Export(label(LABELS.root), 32)),
    confirmKey: asBytes(await context.Export(label(LABELS.confirm), 32))
  };
}
