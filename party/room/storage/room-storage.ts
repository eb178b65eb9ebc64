// ⑦ A room on disk: its rows and its envelopes. Rows are JSON and parsed when read [X1]; envelopes are in
// one order with the head of their chain. Data that must be erased inside a living room is not here but in
// siblings [R5]. Data that cannot be read is an error and never counts as missing. Rules: O1, O2, R1, R6,
// D7.
import * as v from 'valibot';
import { parseJson } from '#lib/protocol/encoding.ts';
import { toBlob } from '../../bytes.ts';
import { migrateSql } from '../../storage/migrate-sql.ts';
import { Unreadable } from '../../storage/unreadable.ts';
import { transact, type Settled } from '../../transaction.ts';
import type { Made } from '../../rpc.ts';
import { EntryStorage } from './entry-storage.ts';
import * as rows from '../core/room-state.ts';
import { ROOM_STEPS } from './room-steps.ts';
import { fillSiblings, setSlots, siblingsIn } from './sibling-rows.ts';
import { SignalStorage } from './signal-storage.ts';

const TALLIED: ReadonlySet<keyof rows.CoreRow> = new Set([
  'unread',
  'waitingSinceMs',
  'lastHeardMs',
  'lastActivityMs'
]);

/** Whether nothing differs but what `#withTally` can derive again. */
function onlyTallied(before: rows.CoreRow, after: rows.CoreRow): boolean {
  if (before === after) return true;
  return (Object.keys(after) as (keyof rows.CoreRow)[]).every(
    (name) => before[name] === after[name] || TALLIED.has(name)
  );
}

export class RoomStorage {
  readonly entries: EntryStorage;
  readonly signals: SignalStorage;
  readonly #storage: DurableObjectStorage;
  /** The last epoch's place in the order of joining. */
  #lastEpoch = 0;

  /**
   * Migrates what an earlier version stored.
   * @throws {Unreadable} for another version: nothing was touched
   */
  constructor(storage: DurableObjectStorage) {
    migrateSql(storage, ROOM_STEPS);
    this.#storage = storage;
    this.entries = new EntryStorage(storage.sql);
    this.signals = new SignalStorage(storage.sql);
  }

  /**
   * Makes the tables and the room in one transaction.
   * @param record the maker's, 209 bytes [D7]
   */
  static create(
    storage: DurableObjectStorage,
    made: Made,
    record: Uint8Array,
    state: rows.RoomRecord
  ): void {
    const { sql } = storage;
    migrateSql(storage, ROOM_STEPS, () => {
      sql.exec(
        'INSERT INTO made VALUES (1, ?, ?, ?)',
        made.roomId,
        made.serviceId,
        toBlob(made.face)
      );
      fillSiblings(sql, record);
      sql.exec('INSERT INTO core VALUES (1, ?)', JSON.stringify(state.core));
    });
  }

  /** @throws {Unreadable} */
  loadMade(): Made {
    return reading(() => {
      const row = this.#storage.sql.exec('SELECT * FROM made').one();
      return {
        roomId: row['room_id'] as string,
        serviceId: row['service_id'] as string,
        face: new Uint8Array(row['face'] as ArrayBuffer)
      };
    });
  }

  /** @throws {Unreadable} when anything of it does not parse */
  loadRecord(lifetimes: rows.RoomRecord['lifetimes']): rows.RoomRecord {
    const { sql } = this.#storage;
    return reading(() => {
      const core = sql.exec<{ json: string }>('SELECT json FROM core').one();
      this.#lastEpoch =
        sql.exec<{ last: number | null }>('SELECT max(place) AS last FROM epoch').one().last ?? 0;
      return {
        core: this.#withTally(v.parse(rows.coreRow, parseJson(core.json))),
        epochs: this.#rows('SELECT id, json FROM epoch ORDER BY place', rows.epochRow),
        devices: this.#rows('SELECT id, json FROM device', rows.deviceRow),
        dues: this.#rows('SELECT id, json FROM due', rows.dueRow),
        slots: siblingsIn(sql).slots,
        lifetimes
      };
    });
  }

  /** Whether `save` would write nothing. */
  isSaved(before: rows.RoomRecord, after: rows.RoomRecord): boolean {
    return (
      before.epochs === after.epochs &&
      before.devices === after.devices &&
      before.dues === after.dues &&
      before.slots === after.slots &&
      onlyTallied(before.core, after.core)
    );
  }

  /** One transaction; its writes become durable before anything that was sent leaves. */
  transact<T>(work: () => Settled<T>): Settled<T> {
    return transact(this.#storage, work);
  }

  /** Writes what differs. Call inside a transaction. */
  save(before: rows.RoomRecord, after: rows.RoomRecord): void {
    const { sql } = this.#storage;
    if (!onlyTallied(before.core, after.core))
      sql.exec('UPDATE core SET json = ? WHERE id = 1', JSON.stringify(after.core));
    if (before.slots !== after.slots) setSlots(sql, after.slots);
    this.#saveEpochs(before.epochs, after.epochs);
    this.#saveRows('device', before.devices, after.devices);
    this.#saveRows('due', before.dues, after.dues);
  }

  #saveEpochs(before: rows.RoomRecord['epochs'], after: rows.RoomRecord['epochs']): void {
    if (before === after) return;
    const { sql } = this.#storage;
    for (const [id, row] of after) {
      const old = before.get(id);
      if (old === row) continue;
      const json = JSON.stringify(row);
      if (old !== undefined) sql.exec('UPDATE epoch SET json = ? WHERE id = ?', json, id);
      else sql.exec('INSERT INTO epoch VALUES (?, ?, ?)', id, (this.#lastEpoch += 1), json);
    }
    for (const id of before.keys()) {
      if (after.has(id)) continue;
      sql.exec('DELETE FROM epoch WHERE id = ?', id);
      this.signals.drop(id);
    }
  }

  /** What the messages themselves say is derived from them [O1: one write a message]. */
  #withTally(core: rows.CoreRow): rows.CoreRow {
    const { unread, waitingSinceMs, guestMs, lastMs } = this.entries.tally(
      core.readOrder,
      rows.answeredOrderOf(core)
    );
    return {
      ...core,
      unread,
      waitingSinceMs: core.life.state === 'closed' ? null : waitingSinceMs,
      lastHeardMs: Math.max(core.lastHeardMs, guestMs),
      lastActivityMs: Math.max(core.lastActivityMs, lastMs)
    };
  }

  #saveRows<T>(table: 'device' | 'due', before: ReadonlyMap<string, T>, after: typeof before) {
    if (before === after) return;
    const { sql } = this.#storage;
    for (const [id, row] of after)
      if (before.get(id) !== row)
        sql.exec(`INSERT OR REPLACE INTO ${table} VALUES (?, ?)`, id, JSON.stringify(row));
    for (const id of before.keys())
      if (!after.has(id)) sql.exec(`DELETE FROM ${table} WHERE id = ?`, id);
  }

  #rows<S extends v.GenericSchema>(query: string, schema: S): Map<string, v.InferOutput<S>> {
    const found = this.#storage.sql.exec<{ id: string; json: string }>(query);
    const map = new Map<string, v.InferOutput<S>>();
    for (const { id, json } of found) map.set(id, v.parse(schema, parseJson(json)));
    return map;
  }
}

/** Any failure while a room is read means that it cannot be read now. */
function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw cause instanceof Unreadable ? cause : new Unreadable('broken');
  }
}
