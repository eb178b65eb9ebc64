// A database on a person's own disk, upgraded by numbered migrations. Opens on first use; a connection that
// the phone cut is reopened. It never touches a database of a later version and never creates one by
// looking for it. "Cannot be opened now" is an error, never an empty answer. Rules: R6, E1, O3, O7.
import { openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { StorageError } from './storage-error.ts';

type UpgradeTransaction = IDBPTransaction<unknown, string[], 'versionchange'>;

/** Upgrades a database from one version to the next, in the transaction of the whole upgrade. */
export type Migration = (db: IDBPDatabase, tx: UpgradeTransaction) => void | Promise<void>;

export interface StoredDatabase {
  /**
   * Runs `work` on an open database, and once more on a fresh connection when the old one was cut.
   * @throws StorageError, or the ConstraintError of a number that is used already
   */
  use<T>(work: (db: IDBPDatabase) => Promise<T>): Promise<T>;
  /** The same if the database exists; otherwise returns `none` and creates nothing. */
  look<T>(work: (db: IDBPDatabase) => Promise<T>, none: T): Promise<T>;
  /** Permanent: nothing here opens it again. */
  close(): void;
}

/** Another page may block an upgrade; some phones occasionally never answer. */
const OPEN_AT_MOST_MS = 4_000;
/** A transaction that takes longer is aborted, so that it has no effect later. */
const WORK_AT_MOST_MS = 6_000;

const nothing = (): void => undefined;

export const isDomError = (error: unknown, name: string): boolean =>
  error instanceof DOMException && error.name === name;

/** A repeat would fail in the same way. */
const isFinal = (error: unknown): boolean =>
  error instanceof StorageError || isDomError(error, 'ConstraintError');

/**
 * Limits the wait, because some phones occasionally never answer.
 * @param giveUp called when it is too late, before the caller learns of it
 * @throws StorageError `unreadable` when it is too late
 */
export function inTime<T>(
  work: Promise<T>,
  giveUp: () => void,
  atMostMs = WORK_AT_MOST_MS
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      giveUp();
      reject(new StorageError('unreadable'));
    }, atMostMs);
    const inTimeAfterAll = (): void => clearTimeout(timer);
    work.finally(inTimeAfterAll).then(resolve, (error: unknown) => {
      reject(error instanceof Error ? error : new StorageError('unreadable', { cause: error }));
    });
  });
}

/** All steps in one transaction: a step that fails leaves everything unchanged. */
async function carry(
  db: IDBPDatabase,
  tx: UpgradeTransaction,
  steps: readonly Migration[]
): Promise<void> {
  tx.done.catch(() => undefined);
  try {
    for (const step of steps) await step(db, tx);
  } catch {
    tx.abort();
  }
}

/**
 * @param migrations the first creates version 1, the next turns that into version 2, …
 * @param onCut the browser has cut the connection: what was stored may be gone with it [O7]
 */
export function storedDatabase(
  name: string,
  migrations: readonly Migration[],
  onCut: () => void = () => undefined
): StoredDatabase {
  let opening: Promise<IDBPDatabase | null> | null = null;
  let closed = false;
  const forget = (): void => {
    opening = null;
  };

  /** Returns null when there is none and none may be created. */
  async function open(mayMake: boolean): Promise<IDBPDatabase | null> {
    let absent = false;
    try {
      const opened = openDB(name, migrations.length, {
        upgrade(db, from, _to, wrapped) {
          const tx = wrapped as unknown as UpgradeTransaction;
          absent = from === 0 && !mayMake;
          void carry(db, tx, absent ? [() => tx.abort()] : migrations.slice(from));
        },
        // Exit in another tab deletes the database, and a later page upgrades it: do not block them.
        blocking(_now, _wanted, event) {
          forget();
          (event.target as IDBDatabase).close();
        },
        terminated() {
          forget();
          if (!closed) onCut();
        }
      });
      // A connection that opens too late is closed.
      const late = (): void => void opened.then((db) => db.close(), nothing);
      return await inTime(opened, late, OPEN_AT_MOST_MS);
    } catch (error) {
      if (absent) return null;
      if (error instanceof StorageError) throw error;
      const code = isDomError(error, 'VersionError') ? 'newer' : 'unreadable';
      throw new StorageError(code, { cause: error });
    }
  }

  async function connection(mayMake: boolean): Promise<IDBPDatabase | null> {
    for (;;) {
      // After Exit nothing may create the database again [E1].
      if (closed) throw new StorageError('closed');
      const mine: Promise<IDBPDatabase | null> = (opening ??= open(mayMake));
      const forgetMine = (): void => {
        if (opening === mine) forget();
      };
      const db = await mine.catch((error: unknown) => {
        forgetMine();
        throw error;
      });
      if (db !== null) return db;
      // A caller that may not create one found none; a caller that may tries again.
      forgetMine();
      if (!mayMake) return null;
    }
  }

  async function run<T>(
    work: (db: IDBPDatabase) => Promise<T>,
    mayMake: boolean,
    none: () => T
  ): Promise<T> {
    const db = await connection(mayMake);
    if (db === null) return none();
    const drop = (): void => {
      forget();
      db.close();
    };
    try {
      return await inTime(work(db), drop);
    } catch (error) {
      if (isFinal(error)) throw error;
      drop();
      const again = await connection(mayMake);
      if (again === null) return none();
      return await inTime(work(again), () => again.close()).catch((cause: unknown) => {
        throw isFinal(cause) ? cause : new StorageError('unreadable', { cause });
      });
    }
  }

  return {
    use: (work) =>
      run(work, true, () => {
        throw new StorageError('unreadable');
      }),
    look: (work, none) => run(work, false, () => none),
    close() {
      closed = true;
      const last = opening;
      opening = null;
      void last?.then(
        (db) => db?.close(),
        () => undefined
      );
    }
  };
}
