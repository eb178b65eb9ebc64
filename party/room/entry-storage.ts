// ⑦ The envelopes of a room: one order over all chains, each with the head of its own chain, unique
// by its origin (epoch, direction, sender, sequence), and one copy per (epoch, copyOf). Nothing is ever changed or taken
// out; the room is erased whole. A message costs one row and one index: chains are read by walking the
// one order, which is rare, rather than kept in an index, which every message would pay for.
// Rules: O1, O2, O6.
import { chainNext, chainStart } from '#lib/crypto/chain.ts';
import { concatBytes, equalBytes, readU32be, u32be } from '#lib/crypto/bytes.ts';
import { MAX_PAGE_CHARS, MAX_PAGE_ENTRIES } from '#lib/protocol/limits.ts';
import type { ChainTip, Entry } from '#lib/protocol/room-view.ts';
import { toBlob, toWire } from '../bytes.ts';
import {
  FROM_GUEST,
  idOf,
  originOf,
  PLACE,
  placeOf,
  senderOf,
  type EntryRow,
  type NewEntry,
  type Place,
  type PlaceRow
} from './entry-rows.ts';

const TABLES = `
  CREATE TABLE entry (place INTEGER PRIMARY KEY, origin BLOB NOT NULL UNIQUE, n INTEGER NOT NULL,
    time_ms INTEGER NOT NULL, head BLOB NOT NULL, copy_of TEXT, envelope BLOB NOT NULL);
  CREATE UNIQUE INDEX entry_by_copy ON entry (substr(origin, 1, 16), copy_of)
    WHERE copy_of IS NOT NULL;
  CREATE TABLE doublet (origin BLOB PRIMARY KEY, hash BLOB NOT NULL, place INTEGER NOT NULL)
    WITHOUT ROWID;
`;

interface Head {
  readonly n: number;
  readonly head: Uint8Array;
}

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

  /** The next number that the sender of this envelope must use in its chain. */
  nextSequence(entry: NewEntry): number {
    const sender = senderOf(entry);
    const key = toWire(sender);
    const held = this.#next.get(key);
    if (held !== undefined) return held;
    const border = (last: number): ArrayBuffer => toBlob(concatBytes(sender, u32be(last)));
    const [first, last] = [border(0), border(0xffff_ffff)];
    const lastIn = (table: 'entry' | 'doublet'): number => {
      const row = this.#sql
        .exec<{ origin: ArrayBuffer }>(
          `SELECT origin FROM ${table} WHERE origin BETWEEN ? AND ? ORDER BY origin DESC LIMIT 1`,
          first,
          last
        )
        .toArray()[0];
      return row ? readU32be(new Uint8Array(row.origin), sender.length) : -1;
    };
    const next = Math.max(lastIn('entry'), lastIn('doublet')) + 1;
    this.#next.set(key, next);
    return next;
  }

  /**
   * What stands under a number that is taken: its receipt when it is the same envelope, `conflict`
   * when it is another one, null when nothing does [O1].
   */
  taken(entry: NewEntry): Place | 'conflict' | null {
    const origin = originOf(entry);
    const row = this.#sql
      .exec<EntryRow>('SELECT * FROM entry WHERE origin = ?', origin)
      .toArray()[0];
    if (row)
      return equalBytes(new Uint8Array(row.envelope), entry.envelope) ? placeOf(row) : 'conflict';
    const doublet = this.#sql
      .exec<{ hash: ArrayBuffer; place: number }>(
        'SELECT hash, place FROM doublet WHERE origin = ?',
        origin
      )
      .toArray()[0];
    if (!doublet) return null;
    if (!equalBytes(new Uint8Array(doublet.hash), entry.hash)) return 'conflict';
    const first = this.#sql
      .exec<PlaceRow>(`SELECT ${PLACE} FROM entry WHERE place = ?`, doublet.place)
      .one();
    return { ...placeOf(first), duplicate: true };
  }

  /** The copy of this log envelope that the epoch already has; null when none [O6]. */
  copyThere(epochId: Uint8Array, copyOf: string): Place | null {
    const row = this.#sql
      .exec<PlaceRow>(
        `SELECT ${PLACE} FROM entry WHERE substr(origin, 1, 16) = ? AND copy_of = ?`,
        toBlob(epochId),
        copyOf
      )
      .toArray()[0];
    return row ? { ...placeOf(row), duplicate: true } : null;
  }

  /** The number is used up by a copy that somebody else had delivered. Inside a transaction. */
  addDoublet(entry: NewEntry, first: Place): void {
    this.#sql.exec(
      'INSERT INTO doublet VALUES (?, ?, ?)',
      originOf(entry),
      toBlob(entry.hash),
      first.order
    );
    this.#next.set(toWire(senderOf(entry)), entry.sequence + 1);
  }

  /** Appends to order and chain, in one statement. @param roomId 16 bytes */
  append(roomId: Uint8Array, entry: NewEntry, timeMs: number): Place {
    const before = this.#head(roomId, entry.chain);
    const order = this.lastOrder() + 1;
    const n = before.n + 1;
    const head = chainNext(before.head, entry.hash, timeMs);
    this.#sql.exec(
      'INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)',
      order,
      originOf(entry),
      n,
      timeMs,
      toBlob(head),
      entry.copyOf ?? null,
      toBlob(entry.envelope)
    );
    this.#heads.set(entry.chain, { n, head });
    this.#next.set(toWire(senderOf(entry)), entry.sequence + 1);
    this.#lastOrder = order;
    return { chain: entry.chain, n, order, timeMs, head: toWire(head) };
  }

  /** A transaction that wrote here has failed: what is remembered may be ahead of the disk. */
  forget(): void {
    this.#heads.clear();
    this.#next.clear();
    this.#lastOrder = null;
  }

  /** All chains in room order, page by page. */
  pagesOfRoom(afterOrder: number): Generator<Entry[]> {
    return this.#pages(
      'SELECT * FROM entry WHERE place > ? ORDER BY place LIMIT ?',
      afterOrder,
      []
    );
  }

  /** One chain, page by page. */
  pagesOfChain(chain: string, afterN: number): Generator<Entry[]> {
    return this.#pages(
      `SELECT * FROM entry NOT INDEXED WHERE place > ? AND substr(origin, 1, 16) = ? AND n > ?
       ORDER BY place LIMIT ?`,
      0,
      [toBlob(idOf(chain)), afterN]
    );
  }

  *#pages(
    query: string,
    afterOrder: number,
    where: readonly SqlStorageValue[]
  ): Generator<Entry[]> {
    let cursor = afterOrder;
    for (;;) {
      const page: Entry[] = [];
      let chars = 0;
      for (const row of this.#sql.exec<EntryRow>(query, cursor, ...where, MAX_PAGE_ENTRIES)) {
        const envelope = toWire(new Uint8Array(row.envelope));
        chars += envelope.length;
        if (page.length > 0 && chars > MAX_PAGE_CHARS) break;
        const copyOf = row.copy_of === null ? {} : { copyOf: row.copy_of };
        page.push({ ...placeOf(row), envelope, ...copyOf });
      }
      const last = page.at(-1);
      if (last === undefined) return;
      yield page;
      cursor = last.order;
    }
  }

  /**
   * What the messages themselves say about a room that was read up to an order: counts and times
   * that no message writes down twice. `guestMs` is 0 when the guest never wrote.
   */
  tally(readOrder: number): {
    readonly unread: number;
    readonly waitingSinceMs: number | null;
    readonly guestMs: number;
    readonly lastMs: number;
  } {
    const unread = this.#sql
      .exec<{ many: number; since: number | null }>(
        `SELECT count(*) AS many, min(time_ms) AS since FROM entry NOT INDEXED
         WHERE place > ? AND ${FROM_GUEST}`,
        readOrder
      )
      .one();
    const lastTime = (where: string): number =>
      this.#sql
        .exec<{ time_ms: number }>(
          `SELECT time_ms FROM entry NOT INDEXED ${where} ORDER BY place DESC LIMIT 1`
        )
        .toArray()[0]?.time_ms ?? 0;
    return {
      unread: unread.many,
      waitingSinceMs: unread.since,
      guestMs: lastTime(`WHERE ${FROM_GUEST}`),
      lastMs: lastTime('')
    };
  }

  #head(roomId: Uint8Array, chain: string): Head {
    const held = this.#heads.get(chain);
    if (held) return held;
    const epochId = idOf(chain);
    const row = this.#sql
      .exec<PlaceRow>(
        `SELECT ${PLACE} FROM entry NOT INDEXED WHERE substr(origin, 1, 16) = ?
         ORDER BY place DESC LIMIT 1`,
        toBlob(epochId)
      )
      .toArray()[0];
    const head: Head = row
      ? { n: row.n, head: new Uint8Array(row.head) }
      : { n: 0, head: chainStart(roomId, epochId) };
    this.#heads.set(chain, head);
    return head;
  }
}
