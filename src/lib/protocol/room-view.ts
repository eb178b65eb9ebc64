// What the room server says about itself: shapes that several frames share. Rules: O1, O2, J5, R1.
import * as v from 'valibot';
import { bytesOf, bytesUpTo, count, digest, epochId, timeMs } from './encoding.ts';
import { MAX_ENVELOPE_BYTES } from './limits.ts';

const ROOM_STATES = ['invited', 'open', 'closed'] as const;
export const roomState = v.picklist(ROOM_STATES);
export type RoomState = v.InferOutput<typeof roomState>;

/** How a room ended. */
export const endReason = v.picklist(['staff', 'guest', 'idle', 'lapsed', 'replaced', 'cap']);
export type EndReason = v.InferOutput<typeof endReason>;

export const roomLife = v.strictObject({
  state: roomState,
  createdAtMs: timeMs,
  endedAtMs: v.nullable(timeMs),
  endReason: v.nullable(endReason),
  /** When everything is erased: the end plus retention, never past the hard cap. */
  deleteAtMs: timeMs
});
export type RoomLife = v.InferOutput<typeof roomLife>;

/** A place in a chain: the `n`th entry's head; n = 0 is the empty chain. */
export const chainTip = v.strictObject({ n: count, head: digest });
export type ChainTip = v.InferOutput<typeof chainTip>;

export const envelopeText = bytesUpTo(MAX_ENVELOPE_BYTES);

/** One stored envelope. `chain` is an epoch's id, or sixteen zero bytes for the room log. */
export const entry = v.strictObject({
  /** Place in the room's one order over all chains, from 1. */
  order: count,
  chain: epochId,
  /** Place in its chain, from 1. */
  n: count,
  timeMs,
  head: digest,
  envelope: envelopeText,
  /** On staff copies: the hash of the room-log envelope that it copies [O6]. */
  copyOf: v.optional(digest)
});
export type Entry = v.InferOutput<typeof entry>;

const EPOCH_STATES = [
  'pending', // not confirmed
  'confirmed',
  'refused',
  'left', // exit: do not write
  'replaced', // a newer epoch of the same device
  'ended' // the young person ended it, or the room closed
] as const;
const epochState = v.picklist(EPOCH_STATES);
export type EpochState = v.InferOutput<typeof epochState>;

/** Writing to it can still arrive [O6]. */
export const isLive = (state: EpochState): boolean => state === 'pending' || state === 'confirmed';

/** An epoch as staff see it; staff clients recompute its keys from this. */
export const epochView = v.strictObject({
  epochId,
  enc: bytesOf(1120),
  deviceKey: bytesOf(65),
  /** H(u) of the join [J3]. */
  shareHash: digest,
  leaveHash: digest,
  mac: digest,
  state: epochState,
  /** Room order at which it joined: it receives nothing earlier [J5]. */
  joinedOrder: count,
  joinedAtMs: timeMs,
  connected: v.boolean(),
  lastSeenMs: timeMs,
  /** When it left or was replaced, refused or ended. */
  closedAtMs: v.nullable(timeMs)
});
export type EpochView = v.InferOutput<typeof epochView>;

/** Failed attempts, and why new devices are locked out, for staff [J4, J9]. */
export const attemptsView = v.strictObject({
  /** Wrong code words from devices that never proved themselves. */
  strangers: count,
  /** Wrong code words from devices that did. */
  known: count,
  strangersLocked: v.boolean(),
  /** So many unconfirmed devices have written that no new one is let in [J9]. */
  newcomersLocked: v.boolean(),
  knownLocked: v.boolean(),
  lastAtMs: v.nullable(timeMs)
});
export type AttemptsView = v.InferOutput<typeof attemptsView>;
