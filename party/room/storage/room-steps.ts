// A room's tables, step by step. A step is never changed once it was shipped (tests/party/steps holds each by
// its hash); a new layout is a new step at the end, and a new fixture. Rules: R6, O1, R5, X4.
import type { SqlStep } from '../../storage/steps.ts';

const ROOM = `
    CREATE TABLE core (id INTEGER PRIMARY KEY CHECK (id = 1), json TEXT NOT NULL);
    CREATE TABLE made (id INTEGER PRIMARY KEY CHECK (id = 1), room_id TEXT NOT NULL,
      service_id TEXT NOT NULL, face BLOB NOT NULL);
    CREATE TABLE epoch (id TEXT PRIMARY KEY, place INTEGER NOT NULL, json TEXT NOT NULL)
      WITHOUT ROWID;
    CREATE TABLE device (id TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE due (id TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
  `;

/** What must be erased outside of the room, in plain columns [R5]. */
const SIBLINGS = `
    CREATE TABLE siblings (id INTEGER PRIMARY KEY CHECK (id = 1), box_generation INTEGER NOT NULL,
      slots INTEGER NOT NULL);
    CREATE TABLE record (n INTEGER PRIMARY KEY, record BLOB NOT NULL);
  `;

const ENTRIES = `
  CREATE TABLE entry (place INTEGER PRIMARY KEY, origin BLOB NOT NULL UNIQUE, n INTEGER NOT NULL,
    time_ms INTEGER NOT NULL, head BLOB NOT NULL, copy_of TEXT, own_bytes INTEGER NOT NULL,
    copy_bytes INTEGER NOT NULL, log_bytes INTEGER NOT NULL, guests INTEGER NOT NULL,
    envelope BLOB NOT NULL);
  CREATE UNIQUE INDEX entry_by_copy ON entry (substr(origin, 1, 16), copy_of)
    WHERE copy_of IS NOT NULL;
  CREATE TABLE doublet (origin BLOB PRIMARY KEY, hash BLOB NOT NULL, place INTEGER NOT NULL)
    WITHOUT ROWID;
`;

/** One slot for each epoch and side [O5]. */
const SIGNALS = 'CREATE TABLE signal (slot TEXT PRIMARY KEY, sealed TEXT NOT NULL) WITHOUT ROWID';

const FIRST: SqlStep = (sql) => {
  for (const tables of [ROOM, SIBLINGS, ENTRIES, SIGNALS]) sql.exec(tables);
};

export const ROOM_STEPS: readonly SqlStep[] = [FIRST];
