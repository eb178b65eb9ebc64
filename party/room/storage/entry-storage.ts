// ⑦ The envelopes of a room: one order over all chains, each with the head of its own chain, unique by its
// origin (epoch, direction, sender, sequence), and one copy per (epoch, copyOf). Nothing is ever changed or
// removed; the room is erased whole. A message costs one row and one index: a chain is a range of the
// origins, and counts and bytes are sums in the rows. Rules: O1, O2, O6, X4.
import { chainNext, chainStart } from '#lib/crypto/room/chain.ts';
import { equalBytes, readU32be } from '#lib/crypto/primitives/bytes.ts';
import type { ChainTip, Entry } from '#lib/protocol/room-view.ts';
import { toBlob, toWire } from '../../bytes.ts';
import { pagesOfChain, pagesOfRoom, placesOf, tally, type Tally } from './entry-reading.ts';
import {
  idOf,
  originOf,
  originsOf,
  PLACE,
  placeOf,
  senderOf,
  withEntry,
  type EntryRow,
  type NewEntry,
  type Place,
  type PlaceRow,
  type Sums
} from './entry-rows.ts';

/** The end of a chain. */
interface Tip {
  readonly n: number;
  readonly head: Uint8Array;
  readonly ownBytes: number;
}

/** The end of the room. */
type Last = Omit<Sums, 'ownBytes'> & { readonly order: number };

type LastRow = { place: number; copy_bytes: number; log_bytes: number; guests: number };

export class EntryStorage {
  readonly #sql: SqlStorage;
  /** Tips, next numbers and the room's end as they are on disk; only a cache, filled on demand. */
  readonly #tips = new Map<string, Tip>();
  readonly #next = new Map<string, number>();
  #last: Last | null = null;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  lastOrder(): number {
    return this.#end().order;
  }

  /** Bytes of staff: copies, and the log. */
  staffBytes(): { readonly copies: number; readonly log: number } {
    const { copyBytes, logBytes } = this.#end();
    return { copies: copyBytes, log: logBytes };
  }

  /** Bytes of an epoch's own guest. @param roomId 16 bytes */
  bytesOf(roomId: Uint8Array, chain: string): number {
    return this.#tip(roomId, chain).ownBytes;
  }

  /** @param roomId 16 bytes */
  tip(roomId: Uint8Array, chain: string): ChainTip {
    const { n, head } = this.#tip(roomId, chain);
    return { n, head: toWire(head) };
  }

  /** The next number that the sender of this envelope must use in its chain. */
  nextSequence(entry: NewEntry): number {
    const sender = senderOf(entry);
    const key = toWire(sender);
    const held = this.#next.get(key);
    if (held !== undefined) return held;
    const [first, last] = originsOf(sender);
    const nextIn = (table: 'entry' | 'doublet'): number => {
      const row = this.#sql
        .exec<{ origin: ArrayBuffer }>(
          `SELECT origin FROM ${table} WHERE origin BETWEEN ? AND ? ORDER BY origin DESC LIMIT 1`,
          first,
          last
        )
        .toArray()[0];
      return row ? readU32be(new Uint8Array(row.origin), sender.length) + 1 : 0;
    };
    const next = Math.max(nextIn('entry'), nextIn('doublet'));
    // Senders that never wrote are not cached: anybody can make them up.
    if (next > 0) this.#next.set(key, next);
    return next;
  }

  /**
   * What a used number holds: its receipt when it is the same envelope, `conflict` when it is another one;
   * null when the number is free [O1].
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

  /** Another sender's copy was already delivered; this one uses its number up. Inside a transaction. */
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
    const before = this.#tip(roomId, entry.chain);
    const last = this.#end();
    const order = last.order + 1;
    const n = before.n + 1;
    const head = chainNext(before.head, entry.hash, timeMs);
    const sums = withEntry({ ...last, ownBytes: before.ownBytes }, entry);
    const { ownBytes, copyBytes, logBytes, guests } = sums;
    this.#sql.exec(
      'INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      order,
      originOf(entry),
      n,
      timeMs,
      toBlob(head),
      entry.copyOf ?? null,
      ownBytes,
      copyBytes,
      logBytes,
      guests,
      toBlob(entry.envelope)
    );
    this.#tips.set(entry.chain, { n, head, ownBytes });
    this.#next.set(toWire(senderOf(entry)), entry.sequence + 1);
    this.#last = { order, copyBytes, logBytes, guests };
    return { chain: entry.chain, n, order, timeMs, head: toWire(head) };
  }

  /** A transaction that wrote here has failed: the cache may be ahead of the disk. */
  forget(): void {
    this.#tips.clear();
    this.#next.clear();
    this.#last = null;
  }

  pagesOfRoom(afterOrder: number): Generator<Entry[]> {
    return pagesOfRoom(this.#sql, afterOrder);
  }

  pagesOfChain(chain: string, afterN: number): Generator<Entry[]> {
    return pagesOfChain(this.#sql, chain, afterN);
  }

  /** What the messages say about a room that was read, and answered, up to an order. */
  tally(readOrder: number, answeredOrder: number): Tally {
    return tally(this.#sql, this.lastOrder(), readOrder, answeredOrder);
  }

  #end(): Last {
    if (this.#last !== null) return this.#last;
    const row = this.#sql
      .exec<LastRow>(
        `SELECT place, copy_bytes, log_bytes, guests FROM entry
         WHERE place = (SELECT max(place) FROM entry)`
      )
      .toArray()[0];
    this.#last = {
      order: row?.place ?? 0,
      copyBytes: row?.copy_bytes ?? 0,
      logBytes: row?.log_bytes ?? 0,
      guests: row?.guests ?? 0
    };
    return this.#last;
  }

  #tip(roomId: Uint8Array, chain: string): Tip {
    const held = this.#tips.get(chain);
    if (held) return held;
    const place = placesOf(this.#sql, chain).at(-1);
    const row =
      place === undefined
        ? null
        : this.#sql
            .exec<{
              n: number;
              head: ArrayBuffer;
              own_bytes: number;
            }>('SELECT n, head, own_bytes FROM entry WHERE place = ?', place)
            .one();
    const tip: Tip = row
      ? { n: row.n, head: new Uint8Array(row.head), ownBytes: row.own_bytes }
      : { n: 0, head: chainStart(roomId, idOf(chain)), ownBytes: 0 };
    this.#tips.set(chain, tip);
    return tip;
  }
}
