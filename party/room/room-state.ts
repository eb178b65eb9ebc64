// Everything a room remembers besides its envelopes, as plain values: what reduce works on and what
// storage keeps, one JSON row each, parsed again when read [X1]. Never a key, name or text.
// Rules: R1, R2, J4, J5, O6.
import * as v from 'valibot';
import { bytesOf, count, timeMs } from '#lib/protocol/encoding.ts';
import type { ServicePolicy } from '#lib/protocol/policy.ts';
import { epochView, roomLife } from '#lib/protocol/room-view.ts';

/** The room itself. */
export const coreRow = v.strictObject({
  life: roomLife,
  /** When the young person last joined, came back or wrote [R2]. */
  lastHeardMs: timeMs,
  lastActivityMs: timeMs,
  /** Staff have read up to here. */
  readOrder: count,
  unread: count,
  waitingSinceMs: v.nullable(timeMs),
  staffPresent: v.boolean(),
  /** Since when `staffPresent` is what it is. */
  presenceSinceMs: timeMs,
  /** When it was last looked whether staff's connections are alive. */
  staffCheckedMs: timeMs,
  /** A guest is there and staff are not, since … */
  aloneSinceMs: v.nullable(timeMs),
  unattended: v.boolean(),
  strangers: v.strictObject({ wrong: count, lastAtMs: timeMs }),
  /** The desk has taken the deletion over [R4]. */
  handedOver: v.boolean()
});
export type CoreRow = v.InferOutput<typeof coreRow>;

export const epochRow = v.strictObject({
  ...epochView.entries,
  /** The latch that holds `u`, if any [R5]. */
  latch: v.nullable(v.string())
});
export type EpochRow = v.InferOutput<typeof epochRow>;

/** A device that has proved link and code at least once [J4]. */
export const deviceRow = v.strictObject({
  deviceKey: bytesOf(65),
  barred: v.boolean(),
  wrong: count,
  lastAtMs: timeMs
});
export type DeviceRow = v.InferOutput<typeof deviceRow>;

/** An effect on another object, kept until that object has answered [R1]. */
export const dueRow = v.variant('kind', [
  v.strictObject({
    kind: v.literal('erase-latch'),
    latch: v.string(),
    atMs: timeMs,
    tries: count
  }),
  v.strictObject({ kind: v.literal('erase-door'), atMs: timeMs, tries: count }),
  /** `urgent`: somebody on duty must see it now. */
  v.strictObject({ kind: v.literal('report'), urgent: v.boolean(), atMs: timeMs, tries: count }),
  v.strictObject({ kind: v.literal('hand-over'), atMs: timeMs, tries: count })
]);
export type DueRow = v.InferOutput<typeof dueRow>;

export const dueKey = (due: DueRow): string =>
  due.kind === 'erase-latch' ? `erase-latch ${due.latch}` : due.kind;

export interface RoomRecord {
  readonly core: CoreRow;
  /** By epoch id, in the order in which they joined. */
  readonly epochs: ReadonlyMap<string, EpochRow>;
  /** By device key. */
  readonly devices: ReadonlyMap<string, DeviceRow>;
  /** By `dueKey`. */
  readonly dues: ReadonlyMap<string, DueRow>;
  /** From the face: fixed when the room was made. */
  readonly lifetimes: ServicePolicy['lifetimes'];
}

/** The same map with one row set. */
export function withRow<T>(rows: ReadonlyMap<string, T>, key: string, row: T): Map<string, T> {
  return new Map(rows).set(key, row);
}

/** A room as it is made: invited, empty. */
export function newRoom(lifetimes: ServicePolicy['lifetimes'], createdAtMs: number): RoomRecord {
  return {
    core: {
      life: {
        state: 'invited',
        createdAtMs,
        endedAtMs: null,
        endReason: null,
        deleteAtMs: createdAtMs + lifetimes.hardCapMs
      },
      lastHeardMs: createdAtMs,
      lastActivityMs: createdAtMs,
      readOrder: 0,
      unread: 0,
      waitingSinceMs: null,
      staffPresent: false,
      presenceSinceMs: createdAtMs,
      staffCheckedMs: createdAtMs,
      aloneSinceMs: null,
      unattended: false,
      strangers: { wrong: 0, lastAtMs: 0 },
      handedOver: false
    },
    epochs: new Map(),
    devices: new Map(),
    dues: new Map(),
    lifetimes
  };
}
