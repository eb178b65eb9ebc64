// The HTTP requests of a service's desk, under /api/s/<serviceId>/…, and the frames of its socket.
//   GET  status                    → StatusAnswer            (anybody)
//   GET  r/<roomId>/face           → FaceAnswer (face-answer.ts; anybody who knows the room's id) [J1]
//   GET  r/<roomId>/socket         WebSocket to the room     (guest or staff, by first frame)
//   POST leave                     48 raw bytes roomId ‖ epochId ‖ leaveToken [E1] → 204, always
//   POST setup                     SetupRequest → Session    (once, with the one-time token)
//   POST sign-in/start             SignInStart → SignInSalt
//   POST sign-in                   SignIn → Session, cookie
//   POST sign-out                  → 204, ends this session and closes its sockets
//   POST sign-out/everywhere       → 204, ends every session of this member, and forgets the browsers
//                                    in which they have signed in [D8]
//   GET  session                   → SessionAnswer           (signed in)
//   POST anchor                    AnchorRequest → 204       (signed in) [D6]
//   POST audit                     AuditRequest → AuditAnswer (signed in) [D5]
//   POST rooms                     CreateRoom → 201          (signed in; idempotent by room id)
//   POST permit                    PermitRequest → Permit    (signed in) [D5]
//   GET  desk                      WebSocket with DeskFrame  (signed in)
//   GET  waits                     WebSocket with WaitsFrame (signed in; all that a locked tab hears) [D10]
// A refusal is RefusalBody with 4xx. Room ids in paths are lower-case hexadecimal, in bodies
// base64url. A request is accepted whole or not at all; in an answer, unknown fields are
// ignored [R6]. Rules: D1–D3, D5–D8, D10, J1, R4.
import * as v from 'valibot';
import { errorCode, refusalBody } from './codes.ts';
import { bytesOf, bytesUpTo, count, digest, parseJson, roomId, timeMs } from './encoding.ts';
import { MAX_AUDIT_PAGE, MAX_BOX_BYTES, MAX_FACE_BYTES } from './limits.ts';
import { servicePolicy } from './policy.ts';
import { endReason, roomLife, roomState } from './room-view.ts';

/** A code as staff's page hears it: one that it does not know is a later server's, and ends nothing. */
export const heardCode = v.union([
  errorCode,
  v.pipe(
    v.string(),
    v.transform(() => 'unsupported-version' as const)
  )
]);
export const heardRefusal = v.object({ ...refusalBody.entries, code: heardCode });

/** A room's life as staff's page hears it: a reason that it does not know hides no end. */
export const heardLife = v.object({
  ...roomLife.entries,
  endReason: v.fallback(v.nullable(endReason), null)
});

export const statusAnswer = v.object({
  v: v.literal(1),
  /** Whether the first administrator exists. */
  setUp: v.boolean(),
  policy: servicePolicy
});
export type StatusAnswer = v.InferOutput<typeof statusAnswer>;

const credentialKind = v.picklist(['passphrase', 'recovery']);
export type CredentialKind = v.InferOutput<typeof credentialKind>;

const signInName = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.minLength(1), v.maxLength(40));

export const credential = v.strictObject({
  credentialId: bytesOf(16),
  kind: credentialKind,
  salt: bytesOf(16),
  /** H(auth): the server never sees auth itself [D1]. */
  authHash: digest,
  /** The seeds, wrapped [D1]. */
  wrapped: bytesUpTo(1024)
});
export type Credential = v.InferOutput<typeof credential>;

export const roleBox = v.strictObject({
  role: v.picklist(['desk', 'archive']),
  keyVersion: count,
  /** The role key's seed, sealed to one member [D3]. */
  box: bytesUpTo(MAX_BOX_BYTES)
});

export const directoryEntry = bytesUpTo(16 * 1024);

/** What a member has seen of the directory, sealed to themselves [D6]: 141 bytes. */
export const anchor = bytesOf(141);

/** Who made a room, and who sealed its boxes again: 209 bytes each, oldest first [D7]. */
export const roomRecord = bytesOf(209);

export const setupRequest = v.strictObject({
  token: bytesOf(32),
  memberId: bytesOf(16),
  signInName,
  directoryEntry,
  anchor,
  credentials: v.pipe(v.array(credential), v.length(2)),
  roleBoxes: v.pipe(v.array(roleBox), v.length(2))
});
export type SetupRequest = v.InferOutput<typeof setupRequest>;

export const signInStart = v.strictObject({ signInName, kind: credentialKind });
export type SignInStart = v.InferOutput<typeof signInStart>;

/** For an unknown name the answer is made up, always the same, and looks like any other. */
export const signInSalt = v.object({ credentialId: bytesOf(16), salt: bytesOf(16) });
export type SignInSalt = v.InferOutput<typeof signInSalt>;

export const signIn = v.strictObject({ signInName, kind: credentialKind, auth: bytesOf(32) });
export type SignIn = v.InferOutput<typeof signIn>;

export const session = v.object({
  memberId: bytesOf(16),
  signInName: v.string(),
  credentialId: bytesOf(16),
  wrapped: bytesUpTo(1024),
  directory: v.array(directoryEntry),
  anchor,
  roleBoxes: v.array(v.object(roleBox.entries)),
  policy: servicePolicy,
  expiresAtMs: timeMs
});
export type Session = v.InferOutput<typeof session>;

export const sessionAnswer = v.object({ memberId: bytesOf(16), signInName: v.string() });
export type SessionAnswer = v.InferOutput<typeof sessionAnswer>;

export const createRoom = v.strictObject({
  roomId,
  face: bytesUpTo(MAX_FACE_BYTES),
  /** H(`tr1/join-verifier` ‖ joinToken) [K4] */
  verifier: digest,
  deskBox: bytesUpTo(MAX_BOX_BYTES),
  archiveBox: bytesUpTo(MAX_BOX_BYTES),
  /** The maker's signature over all of it [D7]. */
  record: roomRecord,
  /** The room that this one replaces; it is closed. */
  replaces: v.nullable(roomId)
});
export type CreateRoom = v.InferOutput<typeof createRoom>;

/** A renewed anchor, after the member has seen more of the directory [D6]. */
export const anchorRequest = v.strictObject({ anchor });
export type AnchorRequest = v.InferOutput<typeof anchorRequest>;

/** Entries of the audit chain after the `after`th. */
export const auditRequest = v.strictObject({ after: count });
export type AuditRequest = v.InferOutput<typeof auditRequest>;

/**
 * Entries verbatim, as the chain hashes them: headₙ = H(headₙ₋₁ ‖ H(entry)), head₀ = 32 zero bytes.
 * `last` is how many there are in all.
 */
export const auditAnswer = v.object({
  entries: v.pipe(v.array(v.pipe(v.string(), v.maxLength(1_000))), v.maxLength(MAX_AUDIT_PAGE)),
  last: count
});
export type AuditAnswer = v.InferOutput<typeof auditAnswer>;

export const permitRequest = v.strictObject({
  roomId,
  right: v.picklist(['live', 'archive']),
  /** Why a closed room is opened; only the code enters the audit log. */
  reason: v.nullable(v.picklist(['case', 'report', 'complaint', 'quality']))
});
export type PermitRequest = v.InferOutput<typeof permitRequest>;

export const permit = v.object({ permit: bytesOf(32), expiresAtMs: timeMs });
export type Permit = v.InferOutput<typeof permit>;

/** A room in the desk's list: states, times and counts, nothing else [R5]. */
export const roomSummary = v.object({
  roomId,
  life: v.object({ ...heardLife.entries, state: v.union([roomState, v.literal('deleting')]) }),
  /** Base64url room id of the room that this one replaced, and of the one that replaced it. */
  replaces: v.nullable(roomId),
  replacedBy: v.nullable(roomId),
  createdBy: bytesOf(16),
  guestOnline: v.boolean(),
  staffOnline: v.boolean(),
  /** Since when somebody waits here: for an answer, for somebody of staff, at a locked door [R8]. */
  waitingSinceMs: v.nullable(timeMs),
  unread: count,
  /** A live guest has been without staff for `unattendedMs`. */
  unattended: v.boolean(),
  /** Epochs that are neither confirmed nor refused. */
  unconfirmed: count,
  /** What the last epoch did: nothing special, exit, or gone without goodbye [E1]. */
  mark: v.picklist(['none', 'left', 'gone', 'back-after-exit']),
  locked: v.boolean(),
  wrongAttempts: count,
  lastActivityMs: timeMs,
  /** Until when the link works that nobody has opened yet [R2]; earlier versions have not stored it. */
  lapsesAtMs: v.optional(timeMs)
});
export type RoomSummary = v.InferOutput<typeof roomSummary>;

const deskFrame = v.variant('t', [
  /** First frame: all rooms. */
  v.object({
    t: v.literal('rooms'),
    rooms: v.array(roomSummary),
    /** Rooms whose row cannot be read now; they still exist [R6]. */
    unreadable: v.array(roomId),
    nowMs: timeMs
  }),
  v.object({ t: v.literal('room'), room: roomSummary }),
  /** Erased: "deleted on …" stands on the desk until the tab closes. */
  v.object({ t: v.literal('deleted'), roomId, atMs: timeMs })
]);
export type DeskFrame = v.InferOutput<typeof deskFrame>;

/**
 * All that a locked tab is sent: counts and times, from which nobody can tell who waits, in which room, or
 * what was said [D10].
 */
const waitsFrame = v.pipe(
  v.object({
    t: v.literal('waits'),
    /** How many rooms wait, and since when the first of them has [R8]; null: none does. */
    many: count,
    sinceMs: v.nullable(timeMs),
    /** In how many of them nobody of staff is, and when the newest of these began to wait. */
    alone: count,
    newestMs: v.nullable(timeMs),
    nowMs: timeMs
  }),
  v.check(
    ({ many, sinceMs, alone, newestMs }) =>
      alone <= many && (many === 0) === (sinceMs === null) && (alone === 0) === (newestMs === null)
  )
);
export type WaitsFrame = v.InferOutput<typeof waitsFrame>;

/** Returns null when the text is no frame. */
export function parseWaitsFrame(text: string): WaitsFrame | null {
  const parsed = v.safeParse(waitsFrame, parseJson(text));
  return parsed.success ? parsed.output : null;
}

/** Returns null when the text is no frame. */
export function parseDeskFrame(text: string): DeskFrame | null {
  const parsed = v.safeParse(deskFrame, parseJson(text));
  return parsed.success ? parsed.output : null;
}
