// Device-key signatures [J2, J3, J8]: ECDSA P-256 with SHA-256, by WebCrypto, on both sides. The private
// key is non-extractable in IndexedDB; the guest's shell makes and keeps it. Only transcript.ts makes the
// messages to sign.

import { asBytes, type Bytes, exactly } from '../primitives/bytes.ts';
import { DEVICE_KEY_BYTES } from './transcript.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** What `crypto.subtle.generateKey` wants for a device key. */
export const DEVICE_KEY_ALGORITHM = ALGORITHM;

/** 64 bytes, r ‖ s. */
export async function signWithDevice(privateKey: CryptoKey, message: Uint8Array): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign(SIGNATURE, privateKey, asBytes(message)));
}

/** The public half as the protocol writes it: 65 bytes, uncompressed. */
export async function exportDeviceKey(publicKey: CryptoKey): Promise<Bytes> {
  const raw = new Uint8Array((await crypto.subtle.exportKey('raw', publicKey)) as ArrayBuffer);
  return exactly(DEVICE_KEY_BYTES, raw, 'device key');
}

/**
 * Whether this device signed this message. Also false for bytes that are no key or no signature: to the
 * room both mean "not this device".
 * @param devicePublicKey 65 bytes
 * @param signature 64 bytes, r ‖ s
 */
export async function verifyDeviceSignature(
  devicePublicKey: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array
): Promise<boolean> {
  if (devicePublicKey.length !== DEVICE_KEY_BYTES || signature.length !== 64) return false;
  try {
    const raw = asBytes(devicePublicKey);
    const key = await crypto.subtle.importKey('raw', raw, ALGORITHM, false, ['verify']);
    return await crypto.subtle.verify(SIGNATURE, key, asBytes(signature), asBytes(message));
  } catch {
    return false;
  }
}
