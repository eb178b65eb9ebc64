// The desk of one service on disk: members, credentials, sessions, permits, rooms, audit chain. No
// name inside a room, no text, no key that opens anything: what is sealed here is opened in browsers.
// Rules: D1, D2, D3, D5, R4.
import { transact, type Settled } from '../transaction.ts';

const TABLES = `
  CREATE TABLE IF NOT EXISTS own (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS member (id TEXT PRIMARY KEY, sign_in_name TEXT NOT NULL UNIQUE,
    directory_entry TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS credential (id TEXT PRIMARY KEY, member TEXT NOT NULL,
    kind TEXT NOT NULL, salt TEXT NOT NULL, auth_hash TEXT NOT NULL, wrapped TEXT NOT NULL,
    UNIQUE (member, kind));
  CREATE TABLE IF NOT EXISTS role_box (member TEXT NOT NULL, role TEXT NOT NULL,
    key_version INTEGER NOT NULL, box TEXT NOT NULL, PRIMARY KEY (member, role, key_version));
  CREATE TABLE IF NOT EXISTS attempt (name_hash TEXT PRIMARY KEY, wrong INTEGER NOT NULL,
    last_at_ms INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS session (hash TEXT PRIMARY KEY, member TEXT NOT NULL,
    expires_at_ms INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS permit (hash TEXT PRIMARY KEY, session TEXT NOT NULL,
    member TEXT NOT NULL, room TEXT NOT NULL, right TEXT NOT NULL, audit INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS entered (session TEXT NOT NULL, room TEXT NOT NULL,
    PRIMARY KEY (session, room)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS room (hex TEXT PRIMARY KEY, status TEXT NOT NULL,
    created_by TEXT NOT NULL, replaces TEXT, replaced_by TEXT, request_hash TEXT NOT NULL,
    report TEXT, at_ms INTEGER NOT NULL, cap_at_ms INTEGER NOT NULL, tries INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS due (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, room TEXT NOT NULL,
    session TEXT NOT NULL, at_ms INTEGER NOT NULL, tries INTEGER NOT NULL,
    UNIQUE (kind, room, session));
  CREATE TABLE IF NOT EXISTS audit (n INTEGER PRIMARY KEY, entry TEXT NOT NULL, hash TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
`;

export type Row = Record<string, SqlStorageValue>;

export class DeskStorage {
  readonly sql: SqlStorage;
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.sql = storage.sql;
    this.sql.exec(TABLES);
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

  /** A random secret of this desk's own, made when first asked for. 32 bytes. */
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
