// Stable codes of everything that can be refused. Only a user interface turns one into words. Rules: X1,
// J4, O1, R3, R4.
import * as v from 'valibot';

export const ERROR_CODES = [
  'malformed', // does not fit its schema
  'unsupported-version',
  'gone', // unknown or deleted: the answer does not tell which [J1]
  'ended', // the room is closed
  'wrong-code', // join refused; `left` says how many tries remain
  'wait', // too soon after a wrong code; `retryAtMs`
  'locked', // new devices are locked out until staff unlock [J4, J9]
  'epoch-refused', // staff refused this epoch or barred this device
  'epoch-closed', // left, replaced or ended
  'resume-expired', // the resume window is over
  'not-proved', // the connection has not proved what this frame needs
  'bad-proof', // an invalid signature, proof or permit
  'sequence-gap', // not the next number of this sender
  'conflict', // another envelope under a number already used [O1]
  'too-large',
  'too-many', // connections, epochs, rooms or bytes
  'slow-down', // rate limit; `retryAtMs`
  'not-signed-in',
  'not-allowed',
  'wrong-secret', // staff sign-in
  'already-set-up',
  'exists',
  'unavailable' // cannot be read or written now: try again [R6]
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];
export const errorCode = v.picklist(ERROR_CODES);

/** WebSocket close codes. */
export const CLOSE = {
  malformed: 4400,
  notProved: 4401,
  revoked: 4403,
  gone: 4404,
  takenOver: 4409,
  ended: 4410,
  tooMany: 4429,
  /** The standard's own "try again later" [R6]. */
  unavailable: 1013
} as const;

/** The standard's own "going away": nothing was heard on a line any more. Clients need no name for it. */
export const GOING_AWAY = 1001;

/** The standard's own "abnormal": cut without a goodbye. It is reported and never sent. */
export const ABNORMAL = 1006;

/** The body of an HTTP refusal. */
export const refusalBody = v.strictObject({
  code: errorCode,
  left: v.optional(v.number()),
  retryAtMs: v.optional(v.number())
});
export type RefusalBody = v.InferOutput<typeof refusalBody>;
