// ⑦ A room on disk: its rows and its envelopes. Rows are JSON and parsed when read [X1]; envelopes
// stand in one order with the head of their chain. Whatever must be erased inside a living room is
// not here but in door and latches [R5]. Rules: O1, O2, R1.
import * as v from 'valibot';
import { parseJson } from '#lib/protocol/encoding.ts';
import { parseFace } from '#lib/protocol/face.ts';
import { fromUtf8 } from '#lib/crypto/bytes.ts';
import { toBlob } from '../bytes.ts';
import { transact, type Settled } from '../transaction.ts';
import { EntryStorage } from './entry-storage.ts';
import * as rows from './room-state.ts';
import { SignalStorage } from './signal-storage.ts';

const TABLES = `
  CREATE TABLE core (id INTEGER PRIMARY KEY CHECK (id = 1), json TEXT NOT NULL);
  CREATE TABLE made (id INTEGER PRIMARY KEY CHECK (id = 1), room_id TEXT NOT NULL,
    service_id TEXT NOT NULL, face BLOB NOT NULL, archive_box BLOB NOT NULL);
  CREATE TABLE epoch (id TEXT PRIMARY KEY, place INTEGER NOT NULL, json TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE device (id TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE due (id TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
`;

const TALLIED: ReadonlySet<keyof rows.CoreRow> = new Set([
  'unread',
  'waitingSinceMs',
  'lastHeardMs',
  'lastActivityMs'
]);

/** What never changes after a room is made. */
export interface Made {
  /** Base64url, as it stands in envelopes and frames. */
  readonly roomId: string;
  readonly serviceId: string;
  readonly face: Uint8Array;
  readonly archiveBox: Uint8Array;
}

/** Whether nothing differs but what `#withTally` finds again. */
function onlyTallied(before: rows.CoreRow, after: rows.CoreRow): boolean {
  if (before === after) return true;
  return (Object.keys(after) as (keyof rows.CoreRow)[]).every(
    (name) => before[name] === after[name] || TALLIED.has(name)
  );
}

/** Whether this object holds a room. Reads only: an object without state is never written to [R4]. */
export function holdsRoom(storage: DurableObjectStorage): boolean {
  const found = storage.sql.exec(
    "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'core'"
  );
  return found.toArray().length > 0;
}

export class RoomStorage {
  readonly entries: EntryStorage;
  readonly signals: SignalStorage;
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.entries = new EntryStorage(storage.sql);
    this.signals = new SignalStorage(storage.sql);
  }

  /** Makes the tables and the room in one transaction. */
  static create(storage: DurableObjectStorage, made: Made, record: rows.RoomRecord): void {
    transact(storage, () => {
      storage.sql.exec(TABLES);
      EntryStorage.createTables(storage.sql);
      SignalStorage.createTables(storage.sql);
      // D4's place: the archive box is wrapped once more here, under the room's random share from a
      // store outside every backup, and unwrapped in `loadMade`.
      storage.sql.exec(
        'INSERT INTO made VALUES (1, ?, ?, ?, ?)',
        made.roomId,
        made.serviceId,
        toBlob(made.face),
        toBlob(made.archiveBox)
      );
      storage.sql.exec('INSERT INTO core VALUES (1, ?)', JSON.stringify(record.core));
    });
  }

  loadMade(): Made {
    const row = this.#storage.sql.exec('SELECT * FROM made').one();
    return {
      roomId: row['room_id'] as string,
      serviceId: row['service_id'] as string,
      face: new Uint8Array(row['face'] as ArrayBuffer),
      archiveBox: new Uint8Array(row['archive_box'] as ArrayBuffer)
    };
  }

  /** @throws {Error} when what is stored is no room of this version */
  loadRecord(made: Made): rows.RoomRecord {
    const face = parseFace(fromUtf8(made.face));
    if (face === null) throw new Error('stored face');
    const core = this.#storage.sql.exec<{ json: string }>('SELECT json FROM core').one();
    return {
      core: this.#withTally(v.parse(rows.coreRow, parseJson(core.json))),
      epochs: this.#rows('SELECT id, json FROM epoch ORDER BY place', rows.epochRow),
      devices: this.#rows('SELECT id, json FROM device', rows.deviceRow),
      dues: this.#rows('SELECT id, json FROM due', rows.dueRow),
      lifetimes: face.policy.lifetimes
    };
  }

  /** Whether `save` would write nothing. */
  isSaved(before: rows.RoomRecord, after: rows.RoomRecord): boolean {
    return (
      before.epochs === after.epochs &&
      before.devices === after.devices &&
      before.dues === after.dues &&
      onlyTallied(before.core, after.core)
    );
  }

  /** One transaction; what it writes becomes durable before anything that was sent leaves. */
  transact<T>(work: () => Settled<T>): Settled<T> {
    return transact(this.#storage, work);
  }

  /** Writes what differs. Call inside a transaction. */
  save(before: rows.RoomRecord, after: rows.RoomRecord): void {
    const { sql } = this.#storage;
    if (!onlyTallied(before.core, after.core))
      sql.exec('UPDATE core SET json = ? WHERE id = 1', JSON.stringify(after.core));
    if (before.epochs !== after.epochs) {
      let place = 0;
      for (const [id, row] of after.epochs) {
        place += 1;
        if (before.epochs.get(id) === row) continue;
        const json = JSON.stringify(row);
        sql.exec('INSERT OR REPLACE INTO epoch VALUES (?, ?, ?)', id, place, json);
      }
    }
    this.#saveRows('device', before.devices, after.devices);
    this.#saveRows('due', before.dues, after.dues);
  }

  /** What messages count for themselves is read off them [O1: one write a message]. */
  #withTally(core: rows.CoreRow): rows.CoreRow {
    const { unread, waitingSinceMs, guestMs, lastMs } = this.entries.tally(core.readOrder);
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
