// Everything a staff page and the room say to each other over the socket, both ways.
// Rules: O6, J5, J7, D3, D5, R3, X1.
import * as v from 'valibot';
import { bytesOf, bytesUpTo, count, digest, epochId, parseJson, ref, timeMs } from './encoding.ts';
import { challengeFrame, receiptFrame, refusedFrame, signalKind } from './guest-wire.ts';
import { roomRecord } from './desk-api.ts';
import {
  MAX_BOX_BYTES,
  MAX_FACE_BYTES,
  MAX_ROOM_RECORDS,
  MAX_SIGNAL_BYTES,
  PROTOCOL_VERSION
} from './limits.ts';
import { attemptsView, entryPage, envelopeText, epochView, roomLife } from './room-view.ts';

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
  /** Lets new devices try again [J4]. */
  v.strictObject({ t: v.literal('unlock'), ref }),
  v.strictObject({ t: v.literal('close'), ref, reason: v.picklist(['staff', 'replaced']) })
]);
export type StaffFrame = v.InferOutput<typeof staffFrame>;

const toStaffFrame = v.variant('t', [
  challengeFrame,
  /**
   * Answers enter. A live room gives the desk box, a closed one only the archive box. `records`: who signed
   * for the boxes, oldest first; none in a walk-in room [D7].
   */
  v.strictObject({
    t: v.literal('entered'),
    ref,
    face: bytesUpTo(MAX_FACE_BYTES),
    deskBox: v.nullable(bytesUpTo(MAX_BOX_BYTES)),
    archiveBox: v.nullable(bytesUpTo(MAX_BOX_BYTES)),
    records: v.pipe(v.array(roomRecord), v.maxLength(MAX_ROOM_RECORDS)),
    life: roomLife,
    epochs: v.array(epochView),
    attempts: attemptsView,
    lastOrder: count,
    readOrder: count
  }),
  v.strictObject({ t: v.literal('done'), ref }),
  v.strictObject({ t: v.literal('entries'), items: entryPage, more: v.boolean() }),
  receiptFrame,
  v.strictObject({
    t: v.literal('signal'),
    epochId,
    kind: signalKind,
    sealed: bytesUpTo(MAX_SIGNAL_BYTES)
  }),
  /** One epoch is new or changed. */
  v.strictObject({ t: v.literal('epoch'), epoch: epochView }),
  v.strictObject({ t: v.literal('attempts'), attempts: attemptsView }),
  v.strictObject({ t: v.literal('life'), life: roomLife }),
  v.strictObject({ t: v.literal('read'), order: count, atMs: timeMs }),
  refusedFrame
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
