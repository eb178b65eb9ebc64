// The desk of one service on disk: members, credentials, sessions, permits, rooms, audit chain. No name
// inside a room, no text, no key that opens anything: only browsers open what is sealed here. Its tables
// have a version and steps (desk-steps.ts). Rules: D1–D8, R4, R6.
import { migrateSql } from '../storage/migrate-sql.ts';
import { transact, type Settled } from '../transaction.ts';
import { DESK_STEPS } from './desk-steps.ts';

export type Row = Record<string, SqlStorageValue>;

export class DeskStorage {
  readonly sql: SqlStorage;
  readonly #storage: DurableObjectStorage;

  /** @throws {Unreadable} when another version of the server wrote it: nothing was touched */
  constructor(storage: DurableObjectStorage) {
    migrateSql(storage, DESK_STEPS);
    this.#storage = storage;
    this.sql = storage.sql;
  }

  transact<T>(work: () => Settled<T>): Settled<T> {
    return transact(this.#storage, work);
  }

  all<T extends Row>(query: string, ...values: SqlStorageValue[]): T[] {
    return this.sql.exec<T>(query, ...values).toArray();
  }

  /** Returns null when there is none. */
  first<T extends Row>(query: string, ...values: SqlStorageValue[]): T | null {
    return this.all<T>(query, ...values)[0] ?? null;
  }

  run(query: string, ...values: SqlStorageValue[]): void {
    this.sql.exec(query, ...values);
  }

  /** A random secret of this desk, made at its first use. 32 bytes. */
  secret(name: string): Uint8Array {
    const held = this.first<{ value: ArrayBuffer }>('SELECT value FROM own WHERE name = ?', name);
    if (held) return new Uint8Array(held.value);
    const made = crypto.getRandomValues(new Uint8Array(32));
    this.run('INSERT INTO own VALUES (?, ?)', name, made.buffer);
    return made;
  }

  addTo(counter: string): void {
    this.run(
      'INSERT INTO counter VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1',
      counter
    );
  }
}
