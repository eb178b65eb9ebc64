// The key that stands for this device in one room [J2]: non-extractable, in IndexedDB where that
// works, in memory where it does not (then only the code words lead back).
import { DEVICE_KEY_ALGORITHM, exportDeviceKey } from '#lib/crypto/device-key.ts';
import type { DeviceKey, GuestStorage } from './guest-storage.ts';

const inMemory = new Map<string, DeviceKey>();

/** The key that is already here. Returns null when there is none. */
export async function knownDeviceKey(
  storage: GuestStorage,
  room: string
): Promise<DeviceKey | null> {
  const held = inMemory.get(room);
  if (held !== undefined) return held;
  return storage.deviceKey(room).catch(() => null);
}

/** The key that is already here, or a new one. Never fails for want of storage. */
export async function ownDeviceKey(
  storage: GuestStorage,
  room: string,
  serviceId: string
): Promise<DeviceKey> {
  const known = await knownDeviceKey(storage, room);
  if (known !== null) return known;
  const pair = (await crypto.subtle.generateKey(DEVICE_KEY_ALGORITHM, false, [
    'sign',
    'verify'
  ])) as CryptoKeyPair;
  const key: DeviceKey = {
    privateKey: pair.privateKey,
    publicKey: await exportDeviceKey(pair.publicKey)
  };
  const kept = await storage.keepDeviceKey(room, serviceId, key).catch(() => false);
  if (!kept) inMemory.set(room, key);
  return key;
}

/** After Exit nothing stays, not even in memory. */
export const forgetDeviceKeys = (): void => inMemory.clear();
