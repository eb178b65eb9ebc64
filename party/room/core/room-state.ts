// Everything a room remembers besides its envelopes, as plain values. reduce works on it, and storage keeps
// it as one JSON row each, parsed when read [X1]. Unknown fields are kept and written back [R6]. Never a
// key, name or text. Rules: R1, R2, R6, J4, J5, J9, O6.
import * as v from 'valibot';
import { bytesOf, count, timeMs } from '#lib/protocol/encoding.ts';
import { NEWCOMERS } from '#lib/protocol/limits.ts';
import type { Known, ServicePolicy } from '#lib/protocol/policy.ts';
import { epochView, roomLife } from '#lib/protocol/room-view.ts';

/** Ids of the epochs that hold entries. */
export type Holding = ReadonlySet<string>;

/** The room itself. */
export const coreRow = v.looseObject({
  life: v.looseObject(roomLife.entries),
  /** When the young person last joined, came back or wrote [R2]. */
  lastHeardMs: timeMs,
  lastActivityMs: timeMs,
  /** Staff have read up to here. */
  readOrder: count,
  /** No answer is owed up to here; in rows that lack it, up to `readOrder` [R8]. */
  answeredOrder: v.optional(count),
  unread: count,
  waitingSinceMs: v.nullable(timeMs),
  staffPresent: v.boolean(),
  /** When `staffPresent` last changed. */
  presenceSinceMs: timeMs,
  /** When staff's connections were last checked. */
  staffCheckedMs: timeMs,
  /** Since when a guest has been here without staff. */
  aloneSinceMs: v.nullable(timeMs),
  unattended: v.boolean(),
  strangers: v.looseObject({ wrong: count, lastAtMs: timeMs }),
  /** How much of their allowance unconfirmed devices have used [J9]. */
  newcomers: v.looseObject({
    /** When the bucket of new epochs is full again. */
    fullAtMs: timeMs,
    locked: v.boolean(),
    /** Missing: locked by a version that did not note it. */
    lockedAtMs: v.optional(timeMs),
    /** How many epochs with entries are allowed. */
    kept: count
  }),
  /** How many devices have ever joined, remembered or not. */
  devicesEver: count,
  /** How many shares were ever planned: the last one's generation [R7]. */
  shares: count,
  /** The desk has taken over the deletion [R4]. */
  handedOver: v.boolean()
});
export type CoreRow = Known<v.InferOutput<typeof coreRow>>;

export const answeredOrderOf = ({ answeredOrder, readOrder }: CoreRow): number =>
  answeredOrder ?? readOrder;

/** Where a resume share is: a slot of the room's pool, and its generation there [R7]. */
const shareAt = v.looseObject({ slot: count, generation: count });
export type ShareAt = Known<v.InferOutput<typeof shareAt>>;

export const epochRow = v.looseObject({
  ...epochView.entries,
  /** The share store that holds `u`, if any [R5]. */
  latch: v.nullable(shareAt)
});
export type EpochRow = Known<v.InferOutput<typeof epochRow>>;

/** A device that has proved link and code at least once [J4]. */
export const deviceRow = v.looseObject({
  deviceKey: bytesOf(65),
  /** Staff have refused it [J5]. */
  barred: v.boolean(),
  /**
   * Staff have once confirmed an epoch of it: unless it was refused since, it has its own share of every
   * limit (standing.ts) [J9, X3, X4].
   */
  confirmed: v.boolean(),
  wrong: count,
  lastAtMs: timeMs,
  sinceMs: timeMs,
  /** As for newcomers, for a confirmed device. */
  fullAtMs: timeMs
});
export type DeviceRow = Known<v.InferOutput<typeof deviceRow>>;

const repeated = { atMs: timeMs, tries: count };

/** An effect on another object, kept until that object has answered [R1]. */
export const dueRow = v.variant('kind', [
  v.looseObject({
    kind: v.literal('erase-latch'),
    ...shareAt.entries,
    /** The epoch that holds or was to hold the share. */
    epochId: v.string(),
    /** Whether it counts among the slots that strangers may hold. */
    stranger: v.boolean(),
    ...repeated
  }),
  v.looseObject({ kind: v.literal('erase-door'), ...repeated }),
  /** `urgent`: somebody on duty must see it now. */
  v.looseObject({ kind: v.literal('report'), urgent: v.boolean(), ...repeated }),
  v.looseObject({ kind: v.literal('hand-over'), ...repeated })
]);
type EachKnown<T> = T extends unknown ? Known<T> : never;
export type DueRow = EachKnown<v.InferOutput<typeof dueRow>>;
export type ShareDue = Extract<DueRow, { kind: 'erase-latch' }>;

/** One erasure per slot: the slot is not reused before it is done [R7]. */
export const shareDueKey = (slot: number): string => `erase-latch ${String(slot)}`;

export const dueKey = (due: DueRow): string =>
  due.kind === 'erase-latch' ? shareDueKey(due.slot) : due.kind;

export interface RoomRecord {
  readonly core: CoreRow;
  /** By epoch id, in the order in which they joined. */
  readonly epochs: ReadonlyMap<string, EpochRow>;
  /** By device key. */
  readonly devices: ReadonlyMap<string, DeviceRow>;
  /** By `dueKey`. */
  readonly dues: ReadonlyMap<string, DueRow>;
  /**
   * How many share stores were ever used: slots below this. Stored so that it can be read on its own [R7].
   */
  readonly slots: number;
  /** From the face: fixed when the room was made. */
  readonly lifetimes: ServicePolicy['lifetimes'];
}

/** A new room: invited, empty. */
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
      answeredOrder: 0,
      unread: 0,
      waitingSinceMs: null,
      staffPresent: false,
      presenceSinceMs: createdAtMs,
      staffCheckedMs: createdAtMs,
      aloneSinceMs: null,
      unattended: false,
      strangers: { wrong: 0, lastAtMs: 0 },
      newcomers: { fullAtMs: 0, locked: false, kept: NEWCOMERS.kept },
      devicesEver: 0,
      shares: 0,
      handedOver: false
    },
    epochs: new Map(),
    devices: new Map(),
    dues: new Map(),
    slots: 0,
    lifetimes
  };
}
