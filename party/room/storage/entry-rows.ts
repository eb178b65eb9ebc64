// How an envelope is stored in the room. Its origin, cut out of its header, is its permanent name. Its
// place is what a receipt reports. Every row holds the sums up to itself, so that nothing is ever counted
// by reading all rows. Rules: O1, O2, X4.
import { Direction } from '#lib/crypto/room/envelope-header.ts';
import { concatBytes } from '#lib/crypto/primitives/bytes.ts';
import { ENTRY_OVERHEAD_BYTES } from '#lib/protocol/limits.ts';
import { fromWire, toBlob, toWire } from '../../bytes.ts';

/** A place in the order, as a receipt reports it. */
export interface Place {
  readonly chain: string;
  readonly n: number;
  readonly order: number;
  readonly timeMs: number;
  readonly head: string;
  readonly duplicate?: boolean;
}

/** Where the origin is in an envelope's header: epoch(16) ‖ direction(1) ‖ sender(16) ‖ sequence(4). */
const ORIGIN = { from: 17, sender: 50, to: 54 } as const;
const ORIGIN_BYTES = ORIGIN.to - ORIGIN.from;

export interface NewEntry {
  /** Base64url of the epoch's id. */
  readonly chain: string;
  readonly sequence: number;
  readonly direction: number;
  readonly envelope: Uint8Array;
  readonly hash: Uint8Array;
  readonly copyOf: string | undefined;
}

/** The permanent name of an envelope [O1], 37 bytes. */
export const originOf = ({ envelope }: NewEntry): ArrayBuffer =>
  toBlob(envelope.slice(ORIGIN.from, ORIGIN.to));

/** The same without the number: names a sender in a chain. */
export const senderOf = ({ envelope }: NewEntry): Uint8Array =>
  envelope.subarray(ORIGIN.from, ORIGIN.sender);

/** The first and the last origin that begins with these bytes: an epoch's id, or a sender's. */
export function originsOf(prefix: Uint8Array): readonly [ArrayBuffer, ArrayBuffer] {
  const rest = new Uint8Array(ORIGIN_BYTES - prefix.length);
  return [toBlob(concatBytes(prefix, rest)), toBlob(concatBytes(prefix, rest.fill(0xff)))];
}

/**
 * Sums up to a row, itself included: the bytes of its own chain's guest; over the whole room those of
 * staff, as copies and in the log, and the number of guests' messages.
 */
export interface Sums {
  readonly ownBytes: number;
  readonly copyBytes: number;
  readonly logBytes: number;
  readonly guests: number;
}

/** What an envelope is charged [X4]. */
export const chargeOf = ({ envelope }: Pick<NewEntry, 'envelope'>): number =>
  envelope.length + ENTRY_OVERHEAD_BYTES;

export function withEntry(sums: Sums, entry: NewEntry): Sums {
  const bytes = chargeOf(entry);
  switch (entry.direction) {
    case Direction.guest:
      return { ...sums, ownBytes: sums.ownBytes + bytes, guests: sums.guests + 1 };
    case Direction.staffCopy:
      return { ...sums, copyBytes: sums.copyBytes + bytes };
    default:
      return { ...sums, logBytes: sums.logBytes + bytes };
  }
}

export type PlaceRow = {
  place: number;
  origin: ArrayBuffer;
  n: number;
  time_ms: number;
  head: ArrayBuffer;
};
export type EntryRow = PlaceRow & { copy_of: string | null; envelope: ArrayBuffer };

/** Everything but the envelope. */
export const PLACE = 'place, origin, n, time_ms, head';

/** @throws {Error} for a text that names no chain: ours always do */
export function idOf(chain: string): Uint8Array {
  const epochId = fromWire(chain);
  if (epochId?.length !== 16) throw new Error('chain name');
  return epochId;
}

export const placeOf = (row: PlaceRow): Place => ({
  chain: toWire(new Uint8Array(row.origin, 0, 16)),
  n: row.n,
  order: row.place,
  timeMs: row.time_ms,
  head: toWire(new Uint8Array(row.head))
});
