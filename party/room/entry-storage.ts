// ⑦ The envelopes of a room: one order over all chains, each with the head of its own chain, unique
// by (chain, sender, sequence), and one copy per (epoch, copyOf). Nothing is ever changed or taken
// out; the room is erased whole. Rules: O1, O2, O6.
import { chainNext, chainStart } from '#lib/crypto/chain.ts';
import { equalBytes } from '#lib/crypto/bytes.ts';
import { MAX_PAGE_CHARS, MAX_PAGE_ENTRIES } from '#lib/protocol/limits.ts';
import type { ChainTip, Entry } from '#lib/protocol/room-view.ts';
import { fromWire, toBlob, toWire } from '../bytes.ts';

const TABLES = `
  CREATE TABLE entry (place INTEGER PRIMARY KEY, chain TEXT NOT NULL, n INTEGER NOT NULL,
    sender TEXT NOT NULL, sequence INTEGER NOT NULL, direction INTEGER NOT NULL,
    time_ms INTEGER NOT NULL, head BLOB NOT NULL, hash BLOB NOT NULL, copy_of TEXT,
    envelope BLOB NOT NULL);
  CREATE UNIQUE INDEX entry_by_sender ON entry (chain, sender, sequence);
  CREATE UNIQUE INDEX entry_by_chain ON entry (chain, n);
  CREATE UNIQUE INDEX entry_by_copy ON entry (chain, copy_of) WHERE copy_of IS NOT NULL;
  CREATE TABLE doublet (chain TEXT NOT NULL, sender TEXT NOT NULL, sequence INTEGER NOT NULL,
    hash BLOB NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (chain, sender, sequence)) WITHOUT ROWID;
  CREATE TABLE signal (slot TEXT PRIMARY KEY, sealed TEXT NOT NULL) WITHOUT ROWID;
`;

/** A place in the order, as a receipt tells it. */
export interface Place {
  readonly chain: string;
  readonly n: number;
  readonly order: number;
  readonly timeMs: number;
  readonly head: string;
  readonly duplicate?: boolean;
}

/** What names an envelope for good [O1]. */
export interface Origin {
  readonly chain: string;
  readonly sender: string;
  readonly sequence: number;
}

export interface NewEntry extends Origin {
  readonly direction: number;
  readonly envelope: Uint8Array;
  readonly hash: Uint8Array;
  readonly copyOf: string | undefined;
}

type PlaceRow = { place: number; chain: string; n: number; time_ms: number; head: ArrayBuffer };
type EntryRow = PlaceRow & { copy_of: string | null; envelope: ArrayBuffer };
type HashRow = PlaceRow & { hash: ArrayBuffer };

interface Head {
  readonly n: number;
  readonly head: Uint8Array;
}

const placeOf = (row: PlaceRow): Place => ({
  chain: row.chain,
  n: row.n,
  order: row.place,
  timeMs: row.time_ms,
  head: toWire(new Uint8Array(row.head))
});

export class EntryStorage {
  readonly #sql: SqlStorage;
  /** Tips and next numbers as they are on disk; a memory only, filled when first asked for. */
  readonly #heads = new Map<string, Head>();
  readonly #next = new Map<string, number>();
  #lastOrder: number | null = null;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  static createTables(sql: SqlStorage): void {
    sql.exec(TABLES);
  }

  lastOrder(): number {
    this.#lastOrder ??= this.#sql
      .exec<{ last: number | null }>('SELECT max(place) AS last FROM entry')
      .one().last;
    return this.#lastOrder ?? 0;
  }

  /** @param roomId 16 bytes */
  tip(roomId: Uint8Array, chain: string): ChainTip {
    const { n, head } = this.#head(roomId, chain);
    return { n, head: toWire(head) };
  }

  /** The next number that this sender must use in this chain. */
  nextSequence(chain: string, sender: string): number {
    const key = `${chain} ${sender}`;
    const held = this.#next.get(key);
    if (held !== undefined) return held;
    const last = (table: string): number =>
      this.#sql
        .exec<{ last: number | null }>(
          `SELECT max(sequence) AS last FROM ${table} WHERE chain = ? AND sender = ?`,
          chain,
          sender
        )
        .one().last ?? -1;
    const next = Math.max(last('entry'), last('doublet')) + 1;
    this.#next.set(key, next);
    return next;
  }

  /**
   * What stands under a number that is taken: its receipt when it is the same envelope, `conflict`
   * when it is another one, null when nothing does [O1].
   */
  taken(origin: Origin, hash: Uint8Array): Place | 'conflict' | null {
    const key = [origin.chain, origin.sender, origin.sequence] as const;
    const row = this.#sql
      .exec<HashRow>('SELECT * FROM entry WHERE chain = ? AND sender = ? AND sequence = ?', ...key)
      .toArray()[0];
    if (row) return equalBytes(new Uint8Array(row.hash), hash) ? placeOf(row) : 'conflict';
    const doublet = this.#sql
      .exec<{ hash: ArrayBuffer; place: number }>(
        'SELECT hash, place FROM doublet WHERE chain = ? AND sender = ? AND sequence = ?',
        ...key
      )
      .toArray()[0];
    if (!doublet) return null;
    if (!equalBytes(new Uint8Array(doublet.hash), hash)) return 'conflict';
    const first = this.#sql
      .exec<PlaceRow>('SELECT * FROM entry WHERE place = ?', doublet.place)
      .one();
    return { ...placeOf(first), duplicate: true };
  }

  /** The copy of this log envelope that the epoch already has; null when none [O6]. */
  copyThere(chain: string, copyOf: string): Place | null {
    const row = this.#sql
      .exec<PlaceRow>('SELECT * FROM entry WHERE chain = ? AND copy_of = ?', chain, copyOf)
      .toArray()[0];
    return row ? { ...placeOf(row), duplicate: true } : null;
  }

  /** The number is used up by a copy that somebody else had delivered. Inside a transaction. */
  addDoublet(origin: Origin, hash: Uint8Array, first: Place): void {
    const { chain, sender, sequence } = origin;
    this.#sql.exec(
      'INSERT INTO doublet VALUES (?, ?, ?, ?, ?)',
      chain,
      sender,
      sequence,
      toBlob(hash),
      first.order
    );
    this.#next.set(`${chain} ${sender}`, sequence + 1);
  }

  /** Appends to order and chain. Inside a transaction. @param roomId 16 bytes */
  append(roomId: Uint8Array, entry: NewEntry, timeMs: number): Place {
    const { chain, sender, sequence } = entry;
    const before = this.#head(roomId, chain);
    const order = this.lastOrder() + 1;
    const n = before.n + 1;
    const head = chainNext(before.head, entry.hash, timeMs);
    this.#sql.exec(
      'INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      order,
      chain,
      n,
      sender,
      sequence,
      entry.direction,
      timeMs,
      toBlob(head),
      toBlob(entry.hash),
      entry.copyOf ?? null,
      toBlob(entry.envelope)
    );
    this.#heads.set(chain, { n, head });
    this.#next.set(`${chain} ${sender}`, sequence + 1);
    this.#lastOrder = order;
    return { chain, n, order, timeMs, head: toWire(head) };
  }

  /** A transaction that wrote here has failed: what is remembered may be ahead of the disk. */
  forget(): void {
    this.#heads.clear();
    this.#next.clear();
    this.#lastOrder = null;
  }

  /** Entries of one direction after a place in the order. */
  countAfter(order: number, direction: number): number {
    return this.#sql
      .exec<{ many: number }>(
        'SELECT count(*) AS many FROM entry WHERE place > ? AND direction = ?',
        order,
        direction
      )
      .one().many;
  }

  /** All chains in room order, page by page. */
  pagesOfRoom(afterOrder: number): Generator<Entry[]> {
    return this.#pages(
      'SELECT * FROM entry WHERE place > ? ORDER BY place LIMIT ?',
      [],
      afterOrder,
      (entry) => entry.order
    );
  }

  /** One chain, page by page. */
  pagesOfChain(chain: string, afterN: number): Generator<Entry[]> {
    return this.#pages(
      'SELECT * FROM entry WHERE chain = ? AND n > ? ORDER BY n LIMIT ?',
      [chain],
      afterN,
      (entry) => entry.n
    );
  }

  *#pages(
    query: string,
    fixed: readonly string[],
    after: number,
    cursorOf: (entry: Entry) => number
  ): Generator<Entry[]> {
    let cursor = after;
    for (;;) {
      const page: Entry[] = [];
      let chars = 0;
      for (const row of this.#sql.exec<EntryRow>(query, ...fixed, cursor, MAX_PAGE_ENTRIES)) {
        const envelope = toWire(new Uint8Array(row.envelope));
        chars += envelope.length;
        if (page.length > 0 && chars > MAX_PAGE_CHARS) break;
        const copyOf = row.copy_of === null ? {} : { copyOf: row.copy_of };
        page.push({ ...placeOf(row), envelope, ...copyOf });
      }
      const last = page.at(-1);
      if (last === undefined) return;
      yield page;
      cursor = cursorOf(last);
    }
  }

  /** Overwrites one slot [O5]. */
  putSignal(slot: string, sealed: string): void {
    this.#sql.exec('INSERT OR REPLACE INTO signal VALUES (?, ?)', slot, sealed);
  }

  /** Slots whose name starts so. */
  signals(prefix: string): readonly { readonly slot: string; readonly sealed: string }[] {
    return this.#sql
      .exec<{ slot: string; sealed: string }>(
        'SELECT slot, sealed FROM signal WHERE substr(slot, 1, ?) = ?',
        prefix.length,
        prefix
      )
      .toArray();
  }

  #head(roomId: Uint8Array, chain: string): Head {
    const held = this.#heads.get(chain);
    if (held) return held;
    const row = this.#sql
      .exec<PlaceRow>('SELECT * FROM entry WHERE chain = ? ORDER BY n DESC LIMIT 1', chain)
      .toArray()[0];
    const epochId = fromWire(chain);
    if (epochId === null) throw new Error('chain name');
    const head: Head = row
      ? { n: row.n, head: new Uint8Array(row.head) }
      : { n: 0, head: chainStart(roomId, epochId) };
    this.#heads.set(chain, head);
    return head;
  }
}
