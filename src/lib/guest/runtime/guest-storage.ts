// Everything that is stored on the young person's phone: device keys, waiting sealed messages, the resume
// box, and counts of losses. It never holds a text, a name, or a key that can be read or exported. What
// cannot be read now is a StorageError, never an empty answer. Rules: J2, O3, P1, R6.
import type { IDBPDatabase } from 'idb';
import {
  inTransaction,
  OUTBOX_STORE,
  outboxStoreIn,
  refuseLater,
  ROW_VERSION,
  takeOut,
  type OutboxStore
} from '#lib/sync/outbox-store.ts';
import type { OutboxItem } from '#lib/sync/core/outbox.ts';
import { StorageError } from '#lib/sync/storage-error.ts';
import { BOXES, guestDatabase, KEYS, LOSSES } from './guest-database.ts';
import type { Loss, LossReason } from '../core/losses.ts';

interface Versioned {
  readonly v: typeof ROW_VERSION;
}

export interface DeviceKey {
  readonly privateKey: CryptoKey;
  /** 65 bytes, uncompressed. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
}

export interface StoredKey extends DeviceKey {
  readonly serviceId: string;
}

interface KeyRow extends StoredKey, Versioned {
  /** Lower-case hexadecimal room id. */
  readonly room: string;
}

interface BoxRow extends Versioned {
  readonly room: string;
  readonly epochId: string;
  readonly boxes: readonly Uint8Array<ArrayBuffer>[];
}

interface LossRow extends Loss, Versioned {}

/** Every method rejects with StorageError when the disk cannot be read or written now. */
export interface GuestStorage {
  readonly outbox: OutboxStore;
  /** Returns null when this room has no key here. */
  deviceKey(room: string): Promise<StoredKey | null>;
  /**
   * Returns the key that stands there: this one, or the one that another tab has stored meanwhile. Null when
   * it cannot be read back: some browsers store a key and return nothing.
   */
  keepDeviceKey(room: string, serviceId: string, key: DeviceKey): Promise<DeviceKey | null>;
  /** Newest first; at most two: the older one stays until the room holds the newer one's share. */
  boxes(room: string, epochId: string): Promise<Uint8Array<ArrayBuffer>[]>;
  keepBoxes(
    room: string,
    epochId: string,
    boxes: readonly Uint8Array<ArrayBuffer>[]
  ): Promise<void>;
  dropBoxes(room: string): Promise<void>;
  /** Removes these, or all of the room's, from the outbox and records how many, in one transaction. */
  giveUp(room: string, which: readonly OutboxItem[] | 'all', why: LossReason): Promise<void>;
  losses(): Promise<Loss[]>;
  /** Removes the losses that were read; those added since stay. */
  forgetLosses(read: readonly Loss[]): Promise<void>;
  /** The browser has cut the connection: what was stored may be gone [O7]. */
  onCut: () => void;
  close(): void;
}

const usable = (key: unknown): key is CryptoKey =>
  key instanceof CryptoKey && key.type === 'private' && !key.extractable;

/** Returns a row of the version that this page knows. @throws StorageError for any other */
function ofThisForm(row: unknown): Record<string, unknown> {
  refuseLater(row);
  if ((row as Partial<Versioned> | null)?.v === ROW_VERSION) return row as Record<string, unknown>;
  throw new StorageError('unreadable');
}

function keyOf(row: unknown): StoredKey {
  const { privateKey, publicKey, serviceId } = ofThisForm(row);
  if (usable(privateKey) && publicKey instanceof Uint8Array && typeof serviceId === 'string')
    return { privateKey, publicKey: publicKey as Uint8Array<ArrayBuffer>, serviceId };
  throw new StorageError('unreadable');
}

function boxesOf(row: unknown, epochId: string): Uint8Array<ArrayBuffer>[] {
  const found = ofThisForm(row);
  if (found['epochId'] !== epochId) return [];
  const { boxes } = found;
  if (Array.isArray(boxes) && boxes.every((box) => box instanceof Uint8Array))
    return boxes as Uint8Array<ArrayBuffer>[];
  throw new StorageError('unreadable');
}

const isLoss = (row: unknown): row is LossRow =>
  (row as Partial<LossRow> | undefined)?.v === ROW_VERSION &&
  Number.isSafeInteger((row as LossRow).count);

export function openGuestStorage(): GuestStorage {
  const database = guestDatabase(() => storage.onCut());
  const outbox = outboxStoreIn(database);

  /** Changes a stored count; removes it at zero. */
  const count = async (
    tx: Parameters<typeof takeOut>[0],
    room: string,
    why: LossReason,
    change: number
  ): Promise<void> => {
    const store = tx.objectStore(LOSSES);
    const before: unknown = await store.get([room, why]);
    refuseLater(before);
    const sum = (isLoss(before) ? before.count : 0) + change;
    if (sum > 0) await store.put({ v: ROW_VERSION, room, why, count: sum } satisfies LossRow);
    else await store.delete([room, why]);
  };

  const keyRow = (room: string): Promise<unknown> =>
    database.look<unknown>((db) => db.get(KEYS, room), undefined);

  /** Puts or deletes. It is done often, and losing a box costs only the way back: no forced flush to disk. */
  const setBoxes =
    (room: string, row?: BoxRow): ((db: IDBPDatabase) => Promise<void>) =>
    (db) =>
      inTransaction(
        db,
        [BOXES],
        async (tx) => {
          const store = tx.objectStore(BOXES);
          refuseLater(await store.get(room));
          await (row ? store.put(row) : store.delete(room));
        },
        'relaxed'
      );

  const storage: GuestStorage = {
    outbox,
    onCut: () => undefined,
    async deviceKey(room) {
      const row = await keyRow(room);
      return row === undefined ? null : keyOf(row);
    },
    async keepDeviceKey(room, serviceId, key) {
      const { privateKey, publicKey } = key;
      const row: KeyRow = { v: ROW_VERSION, room, serviceId, privateKey, publicKey };
      const before: unknown = await database.use((db) =>
        inTransaction(db, [KEYS], async (tx) => {
          const store = tx.objectStore(KEYS);
          const there: unknown = await store.get(room);
          if (there === undefined) await store.add(row);
          return there;
        })
      );
      if (before !== undefined) return keyOf(before);
      // A disk that does not answer just now has it all the same.
      const back = await keyRow(room).catch(() => row);
      if (usable((back as Partial<KeyRow> | undefined)?.privateKey)) return key;
      await database.use((db) => db.delete(KEYS, room));
      return null;
    },
    async boxes(room, epochId) {
      const row: unknown = await database.look<unknown>((db) => db.get(BOXES, room), undefined);
      return row === undefined ? [] : boxesOf(row, epochId);
    },
    keepBoxes: (room, epochId, boxes) =>
      database.use(setBoxes(room, { v: ROW_VERSION, room, epochId, boxes })),
    dropBoxes: (room) => database.look(setBoxes(room), undefined),
    giveUp: (room, which, why) =>
      database.look(
        (db) =>
          inTransaction(db, [OUTBOX_STORE, LOSSES], async (tx) => {
            const out = await takeOut(tx, room, which);
            const texts = out.filter(({ quiet }) => quiet !== true).length;
            if (texts > 0) await count(tx, room, why, texts);
          }),
        undefined
      ),
    losses: () =>
      database.look<Loss[]>(async (db) => {
        const rows: unknown[] = await db.getAll(LOSSES);
        return rows.filter(isLoss).map(({ room, why, count: n }) => ({ room, why, count: n }));
      }, []),
    forgetLosses: (read) =>
      database.look(
        (db) =>
          inTransaction(db, [LOSSES], async (tx) => {
            for (const loss of read) await count(tx, loss.room, loss.why, -loss.count);
          }),
        undefined
      ),
    close: () => outbox.close()
  };
  return storage;
}
