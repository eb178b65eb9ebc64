// What lies on the young person's phone, all of it: device keys, sealed messages that wait, and the
// resume box. One database with a name that says nothing. No text, name or key that can be read or
// taken away ever enters here. Rules: J2, O3, P1.
import { openDB, type IDBPDatabase } from 'idb';
import { createOutboxStore, outboxStoreIn, type OutboxStore } from '#lib/room/outbox-store.ts';
import { GUEST_DATABASE } from './exit.ts';

const KEYS = 'keys';
const BOXES = 'boxes';

interface KeyRow {
  /** Lower-case hexadecimal room id. */
  readonly room: string;
  readonly serviceId: string;
  readonly privateKey: CryptoKey;
  /** 65 bytes. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
}

export interface DeviceKey {
  readonly privateKey: CryptoKey;
  /** 65 bytes, uncompressed. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
}

export interface GuestStorage {
  readonly outbox: OutboxStore;
  /** Returns null when this room has no key here, or none that can be used. */
  deviceKey(room: string): Promise<(DeviceKey & { readonly serviceId: string }) | null>;
  /** Returns whether the key can really be had back: some browsers store it and return nothing. */
  keepDeviceKey(room: string, serviceId: string, key: DeviceKey): Promise<boolean>;
  /** Rooms that this device has a key for. */
  rooms(): Promise<string[]>;
  /** Newest first; at most two, the older one until the room holds the newer one's share. */
  boxes(room: string, epochId: string): Promise<Uint8Array<ArrayBuffer>[]>;
  keepBoxes(
    room: string,
    epochId: string,
    boxes: readonly Uint8Array<ArrayBuffer>[]
  ): Promise<void>;
  dropBoxes(room: string): Promise<void>;
  close(): void;
}

interface BoxRow {
  readonly room: string;
  readonly epochId: string;
  readonly boxes: readonly Uint8Array<ArrayBuffer>[];
}

const usable = (key: unknown): key is CryptoKey =>
  key instanceof CryptoKey && key.type === 'private' && !key.extractable;

/** Opens on first use; a connection that the phone cut is opened anew. */
export function openGuestStorage(): GuestStorage {
  let opening: Promise<IDBPDatabase> | null = null;
  let closed = false;

  function connection(): Promise<IDBPDatabase> {
    if (closed) return Promise.reject(new Error('storage is closed'));
    const open = (): Promise<IDBPDatabase> =>
      openDB(GUEST_DATABASE, 1, {
        upgrade(db) {
          db.createObjectStore(KEYS, { keyPath: 'room' });
          db.createObjectStore(BOXES, { keyPath: 'room' });
          createOutboxStore(db);
        },
        // Exit in another tab deletes the database: do not stand in its way.
        blocking: (_now, _wanted, event) => (event.target as IDBDatabase).close(),
        terminated: () => {
          opening = null;
        }
      });
    opening ??= open().catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  }

  const outbox = outboxStoreIn(() => {
    opening = null;
    return connection();
  });

  /** Reading must not make a database where none is: after Exit there is none [E1]. */
  async function there(): Promise<boolean> {
    if (opening !== null || indexedDB.databases === undefined) return true;
    return (await indexedDB.databases()).some(({ name }) => name === GUEST_DATABASE);
  }

  async function read<T>(work: (db: IDBPDatabase) => Promise<T>, none: T): Promise<T> {
    return (await there()) ? work(await connection()) : none;
  }

  const put = async (store: string, row: KeyRow | BoxRow): Promise<void> => {
    const db = await connection();
    // A box is written often, and losing one costs only the way back: it need not force the disk.
    const durability = store === KEYS ? 'strict' : 'relaxed';
    const tx = db.transaction([store], 'readwrite', { durability });
    await Promise.all([tx.objectStore(store).put(row), tx.done]);
  };

  async function deviceKey(room: string): Promise<(DeviceKey & { serviceId: string }) | null> {
    const row = await read(
      async (db) => (await db.get(KEYS, room)) as KeyRow | undefined,
      undefined
    );
    return row !== undefined && usable(row.privateKey) ? row : null;
  }

  return {
    outbox,
    deviceKey,
    async keepDeviceKey(room, serviceId, { privateKey, publicKey }) {
      await put(KEYS, { room, serviceId, privateKey, publicKey });
      if ((await deviceKey(room)) !== null) return true;
      await (await connection()).delete(KEYS, room);
      return false;
    },
    rooms: () => read(async (db) => (await db.getAllKeys(KEYS)) as string[], []),
    async boxes(room, epochId) {
      const row = await read(
        async (db) => (await db.get(BOXES, room)) as BoxRow | undefined,
        undefined
      );
      return row?.epochId === epochId ? [...row.boxes] : [];
    },
    keepBoxes: (room, epochId, boxes) => put(BOXES, { room, epochId, boxes }),
    async dropBoxes(room) {
      await (await connection()).delete(BOXES, room);
    },
    close() {
      closed = true;
      outbox.close();
      void opening?.then(
        (db) => db.close(),
        () => undefined
      );
    }
  };
}
