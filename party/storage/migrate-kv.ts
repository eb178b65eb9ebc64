// Versions and migration of an object that keeps a few values instead of tables: join gate, archive box,
// share store. The first version is what `fillKv` writes; every later step brings the values one version
// further, all in one transaction. Rules: R6, R4, R5.
import { transact } from '../transaction.ts';
import { kvNewest, type KvStep } from './steps.ts';
import { Unreadable } from './unreadable.ts';

const VERSION = 'version';

/**
 * The version of an object's values; reads only.
 * @returns null when nothing is stored here
 * @throws {Unreadable} `unversioned`, `broken`
 */
export function kvVersion(storage: DurableObjectStorage): number | null {
  const version = storage.kv.get(VERSION);
  if (version === undefined) {
    for (const found of storage.kv.list({ limit: 1 })) {
      void found;
      throw new Unreadable('unversioned');
    }
    return null;
  }
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1)
    throw new Unreadable('broken');
  return version;
}

/**
 * Migrates the values to the newest version.
 * @returns whether anything is stored here
 * @throws {Unreadable} `newer`, `unversioned`, `broken`: nothing was touched
 */
export function migrateKv(storage: DurableObjectStorage, steps: readonly KvStep[]): boolean {
  const from = kvVersion(storage);
  if (from === null) return false;
  const newest = kvNewest(steps);
  if (from > newest) throw new Unreadable('newer');
  if (from < newest)
    transact(storage, () => {
      for (const step of steps.slice(from - 1)) step(storage.kv);
      storage.kv.put(VERSION, newest);
    });
  return true;
}

/** Fills an empty object with versioned values, in one transaction. */
export function fillKv(
  storage: DurableObjectStorage,
  values: Readonly<Record<string, unknown>>,
  steps: readonly KvStep[]
): void {
  transact(storage, () => {
    storage.kv.put(VERSION, kvNewest(steps));
    for (const [name, value] of Object.entries(values)) storage.kv.put(name, value);
  });
}

/**
 * A value that must be bytes.
 * @throws {Unreadable} `broken`
 */
export function bytesIn(storage: DurableObjectStorage, name: string): Uint8Array {
  const value = storage.kv.get(name);
  if (value instanceof Uint8Array) return value;
  throw new Unreadable('broken');
}
