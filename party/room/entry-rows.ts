// How an envelope lies in the room's storage: its origin, cut out of its header, names it for good;
// its place is what a receipt tells. Rules: O1, O2.
import { Direction } from '#lib/crypto/envelope-header.ts';
import { fromWire, toBlob, toWire } from '../bytes.ts';

/** A place in the order, as a receipt tells it. */
export interface Place {
  readonly chain: string;
  readonly n: number;
  readonly order: number;
  readonly timeMs: number;
  readonly head: string;
  readonly duplicate?: boolean;
}

/** Where an envelope's origin stands in its header: epoch(16) ‖ direction(1) ‖ sender(16) ‖ sequence(4). */
const ORIGIN = { from: 17, sender: 50, to: 54 } as const;

export interface NewEntry {
  /** Base64url of the epoch's id. */
  readonly chain: string;
  readonly sequence: number;
  readonly direction: number;
  readonly envelope: Uint8Array;
  readonly hash: Uint8Array;
  readonly copyOf: string | undefined;
}

/** What names an envelope for good [O1], 37 bytes. */
export const originOf = ({ envelope }: NewEntry): ArrayBuffer =>
  toBlob(envelope.slice(ORIGIN.from, ORIGIN.to));

/** The same without the number: names a sender in a chain. */
export const senderOf = ({ envelope }: NewEntry): Uint8Array =>
  envelope.subarray(ORIGIN.from, ORIGIN.sender);

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

export const FROM_GUEST = `substr(origin, 17, 1) = x'0${String(Direction.guest)}'`;

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
