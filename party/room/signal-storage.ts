// The slots of what was seen: one for each epoch and side, overwritten, never a log [O5].

export class SignalStorage {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  static createTables(sql: SqlStorage): void {
    sql.exec('CREATE TABLE signal (slot TEXT PRIMARY KEY, sealed TEXT NOT NULL) WITHOUT ROWID');
  }

  /** Overwrites one slot, in one statement. */
  put(slot: string, sealed: string): void {
    this.#sql.exec('INSERT OR REPLACE INTO signal VALUES (?, ?)', slot, sealed);
  }

  /** Null when the slot is empty. */
  get(slot: string): string | null {
    const found = this.#sql.exec<{ sealed: string }>(
      'SELECT sealed FROM signal WHERE slot = ?',
      slot
    );
    return found.toArray()[0]?.sealed ?? null;
  }
}
