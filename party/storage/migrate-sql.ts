// The version of an object that keeps tables, and the numbered migration steps: all in one transaction, or
// none. A step is never changed once it has been shipped; a new layout is a new step at the end. Looking at
// an empty object does not touch it. Rules: R6, R4.
import { transact } from '../transaction.ts';
import type { SqlStep } from './steps.ts';
import { Unreadable } from './unreadable.ts';

/**
 * The version of an object's tables; reads only.
 * @returns null when nothing is stored here
 * @throws {Unreadable} `unversioned`, `broken`
 */
export function sqlVersion(storage: DurableObjectStorage): number | null {
  const tables = storage.sql
    .exec<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'"
    )
    .toArray()
    .map((row) => row.name);
  if (tables.length === 0) return null;
  if (!tables.includes('schema_version')) throw new Unreadable('unversioned');
  const [row] = storage.sql.exec('SELECT version FROM schema_version').toArray();
  const version = row?.['version'];
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1)
    throw new Unreadable('broken');
  return version;
}

/**
 * Migrates the tables to the newest version, which is the number of `steps`; makes them when there are
 * none. Writes nothing when they are current.
 * @param also is written in the same transaction when the tables are newly made
 * @throws {Unreadable} `newer`, `unversioned`, `broken`: nothing was touched
 */
export function migrateSql(
  storage: DurableObjectStorage,
  steps: readonly SqlStep[],
  also?: () => void
): void {
  const from = sqlVersion(storage) ?? 0;
  if (from > steps.length) throw new Unreadable('newer');
  if (from === steps.length) return;
  transact(storage, () => {
    const { sql } = storage;
    if (from === 0)
      sql.exec(
        'CREATE TABLE schema_version (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL)'
      );
    for (const step of steps.slice(from)) step(sql);
    sql.exec('INSERT OR REPLACE INTO schema_version VALUES (1, ?)', steps.length);
    if (from === 0) also?.();
  });
}
