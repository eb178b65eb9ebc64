// A database on a person's own disk, carried forward by numbered migrations. Opens on first use; a
// connection that the phone cut is opened anew. A database of a later version is never touched, none
// comes into being by being looked for, and "cannot be opened now" is an error, never an empty answer.
// Rules: R6, E1, O3, O7.
import { openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { StorageError } from './storage-error.ts';

type UpgradeTransaction = IDBPTransaction<unknown, string[], 'versionchange'>;

/** Carries a database from one version to the next, in the transaction of the whole upgrade. */
export type Migration = (db: IDBPDatabase, tx: UpgradeTransaction) => void | Promise<void>;

export interface StoredDatabase {
  /**
   * Runs `work` on an open database, and once more on a fresh connection when the old one was cut.
   * @throws StorageError, or the ConstraintError of a number that is taken
   */
  use<T>(work: (db: IDBPDatabase) => Promise<T>): Promise<T>;
  /** The same where there is a database; `none` where there is none, and none is made. */
  look<T>(work: (db: IDBPDatabase) => Promise<T>, none: T): Promise<T>;
  /** For good: nothing opens it again from here. */
  close(): void;
}

/** Another page may stand in the way of an upgrade; some phones now and then never answer. */
const OPEN_AT_MOST_MS = 4_000;
/** A transaction that has not ended after this is given up, and does not take effect later. */
const WORK_AT_MOST_MS = 6_000;

const nothing = (): void => undefined;

const isDomError = (error: unknown, name: string): boolean =>
  error instanceof DOMException && error.name === name;

/** What the disk has refused for a reason it refuses again. */
const isFinal = (error: unknown): boolean =>
  error instanceof StorageError || isDomError(error, 'ConstraintError');

/**
 * What some phones now and then never answer is not waited for for ever.
 * @param giveUp called when it is too late, before the caller hears of it
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

/** All steps in one transaction: a step that fails leaves everything as it was. */
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
 * @param migrations the first makes version 1 out of nothing, the next version 2 out of that, …
 * @param onCut the browser has cut the connection: what was kept may be gone with it [O7]
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

  /** Returns null when there is none and none may be made. */
  async function open(mayMake: boolean): Promise<IDBPDatabase | null> {
    let absent = false;
    try {
      const opened = openDB(name, migrations.length, {
        upgrade(db, from, _to, wrapped) {
          const tx = wrapped as unknown as UpgradeTransaction;
          absent = from === 0 && !mayMake;
          void carry(db, tx, absent ? [() => tx.abort()] : migrations.slice(from));
        },
        // Exit in another tab deletes the database, a later page carries it on: do not stand in the way.
        blocking(_now, _wanted, event) {
          forget();
          (event.target as IDBDatabase).close();
        },
        terminated() {
          forget();
          if (!closed) onCut();
        }
      });
      // One that opens after all is not left open.
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
      // After Exit nothing may bring the database back [E1].
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
      // Somebody looked and found none; whoever may make one does.
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
