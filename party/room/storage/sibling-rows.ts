// What must be erased outside of a room, in plain columns: the generation of its boxes, how many share
// stores were ever used, and the maker's record, which gives the room's name in the audit log. They can be
// read when nothing else of the room can, so that erasing never needs the rest. Rules: R4, R5, R6, R7, D7.
import { hmacSha256, sha256 } from '#lib/crypto/primitives/hash.ts';
import { SHARE_STORES, MAX_ROOM_RECORDS } from '#lib/protocol/limits.ts';
import { toBlob, toWire } from '../../bytes.ts';
import { boxName, FIRST_GENERATION, shareStoreName } from '../../env.ts';
import { Unreadable } from '../../storage/unreadable.ts';
import type { ToErase } from '../../rpc.ts';

interface Siblings {
  readonly boxGeneration: number;
  /** Share stores below this were used. */
  readonly slots: number;
}

export function fillSiblings(sql: SqlStorage, record: Uint8Array): void {
  sql.exec('INSERT INTO siblings VALUES (1, ?, 0)', FIRST_GENERATION);
  sql.exec('INSERT INTO record VALUES (1, ?)', toBlob(record));
}

/** @throws {Unreadable} */
export function siblingsIn(sql: SqlStorage): Siblings {
  const [row] = sql.exec('SELECT box_generation, slots FROM siblings').toArray();
  const boxGeneration = countIn(row?.['box_generation'], FIRST_GENERATION, MAX_ROOM_RECORDS);
  const slots = countIn(row?.['slots'], 0, SHARE_STORES.slots);
  return { boxGeneration, slots };
}

/** Erasing touches every name below a count, which leaves a file each: no other count is believed. */
function countIn(stored: unknown, least: number, most: number): number {
  const fits = typeof stored === 'number' && Number.isInteger(stored);
  if (!fits || stored < least || stored > most) throw new Unreadable('broken');
  return stored;
}

export const setSlots = (sql: SqlStorage, slots: number): void => {
  sql.exec('UPDATE siblings SET slots = ?', slots);
};

/** Who signed for the boxes, oldest first [D7]. */
export const recordsIn = (sql: SqlStorage): Uint8Array[] =>
  sql
    .exec<{ record: ArrayBuffer }>('SELECT record FROM record ORDER BY n')
    .toArray()
    .map((row) => new Uint8Array(row.record));

/**
 * A name under a key that is erased with the room: nobody can find the room by it in the log.
 * @param record the maker's, whole
 * @param roomId 16 bytes
 */
export const auditNameOf = (record: Uint8Array, roomId: Uint8Array): string =>
  toWire(hmacSha256(sha256(record), roomId).slice(0, 16));

/** @throws {Unreadable} when the record is not there */
export function auditNameIn(sql: SqlStorage, roomId: Uint8Array): string {
  const [first] = recordsIn(sql);
  if (first === undefined) throw new Unreadable('broken');
  return auditNameOf(first, roomId);
}

/** Everything that may ever have been filled; where these rows do not say, all of it. */
export function toErase(sql: SqlStorage, roomHex: string, roomId: Uint8Array): ToErase {
  const known = orNull(() => siblingsIn(sql));
  const slots = known?.slots ?? SHARE_STORES.slots;
  // Every sealing of the boxes has left its record.
  const generations =
    known?.boxGeneration ?? orNull(() => recordsIn(sql).length) ?? MAX_ROOM_RECORDS;
  return {
    shareStores: Array.from({ length: slots }, (_, slot) => shareStoreName(roomHex, slot)),
    boxes: Array.from({ length: generations }, (_, n) => boxName(roomHex, FIRST_GENERATION + n)),
    auditName: orNull(() => auditNameIn(sql, roomId))
  };
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
