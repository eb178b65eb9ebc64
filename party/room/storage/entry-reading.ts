// Reads the envelopes of a room: in pages for newcomers, and for what they say about the room. Every query
// uses an index, by place or by origin: nothing scans the table [X4]. Rules: O2, J5, X4.
import { MAX_PAGE_CHARS, MAX_PAGE_ENTRIES } from '#lib/protocol/limits.ts';
import type { Entry } from '#lib/protocol/room-view.ts';
import { toWire } from '../../bytes.ts';
import { idOf, originsOf, placeOf, type EntryRow } from './entry-rows.ts';

/** The places of one chain, in order, from the index of origins alone. */
export function placesOf(sql: SqlStorage, chain: string): number[] {
  const [first, last] = originsOf(idOf(chain));
  const found = sql.exec<{ place: number }>(
    'SELECT place FROM entry WHERE origin BETWEEN ? AND ?',
    first,
    last
  );
  const places: number[] = [];
  for (const { place } of found) places.push(place);
  return places.sort((a, b) => a - b);
}

function* pages(rows: Iterable<EntryRow>): Generator<Entry[]> {
  let page: Entry[] = [];
  let chars = 0;
  for (const row of rows) {
    const envelope = toWire(new Uint8Array(row.envelope));
    if (
      page.length === MAX_PAGE_ENTRIES ||
      (page.length > 0 && chars + envelope.length > MAX_PAGE_CHARS)
    ) {
      yield page;
      page = [];
      chars = 0;
    }
    chars += envelope.length;
    const copyOf = row.copy_of === null ? {} : { copyOf: row.copy_of };
    page.push({ ...placeOf(row), envelope, ...copyOf });
  }
  if (page.length > 0) yield page;
}

const COLUMNS = 'place, origin, n, time_ms, head, copy_of, envelope';

/** One after the other: a page is sent before the next is read. */
function* rowsAt(sql: SqlStorage, places: Iterable<number>): Generator<EntryRow> {
  for (const place of places)
    yield sql.exec<EntryRow>(`SELECT ${COLUMNS} FROM entry WHERE place = ?`, place).one();
}

/** All chains in room order, page by page. */
export function pagesOfRoom(sql: SqlStorage, afterOrder: number): Generator<Entry[]> {
  return pages(
    sql.exec<EntryRow>(`SELECT ${COLUMNS} FROM entry WHERE place > ? ORDER BY place`, afterOrder)
  );
}

/** One chain, page by page. */
export function pagesOfChain(sql: SqlStorage, chain: string, afterN: number): Generator<Entry[]> {
  // The nth of a chain has the nth place.
  return pages(rowsAt(sql, placesOf(sql, chain).slice(afterN)));
}

export interface Tally {
  readonly unread: number;
  /** When the first message came to which an answer is owed [R8]. */
  readonly waitingSinceMs: number | null;
  /** 0 when the guest never wrote. */
  readonly guestMs: number;
  readonly lastMs: number;
}

/**
 * What the messages say about a room that was read, and answered, up to an order: counts and times that no
 * message writes twice. Every row holds how many of the guests' came up to it.
 */
export function tally(
  sql: SqlStorage,
  lastOrder: number,
  readOrder: number,
  answeredOrder: number
): Tally {
  const at = (place: number): { guests: number; time_ms: number } =>
    place === 0
      ? { guests: 0, time_ms: 0 }
      : sql
          .exec<{
            guests: number;
            time_ms: number;
          }>('SELECT guests, time_ms FROM entry WHERE place = ?', place)
          .one();
  /** When the guests' `nth` message came. */
  const timeOf = (nth: number): number => {
    let [below, found] = [0, lastOrder];
    while (found - below > 1) {
      const middle = Math.floor((below + found) / 2);
      if (at(middle).guests >= nth) found = middle;
      else below = middle;
    }
    return at(found).time_ms;
  };
  const last = at(lastOrder);
  const read = at(Math.min(readOrder, lastOrder));
  const answered = at(Math.min(answeredOrder, lastOrder));
  return {
    unread: last.guests - read.guests,
    waitingSinceMs: last.guests > answered.guests ? timeOf(answered.guests + 1) : null,
    guestMs: last.guests > 0 ? timeOf(last.guests) : 0,
    lastMs: last.time_ms
  };
}
