// The key that identifies this device in one room [J2]: non-extractable, in IndexedDB where that works,
// otherwise in memory (then only the code words lead back). A key that cannot be read now is not treated as
// missing: it is never overwritten, and the page says that it uses a different one. Two tabs that make one
// at once go by the one that was stored first. [R6]
import { DEVICE_KEY_ALGORITHM, exportDeviceKey } from '#lib/crypto/room/device-key.ts';
import { isNewer } from '#lib/sync/storage-error.ts';
import type { DeviceKey, GuestStorage } from './guest-storage.ts';

interface OwnKey {
  readonly key: DeviceKey;
  /** False: there may be one here that cannot be read, and this is a different one. */
  readonly recognised: boolean;
}

const inMemory = new Map<string, OwnKey>();
/** Delay before a failed read is retried once. */
const AGAIN_MS = 300;

/**
 * The key that is already here. Returns null when there is none.
 * @throws StorageError `newer` also for anything else that a later page has left: nothing is begun then
 */
export async function knownDeviceKey(
  storage: GuestStorage,
  room: string
): Promise<DeviceKey | null> {
  const held = inMemory.get(room);
  if (held?.recognised === true) return held.key;
  const read = async (): Promise<DeviceKey | null> => {
    await storage.outbox.refuseLater();
    return storage.deviceKey(room);
  };
  return read().catch(async (error: unknown) => {
    if (isNewer(error)) throw error;
    await new Promise((go) => setTimeout(go, AGAIN_MS));
    return read();
  });
}

async function makeKey(): Promise<DeviceKey> {
  const { privateKey, publicKey } = (await crypto.subtle.generateKey(DEVICE_KEY_ALGORITHM, false, [
    'sign',
    'verify'
  ])) as CryptoKeyPair;
  return { privateKey, publicKey: await exportDeviceKey(publicKey) };
}

/**
 * The key that is already here, or a new one. Works without storage, too.
 * @throws StorageError `newer`: a later page has used the disk, and such a page can read the key
 */
export async function ownDeviceKey(
  storage: GuestStorage,
  room: string,
  serviceId: string
): Promise<OwnKey> {
  let recognised = true;
  try {
    const known = await knownDeviceKey(storage, room);
    if (known !== null) return { key: known, recognised };
  } catch (error) {
    if (isNewer(error)) throw error;
    recognised = false;
  }
  const key = inMemory.get(room)?.key ?? (await makeKey());
  const kept = recognised
    ? await storage.keepDeviceKey(room, serviceId, key).catch(() => null)
    : null;
  const own: OwnKey = { key: kept ?? key, recognised };
  if (kept) inMemory.delete(room);
  else inMemory.set(room, own);
  return own;
}

/** After Exit nothing stays, not even in memory. */
export const forgetDeviceKeys = (): void => inMemory.clear();
