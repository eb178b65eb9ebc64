// A frame arrives from a socket. Size, rate, schema, and what the connection has proved are checked first;
// then it goes to the one file that knows its rule. Every failure is one clear code, changes nothing, and
// never shows a stack. Rules: X1, X2, X3, S5, J5, D5.
import type { Connection } from 'partyserver';
import { CLOSE, type ErrorCode } from '#lib/protocol/codes.ts';
import { base64urlLength, parseJson } from '#lib/protocol/encoding.ts';
import { guestFrame, type GuestFrame } from '#lib/protocol/guest-wire.ts';
import { MAX_ENVELOPE_BYTES, PROTOCOL_VERSION } from '#lib/protocol/limits.ts';
import type { EndReason } from '#lib/protocol/room-view.ts';
import { staffFrame, type StaffFrame } from '#lib/protocol/staff-wire.ts';
import { barTo, deviceOf } from './admission.ts';
import { frameParser } from './frame-parser.ts';
import { guestAppend, staffAppend } from './appends.ts';
import { join } from './guest-joins.ts';
import { deliver, deposit, end, forget, resume } from './guest-returns.ts';
import type { Room } from '../object/room.ts';
import { conductOf, fault, type Conduct } from '../object/conduct.ts';
import { authOf, type ConnectionAuth } from '../object/connection-auth.ts';
import { trusts } from '../core/standing.ts';
import { passSignal } from './signals.ts';
import { closeSocket, refuse } from '../object/sockets.ts';
import * as staff from './staff-acts.ts';

/** The largest frame that a client can have to send: an envelope and its JSON. */
const MAX_INCOMING_CHARS = base64urlLength(MAX_ENVELOPE_BYTES) + 4_096;

const parseGuestFrame = frameParser(guestFrame);
const parseStaffFrame = frameParser(staffFrame);

/** The client's number for its frame, also for a frame that does not parse. */
function refIn(raw: unknown): number | undefined {
  const ref = typeof raw === 'object' && raw !== null && 'ref' in raw ? raw.ref : undefined;
  return typeof ref === 'number' && Number.isSafeInteger(ref) && ref >= 0 && ref <= 0xffff_ffff
    ? ref
    : undefined;
}

/** Takes one frame. Never throws; slow work runs in `later`. */
export function onFrame(
  room: Room,
  connection: Connection,
  message: unknown,
  later: (work: Promise<void>) => void
): void {
  const now = Date.now();
  const conduct = conductOf(connection, now);
  if (conduct.over) return;
  const auth = authOf(connection);
  if (auth === null) return closeSocket(connection, CLOSE.malformed);
  const isFrame = typeof message === 'string' && message.length <= MAX_INCOMING_CHARS;
  const retryAtMs = countFrame(room, auth, conduct, now);
  if (retryAtMs !== null) {
    const ref = isFrame ? refIn(parseJson(message)) : undefined;
    refuse(connection, ref, 'slow-down', { retryAtMs });
    const forgiven = auth.kind === 'new' ? conduct.unprovedExcess : conduct.faults;
    return fault(connection, forgiven, CLOSE.tooMany);
  }
  if (!isFrame) {
    refuse(connection, undefined, typeof message === 'string' ? 'too-large' : 'malformed');
    return fault(connection, conduct.faults, CLOSE.malformed);
  }
  const raw = parseJson(message);
  const byGuest = auth.kind === 'staff' ? null : parseGuestFrame(raw);
  const mayBeStaff = byGuest === null && (auth.kind === 'staff' || auth.kind === 'new');
  const byStaff = mayBeStaff ? parseStaffFrame(raw) : null;
  const ref = refIn(raw);
  if (byGuest === null && byStaff === null) {
    refuse(connection, ref, codeOfMisfit(raw));
    return fault(connection, conduct.faults, CLOSE.malformed);
  }
  const laterMs = byGuest?.t === 'deposit' ? conduct.deposits.take(now) : null;
  if (laterMs !== null) return refuse(connection, ref, 'slow-down', { retryAtMs: laterMs });
  try {
    const work =
      byGuest === null
        ? fromStaff(room, connection, auth, byStaff as StaffFrame)
        : fromGuest(room, connection, auth, byGuest);
    if (work === undefined) return;
    if (typeof work === 'string')
      return refuse(connection, ref, work, byGuest === null ? {} : howEnded(room, work));
    if (conduct.proving) return refuse(connection, ref, 'slow-down', { retryAtMs: now + 500 });
    conduct.proving = true;
    later(
      work()
        .catch(() => refuse(connection, ref, 'unavailable'))
        .finally(() => {
          conduct.proving = false;
        })
    );
  } catch {
    refuse(connection, ref, 'unavailable');
  }
}

function codeOfMisfit(raw: unknown): ErrorCode {
  const other = typeof raw === 'object' && raw !== null && 'v' in raw && raw.v !== PROTOCOL_VERSION;
  return other ? 'unsupported-version' : 'malformed';
}

/**
 * Strangers cannot use up what staff and the young person may send [X3]. Who a connection is shows only
 * when it has proved itself, so that until then nothing is taken from what others share.
 * @returns null when it may be sent, else when it may
 */
function countFrame(
  room: Room,
  auth: ConnectionAuth,
  conduct: Conduct,
  nowMs: number
): number | null {
  if (auth.kind === 'new') return conduct.unproved.take(nowMs);
  const trusted = auth.kind === 'staff' || trusts(room.state, auth.deviceKey);
  const shared = trusted ? room.frames : room.strangersFrames;
  return conduct.frames.take(nowMs) ?? shared.take(nowMs);
}

/** The page then says that a new link was made, and not only that all is over [R3]. */
function howEnded(room: Room, code: ErrorCode): { readonly endReason?: EndReason } {
  const { endReason } = room.state.core.life;
  return code === 'ended' && endReason !== null ? { endReason } : {};
}

/** Done at once, or pending work, or why it is not for this connection. */
type Handled = undefined | ErrorCode | (() => Promise<void>);

function fromGuest(
  room: Room,
  connection: Connection,
  auth: ConnectionAuth,
  frame: GuestFrame
): Handled | void {
  const deviceKey = deviceOf(auth, frame);
  const bar = deviceKey === null ? null : barTo(room, deviceKey);
  if (bar !== null) return bar;
  const joined = auth.kind === 'guest';
  switch (frame.t) {
    case 'join':
      return joined ? 'not-proved' : () => join(room, connection, auth, frame);
    case 'resume':
      return joined ? 'not-proved' : () => resume(room, connection, auth, frame);
    case 'deliver':
      return joined ? 'not-proved' : () => deliver(room, connection, auth, frame);
    case 'append':
      if (auth.kind !== 'guest' && auth.kind !== 'device') return 'not-proved';
      return guestAppend(room, connection, auth, frame);
    case 'deposit':
      return joined ? () => deposit(room, connection, auth, frame) : 'not-proved';
    case 'forget':
      return joined ? forget(room, connection, auth, frame) : 'not-proved';
    case 'end':
      return joined ? end(room, connection, auth, frame) : 'not-proved';
    case 'signal':
      if (!joined) return 'not-proved';
      return passSignal(room, connection, 'guest', { ...frame, epochId: auth.epochId });
  }
}

function fromStaff(
  room: Room,
  connection: Connection,
  auth: ConnectionAuth,
  frame: StaffFrame
): Handled | void {
  if (frame.t === 'enter')
    return auth.kind === 'new' ? () => staff.enter(room, connection, auth, frame) : 'not-proved';
  if (auth.kind !== 'staff') return 'not-proved';
  // D5: a permit to read a closed room allows no action in it.
  if (auth.right !== 'live') return 'not-allowed';
  switch (frame.t) {
    case 'append':
      return staffAppend(room, connection, frame);
    case 'signal':
      return passSignal(room, connection, 'staff', frame);
    case 'read':
      return staff.readUpTo(room, connection, frame);
    case 'answered':
      return staff.answeredUpTo(room, connection, frame);
    case 'unlock':
      return staff.unlock(room, connection, frame);
    case 'close':
      return staff.close(room, connection, frame);
  }
}
