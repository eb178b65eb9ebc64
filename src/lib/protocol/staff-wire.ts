// Everything a staff page and the room say to each other over the socket, both ways. The room accepts exactly
// these frames; a page passes over fields that it does not know, since it may be older than its room, and
// tells a frame that only a later page can read. What is signed or checked is taken whole or not at all.
// Rules: O6, J5, J7, D3, D5, R3, R6, R8, X1.
import * as v from 'valibot';
import { bytesOf, bytesUpTo, count, digest, epochId, parseJson, ref, timeMs } from './encoding.ts';
import {
  challengeFrame,
  receiptFrame,
  refusedFrame,
  signalKind,
  toldEntries
} from './guest-wire.ts';
import { heardCode, heardLife, roomRecord } from './desk-api.ts';
import {
  MAX_BOX_BYTES,
  MAX_FACE_BYTES,
  MAX_ROOM_RECORDS,
  MAX_SIGNAL_BYTES,
  PROTOCOL_VERSION
} from './limits.ts';
import { attemptsView, envelopeText, epochView } from './room-view.ts';

/** What a signed room-log entry asks the room to do, in the same transaction [J5]. */
export const decision = v.strictObject({
  epochId,
  verdict: v.picklist(['confirm', 'refuse'])
});
export type Decision = v.InferOutput<typeof decision>;

export const staffFrame = v.variant('t', [
  /** First frame. `have` is the last room order held. */
  v.strictObject({
    t: v.literal('enter'),
    v: v.literal(PROTOCOL_VERSION),
    ref,
    permit: bytesOf(32),
    have: count
  }),
  v.strictObject({
    t: v.literal('append'),
    ref,
    envelope: envelopeText,
    /** Goes with a staff copy: which room-log envelope it copies. */
    copyOf: v.optional(digest),
    /** Goes with a room-log entry. */
    decision: v.optional(decision)
  }),
  v.strictObject({
    t: v.literal('signal'),
    epochId,
    kind: signalKind,
    sealed: bytesUpTo(MAX_SIGNAL_BYTES)
  }),
  /** Staff have read up to this room order. */
  v.strictObject({ t: v.literal('read'), order: count }),
  /** No answer is owed up to this room order; only to a room that has named its own in `entered` [R8]. */
  v.strictObject({ t: v.literal('answered'), order: count }),
  /** Lets new devices try again [J4]. */
  v.strictObject({ t: v.literal('unlock'), ref }),
  v.strictObject({ t: v.literal('close'), ref, reason: v.picklist(['staff', 'replaced']) })
]);
export type StaffFrame = v.InferOutput<typeof staffFrame>;

const toldEpoch = v.object(epochView.entries);
const toldAttempts = v.object(attemptsView.entries);

const toStaffFrame = v.variant('t', [
  v.object(challengeFrame.entries),
  /**
   * Answers enter. A live room gives the desk box, a closed one only the archive box. `records`: who signed
   * for the boxes, oldest first; none in a walk-in room [D7].
   */
  v.object({
    t: v.literal('entered'),
    ref,
    face: bytesUpTo(MAX_FACE_BYTES),
    deskBox: v.nullable(bytesUpTo(MAX_BOX_BYTES)),
    archiveBox: v.nullable(bytesUpTo(MAX_BOX_BYTES)),
    records: v.pipe(v.array(roomRecord), v.maxLength(MAX_ROOM_RECORDS)),
    life: heardLife,
    epochs: v.array(toldEpoch),
    attempts: toldAttempts,
    lastOrder: count,
    readOrder: count,
    /** Missing: a room of a version that does not know of it. */
    answeredOrder: v.optional(count)
  }),
  v.object({ t: v.literal('done'), ref }),
  v.object({ t: v.literal('entries'), items: toldEntries, more: v.boolean() }),
  v.object(receiptFrame.entries),
  v.object({
    t: v.literal('signal'),
    epochId,
    kind: signalKind,
    sealed: bytesUpTo(MAX_SIGNAL_BYTES)
  }),
  /** One epoch is new or changed. */
  v.object({ t: v.literal('epoch'), epoch: toldEpoch }),
  v.object({ t: v.literal('attempts'), attempts: toldAttempts }),
  v.object({ t: v.literal('life'), life: heardLife }),
  v.object({ t: v.literal('read'), order: count, atMs: timeMs }),
  v.object({ t: v.literal('answered'), order: count }),
  v.object({ ...refusedFrame.entries, code: heardCode })
]);
export type ToStaffFrame = v.InferOutput<typeof toStaffFrame>;

/** Returns null when the text is no frame. */
export function parseStaffFrame(text: string): StaffFrame | null {
  const parsed = v.safeParse(staffFrame, parseJson(text));
  return parsed.success ? parsed.output : null;
}

/** Returns null when the text is no frame. */
export function parseToStaffFrame(text: string): ToStaffFrame | null {
  const parsed = v.safeParse(toStaffFrame, parseJson(text));
  return parsed.success ? parsed.output : null;
}

const KNOWN: ReadonlySet<unknown> = new Set(
  toStaffFrame.options.map(({ entries }) => entries.t.literal)
);

/** A frame of a kind that this page knows, in a form that it does not: a later room's. */
export function needsLaterPage(text: string): boolean {
  const { t } = (parseJson(text) ?? {}) as { t?: unknown };
  return KNOWN.has(t) && parseToStaffFrame(text) === null;
}
