// The slots of "seen" signals: one for each epoch and side, overwritten, never a log [O5].

export type Side = 'guest' | 'staff';

const slotOf = (epochId: string, from: Side): string => `${epochId} ${from} seen`;

export class SignalStorage {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Overwrites one slot, in one statement. */
  put(epochId: string, from: Side, sealed: string): void {
    this.#sql.exec('INSERT OR REPLACE INTO signal VALUES (?, ?)', slotOf(epochId, from), sealed);
  }

  /** Null when the slot is empty. */
  get(epochId: string, from: Side): string | null {
    const found = this.#sql.exec<{ sealed: string }>(
      'SELECT sealed FROM signal WHERE slot = ?',
      slotOf(epochId, from)
    );
    return found.toArray()[0]?.sealed ?? null;
  }

  /** The epoch has been forgotten. */
  drop(epochId: string): void {
    for (const from of ['guest', 'staff'] as const)
      this.#sql.exec('DELETE FROM signal WHERE slot = ?', slotOf(epochId, from));
  }
}
