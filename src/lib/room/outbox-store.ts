// ④ Where sealed envelopes wait until the room has acknowledged them: IndexedDB, so that a tab that
// the phone throws away loses nothing. Holds sealed bytes only, never a text or a key. One
// transaction a write, `durability: 'strict'`. Both sides use it, under different database names.
// Rules: O3, O4, P1.
import { openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { outboxKey, type OutboxItem } from './outbox.ts';

/** The object store's name inside whatever database holds it. */
export const OUTBOX_STORE = 'outbox';
const BY_KEY = 'by-key';
const BY_ROOM = 'by-room';

interface Row {
  /** Given by the database: the order in which items were written. */
  readonly seat?: number;
  /** Lower-case hexadecimal room id. */
  readonly room: string;
  /** Room and outboxKey: another envelope under a taken number is refused here already [O1]. */
  readonly key: string;
  readonly item: OutboxItem;
}

export interface OutboxStore {
  /** Resolves when the items are durable, in the order given. @throws when a number is taken. */
  put(room: string, items: readonly OutboxItem[]): Promise<void>;
  /** Removes for good; nothing happens when it is gone already. */
  remove(room: string, item: OutboxItem): Promise<void>;
  /** Everything that waits for this room, in the order in which it was written. */
  list(room: string): Promise<OutboxItem[]>;
  /** Removes everything that waits for this room. */
  clear(room: string): Promise<void>;
  close(): void;
}

/** Call from `upgrade` of the database that is to hold an outbox. */
export function createOutboxStore(db: IDBPDatabase): void {
  const store = db.createObjectStore(OUTBOX_STORE, { keyPath: 'seat', autoIncrement: true });
  store.createIndex(BY_KEY, 'key', { unique: true });
  store.createIndex(BY_ROOM, 'room');
}

type WriteTransaction = IDBPTransaction<unknown, string[], 'readwrite'>;

const rowKey = (room: string, item: OutboxItem): string => `${room}/${outboxKey(item)}`;

/**
 * An outbox in a database of the caller's. `open` gives a connection and is asked again when a
 * phone has cut the old one, which happens in the background on iOS.
 */
export function outboxStoreIn(open: () => Promise<IDBPDatabase>): OutboxStore {
  let opening: Promise<IDBPDatabase> | null = null;
  let closed = false;
  const connection = (): Promise<IDBPDatabase> => {
    // After Exit nothing may bring the database back [E1].
    if (closed) return Promise.reject(new Error('the outbox is closed'));
    return (opening ??= open());
  };

  async function twice<T>(work: (db: IDBPDatabase) => Promise<T>): Promise<T> {
    try {
      return await work(await connection());
    } catch (error) {
      if (error instanceof DOMException && error.name === 'ConstraintError') throw error;
      opening = null;
      return work(await connection());
    }
  }

  const write = (work: (tx: WriteTransaction) => Promise<void>): Promise<void> =>
    twice(async (db) => {
      const tx = db.transaction([OUTBOX_STORE], 'readwrite', { durability: 'strict' });
      const done = tx.done;
      // The transaction's own end is what counts; a failed request inside it rejects this as well.
      await Promise.all([work(tx), done]);
    });

  return {
    put: (room, items) =>
      write(async (tx) => {
        const store = tx.objectStore(OUTBOX_STORE);
        await Promise.all(
          items.map((item) => store.add({ room, key: rowKey(room, item), item } satisfies Row))
        );
      }),
    remove: (room, item) =>
      write(async (tx) => {
        const store = tx.objectStore(OUTBOX_STORE);
        const seat = await store.index(BY_KEY).getKey(rowKey(room, item));
        if (seat !== undefined) await store.delete(seat);
      }),
    list: (room) =>
      twice(async (db) => {
        const rows = (await db.getAllFromIndex(OUTBOX_STORE, BY_ROOM, room)) as Row[];
        return rows.map((row) => row.item);
      }),
    clear: (room) =>
      write(async (tx) => {
        const store = tx.objectStore(OUTBOX_STORE);
        const seats = await store.index(BY_ROOM).getAllKeys(room);
        await Promise.all(seats.map((seat) => store.delete(seat)));
      }),
    close() {
      closed = true;
      const last = opening;
      opening = null;
      void last?.then(
        (db) => db.close(),
        () => undefined
      );
    }
  };
}

/** An outbox in a database of its own. */
export const openOutboxStore = (databaseName: string): OutboxStore =>
  outboxStoreIn(async () => {
    const db = await openDB(databaseName, 1, {
      upgrade: (fresh) => createOutboxStore(fresh),
      blocking: (_now, _wanted, event) => (event.target as IDBDatabase).close()
    });
    return db;
  });
