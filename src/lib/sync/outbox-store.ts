// ④ Where sealed envelopes wait until the room has acknowledged them: IndexedDB, so that a tab that the
// phone discards loses nothing. Holds sealed bytes only, never a text or a key. One transaction per write,
// `durability: 'strict'`. Both sides use it, under different database names. An unreadable row stays and
// blocks no other; one of a later form is said. Rules: O3, O4, O7, P1, R6.
import type { IDBPDatabase, IDBPTransaction } from 'idb';
import { inSequence, outboxKey, type OutboxItem } from './core/outbox.ts';
import { StorageError } from './storage-error.ts';
import { isDomError, inTime, type Migration, type StoredDatabase } from './stored-database.ts';

/** The object store's name inside whatever database holds it. */
export const OUTBOX_STORE = 'outbox';
const BY_KEY = 'by-key';
const BY_ROOM = 'by-room';

/**
 * The form of every row, in every store that a database with an outbox has. It is raised by a migration that
 * converts the rows, never alone.
 */
export const ROW_VERSION = 1;

interface Row {
  readonly v: typeof ROW_VERSION;
  /** Assigned by the database: the order in which items were written. */
  readonly seat?: number;
  /** Lower-case hexadecimal room id. */
  readonly room: string;
  /** Room and outboxKey: the database itself refuses another envelope under a used number [O1]. */
  readonly key: string;
  readonly item: OutboxItem;
}

/** Every method rejects with StorageError when the disk cannot be read or written now. */
export interface OutboxStore {
  /** Resolves when the items are durable, in the order given. @throws when a number is used already. */
  put(room: string, items: readonly OutboxItem[]): Promise<void>;
  /** Writes only the missing ones, to restore what the disk lost. Nothing else changes [O7]. */
  putBack(room: string, items: readonly OutboxItem[]): Promise<void>;
  /** Removes it permanently; does nothing when it is gone already. */
  remove(room: string, item: OutboxItem): Promise<void>;
  /** Everything readable that waits for this room, in the order of sealing. */
  list(room: string): Promise<OutboxItem[]>;
  /** Lower-case hexadecimal ids of the rooms for which something waits. */
  rooms(): Promise<string[]>;
  /**
   * Does nothing where every row of the whole database has a form that this page knows, or cannot be read.
   * @throws StorageError `newer`: a later page has left something here, and this one begins nothing [R6]
   */
  refuseLater(): Promise<void>;
  close(): void;
}

type OutboxTransaction = IDBPTransaction<unknown, string[], 'readwrite'>;

/** @throws StorageError `newer` for a row that only a later page may touch */
export function refuseLater(row: unknown): void {
  if (Number((row as { v?: unknown } | null | undefined)?.v) > ROW_VERSION)
    throw new StorageError('newer');
}

/** A row that cannot be read hides no other. @throws the error of a connection that was cut: try again */
function unlessCut(error: unknown): null {
  if (isDomError(error, 'InvalidStateError')) throw error;
  return null;
}

const rowKey = (room: string, item: OutboxItem): string => `${room}/${outboxKey(item)}`;

const isItem = (value: unknown): value is OutboxItem => {
  if (typeof value !== 'object' || value === null) return false;
  const { chain, sender, sequence, envelope } = value as Record<string, unknown>;
  const texts = [chain, sender, envelope].every((one) => typeof one === 'string');
  return texts && Number.isSafeInteger(sequence);
};

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' &&
  value !== null &&
  (value as Partial<Row>).v === ROW_VERSION &&
  typeof (value as Partial<Row>).room === 'string' &&
  isItem((value as Partial<Row>).item);

/** Version 1 of a database that holds an outbox: rows without a version of their own. */
export const createOutbox: Migration = (db) => {
  const store = db.createObjectStore(OUTBOX_STORE, { keyPath: 'seat', autoIncrement: true });
  store.createIndex(BY_KEY, 'key', { unique: true });
  store.createIndex(BY_ROOM, 'room');
};

/** Version 2: every row states its version. Rows of another form stay as they are. */
export const giveRowsTheirVersion =
  (store: string): Migration =>
  async (_db, tx) => {
    let cursor = await tx.objectStore(store).openCursor();
    while (cursor !== null) {
      const row = cursor.value as unknown;
      if (typeof row === 'object' && row !== null && !('v' in row))
        await cursor.update({ ...row, v: 1 });
      cursor = await cursor.continue();
    }
  };

/** All or nothing in one transaction, also when `work` throws; strict: on the disk when this resolves. */
export async function inTransaction<T>(
  db: IDBPDatabase,
  stores: readonly string[],
  work: (tx: OutboxTransaction) => Promise<T>,
  durability: IDBTransactionDurability = 'strict'
): Promise<T> {
  const tx = db.transaction([...stores], 'readwrite', { durability });
  const abort = (): void => {
    try {
      tx.abort();
    } catch {
      // It had ended already, without an event.
    }
  };
  const whole = work(tx).catch((error: unknown) => {
    abort();
    throw error;
  });
  // Only the transaction's end counts.
  const [done] = await inTime(Promise.all([whole, tx.done]), abort);
  return done;
}

/**
 * Removes items permanently, `'all'` of a room or these, inside the caller's transaction. Returns those
 * that were there.
 */
export async function takeOut(
  tx: OutboxTransaction,
  room: string,
  which: readonly OutboxItem[] | 'all'
): Promise<OutboxItem[]> {
  const store = tx.objectStore(OUTBOX_STORE);
  const rows: unknown[] = await store.index(BY_ROOM).getAll(room);
  const wanted = which === 'all' ? null : new Set(which.map(outboxKey));
  const out = rows
    .filter(isRow)
    .filter(({ item }) => wanted === null || wanted.has(outboxKey(item)));
  await Promise.all(out.map(({ seat }) => (seat === undefined ? undefined : store.delete(seat))));
  return out.map(({ item }) => item);
}

/** An outbox in the caller's database. */
export function outboxStoreIn(database: StoredDatabase): OutboxStore {
  const write = (room: string, items: readonly OutboxItem[], back: boolean): Promise<void> =>
    database.use((db) =>
      inTransaction(db, [OUTBOX_STORE], async (tx) => {
        const store = tx.objectStore(OUTBOX_STORE);
        for (const item of items) {
          const key = rowKey(room, item);
          if (back && (await store.index(BY_KEY).getKey(key)) !== undefined) continue;
          await store.add({ v: ROW_VERSION, room, key, item } satisfies Row);
        }
      })
    );
  return {
    put: (room, items) => write(room, items, false),
    putBack: (room, items) => write(room, items, true),
    remove: (room, item) =>
      database.look(
        (db) =>
          inTransaction(db, [OUTBOX_STORE], async (tx) => {
            const store = tx.objectStore(OUTBOX_STORE);
            const seat = await store.index(BY_KEY).getKey(rowKey(room, item));
            if (seat !== undefined) await store.delete(seat);
          }),
        undefined
      ),
    list: (room) =>
      database.look<OutboxItem[]>(async (db) => {
        const rows: unknown[] = await db.getAllFromIndex(OUTBOX_STORE, BY_ROOM, room);
        return inSequence(rows.filter(isRow).map((row) => row.item));
      }, []),
    rooms: () =>
      database.look<string[]>(async (db) => {
        const rows: unknown[] = await db.getAll(OUTBOX_STORE);
        return [...new Set(rows.filter(isRow).map((row) => row.room))];
      }, []),
    refuseLater: () =>
      database.look(async (db) => {
        for (const store of db.objectStoreNames)
          for (const key of await db.getAllKeys(store))
            refuseLater(await db.get(store, key).catch(unlessCut));
      }, undefined),
    close: () => database.close()
  };
}

/** Never change a released step: add the next one. */
export const OUTBOX_MIGRATIONS: readonly Migration[] = [
  createOutbox,
  giveRowsTheirVersion(OUTBOX_STORE)
];
