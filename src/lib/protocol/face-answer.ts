// What a room tells anybody who knows its id. It is a separate file because a young person's page reads
// only this answer of the desk's requests. Rules: J1, R3.
import * as v from 'valibot';
import { bytesUpTo } from './encoding.ts';
import { MAX_FACE_BYTES } from './limits.ts';
import { endReason, roomState } from './room-view.ts';

/** A closed room shows its state and no face [R3]. */
export const faceAnswer = v.object({
  state: roomState,
  face: v.nullable(bytesUpTo(MAX_FACE_BYTES)),
  /** New devices are locked out for now [J4]. */
  locked: v.boolean(),
  /** A member of staff is in the room. */
  staff: v.boolean(),
  /** How a closed room ended: a lapsed invitation has its own words. */
  endReason: v.optional(endReason)
});
export type FaceAnswer = v.InferOutput<typeof faceAnswer>;
