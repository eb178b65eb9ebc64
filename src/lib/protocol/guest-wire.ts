// Everything a guest page and the room say to each other over the socket, both ways. `satisfies` when
// sending, parse when receiving. The room accepts exactly these frames; a page ignores what it does not
// know, since it may be older than its room. Rules: J, O, P2, E, X1, R6.
import * as v from 'valibot';
import { errorCode } from './codes.ts';
import { bytesOf, bytesUpTo, count, digest, epochId, parseJson, ref, timeMs } from './encoding.ts';
import { MAX_PAGE_ENTRIES, MAX_SIGNAL_BYTES, PROTOCOL_VERSION } from './limits.ts';
import { chainTip, endReason, entry, envelopeText, roomLife } from './room-view.ts';

export const signalKind = v.picklist(['typing', 'seen']);
export type SignalKind = v.InferOutput<typeof signalKind>;
const sealedSignal = bytesUpTo(MAX_SIGNAL_BYTES);

export const guestFrame = v.variant('t', [
  /** J3. `sig` is the device key's over transcript ‖ challenge. */
  v.strictObject({
    t: v.literal('join'),
    v: v.literal(PROTOCOL_VERSION),
    ref,
    joinToken: bytesOf(32),
    enc: bytesOf(1120),
    deviceKey: bytesOf(65),
    leaveHash: digest,
    share: bytesOf(32),
    mac: digest,
    sig: bytesOf(64)
  }),
  /** J8, P2. `have` is the last entry held of this epoch's chain. `wantShare`: hand `u` back. */
  v.strictObject({
    t: v.literal('resume'),
    v: v.literal(PROTOCOL_VERSION),
    ref,
    epochId,
    deviceKey: bytesOf(65),
    sig: bytesOf(64),
    have: count,
    wantShare: v.boolean()
  }),
  /**
   * The device key alone, for a page without a live epoch: it may only deliver a dead tab's envelopes [O4,
   * S5]. `sig` is over `tr1/device-challenge` ‖ roomId ‖ challenge.
   */
  v.strictObject({
    t: v.literal('deliver'),
    v: v.literal(PROTOCOL_VERSION),
    ref,
    deviceKey: bytesOf(65),
    sig: bytesOf(64)
  }),
  /** A fresh share for the share store [O6]. */
  v.strictObject({ t: v.literal('deposit'), ref, share: bytesOf(32) }),
  /** The page dropped its root: destroy the share [P2]. */
  v.strictObject({ t: v.literal('forget'), ref }),
  v.strictObject({ t: v.literal('append'), ref, envelope: envelopeText }),
  v.strictObject({ t: v.literal('signal'), kind: signalKind, sealed: sealedSignal }),
  /** The young person ends the conversation (calmly; Exit is not this). */
  v.strictObject({ t: v.literal('end'), ref })
]);
export type GuestFrame = v.InferOutput<typeof guestFrame>;

/** Refusals, for guests and staff alike. */
export const refusedFrame = v.strictObject({
  t: v.literal('refused'),
  ref: v.optional(ref),
  code: errorCode,
  left: v.optional(count),
  retryAtMs: v.optional(timeMs)
});
export type RefusedFrame = v.InferOutput<typeof refusedFrame>;

/** O1: durable. `duplicate`: another sender had already delivered this copy; n and head are that one's. */
export const receiptFrame = v.strictObject({
  t: v.literal('receipt'),
  ref,
  chain: epochId,
  n: count,
  order: count,
  timeMs,
  head: digest,
  duplicate: v.optional(v.boolean())
});
export type ReceiptFrame = v.InferOutput<typeof receiptFrame>;

export const challengeFrame = v.strictObject({
  t: v.literal('challenge'),
  v: v.literal(PROTOCOL_VERSION),
  challenge: bytesOf(32),
  nowMs: timeMs
});

// Sent to a page: it ignores unknown fields.
const toldTip = v.object(chainTip.entries);
const toldLife = v.object(roomLife.entries);
export const toldEntries = v.pipe(v.array(v.object(entry.entries)), v.maxLength(MAX_PAGE_ENTRIES));

const guestRefusal = v.object({
  ...refusedFrame.entries,
  /** An unknown code means "not now", never an end. */
  code: v.fallback(errorCode, 'unavailable'),
  /** With `ended`: how [R3]. An unknown value hides no end. */
  endReason: v.fallback(v.optional(endReason), undefined)
});
/** Why a young person's page may not go on, and how the room ended if it has. */
export type GuestRefusal = v.InferOutput<typeof guestRefusal>;

const toGuestFrame = v.variant('t', [
  v.object(challengeFrame.entries),
  /** Answers join: the epoch is stored. Entries follow from `have`. */
  v.object({ t: v.literal('joined'), ref, epochId, tip: toldTip, life: toldLife }),
  /** Answers resume. `share` only if asked for and still held. */
  v.object({
    t: v.literal('resumed'),
    ref,
    epochId,
    tip: toldTip,
    life: toldLife,
    share: v.nullable(bytesOf(32))
  }),
  /** Answers deliver, deposit, forget and end. */
  v.object({ t: v.literal('done'), ref }),
  v.object({ t: v.literal('entries'), items: toldEntries, more: v.boolean() }),
  v.object(receiptFrame.entries),
  v.object({ t: v.literal('signal'), kind: signalKind, sealed: sealedSignal }),
  /** Whether a member of staff is in the room, and since when that is so. */
  v.object({ t: v.literal('presence'), staff: v.boolean(), sinceMs: timeMs }),
  v.object({ t: v.literal('life'), life: toldLife }),
  guestRefusal
]);
export type ToGuestFrame = v.InferOutput<typeof toGuestFrame>;

/** A room whose version this page does not speak. */
export function isLaterChallenge(text: string): boolean {
  const { t, v: version } = (parseJson(text) ?? {}) as { t?: unknown; v?: unknown };
  return t === 'challenge' && typeof version === 'number' && version > PROTOCOL_VERSION;
}

/** Returns null when the text is no frame. */
export function parseGuestFrame(text: string): GuestFrame | null {
  const parsed = v.safeParse(guestFrame, parseJson(text));
  return parsed.success ? parsed.output : null;
}

/** Returns null when the text is no frame. */
export function parseToGuestFrame(text: string): ToGuestFrame | null {
  const parsed = v.safeParse(toGuestFrame, parseJson(text));
  return parsed.success ? parsed.output : null;
}
