// A frame arrives at the honest room: it is parsed by the shipped schemas, then passed to the code that
// knows its rule. Nothing is rate-limited here; every other refusal uses the shipped codes. Rules: X1, S5,
// O5.
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { parseGuestFrame, type GuestFrame } from '#lib/protocol/guest-wire.ts';
import { PROTOCOL_VERSION } from '#lib/protocol/limits.ts';
import { isLive } from '#lib/protocol/room-view.ts';
import { parseStaffFrame, type StaffFrame } from '#lib/protocol/staff-wire.ts';
import { deliver, deposit, forgetOrEnd, join, resume } from './honest-guests.ts';
import { refuse, authOf, tell, type HonestRoom } from './honest-room.ts';
import { enter, guestAppend, staffAppend } from './honest-staff.ts';
import type { Line } from './line.ts';

/** A line has come up: the room asks for proof. */
export function greet(room: HonestRoom, line: Line): void {
  const challenge = toBase64url(room.world.random(32));
  line.auth = { kind: 'new', challenge };
  const nowMs = room.world.nowMs();
  tell(line, { t: 'challenge', v: PROTOCOL_VERSION, challenge, nowMs });
}

export async function hear(room: HonestRoom, line: Line, text: string): Promise<void> {
  if (line.dismissed) return;
  const { kind } = authOf(line);
  const guest = kind === 'staff' ? null : parseGuestFrame(text);
  const staff = guest !== null || kind === 'guest' ? null : parseStaffFrame(text);
  if (guest !== null) await hearGuest(room, line, guest);
  else if (staff !== null) hearStaff(room, line, staff);
  else throw new Error(`a page of ours sent a frame that is none: ${text.slice(0, 200)}`);
}

async function hearGuest(room: HonestRoom, line: Line, frame: GuestFrame): Promise<void> {
  switch (frame.t) {
    case 'join':
      return join(room, line, frame);
    case 'resume':
      return resume(room, line, frame);
    case 'deliver':
      return deliver(room, line, frame);
    case 'append':
      return guestAppend(room, line, frame);
    case 'deposit':
      return deposit(room, line, frame);
    case 'forget':
    case 'end':
      return forgetOrEnd(room, line, frame);
    case 'signal': {
      const auth = authOf(line);
      if (auth.kind === 'guest') pass(room, 'guest', { ...frame, epochId: auth.epochId });
    }
  }
}

function hearStaff(room: HonestRoom, line: Line, frame: StaffFrame): void {
  if (frame.t === 'enter') return enter(room, line, frame);
  if (authOf(line).kind !== 'staff') return refuse(line, undefined, 'not-proved');
  switch (frame.t) {
    case 'append':
      return staffAppend(room, line, frame);
    case 'signal':
      return pass(room, 'staff', frame);
    case 'read': {
      const order = Math.min(frame.order, room.memory.entries.length);
      room.apply({ type: 'read', order, unread: 0 });
      return room.tellStaff({ t: 'read', order, atMs: room.world.nowMs() }, line);
    }
    case 'answered': {
      const order = Math.min(frame.order, room.memory.entries.length);
      room.apply({ type: 'answered', order, waitingSinceMs: null });
      return room.tellStaff({ t: 'answered', order }, line);
    }
    case 'unlock':
      room.apply({ type: 'unlocked', holding: room.holding() });
      return tell(line, { t: 'done', ref: frame.ref });
    case 'close':
      tell(line, { t: 'done', ref: frame.ref });
      return room.apply({ type: 'ended', reason: frame.reason });
  }
}

/** O5: passed on; "seen" also stays in its one slot. */
function pass(
  room: HonestRoom,
  from: 'guest' | 'staff',
  signal: { readonly epochId: string; readonly kind: 'typing' | 'seen'; readonly sealed: string }
): void {
  const { epochId, kind, sealed } = signal;
  const epoch = room.record.epochs.get(epochId);
  if (epoch === undefined || !isLive(epoch.state)) return;
  if (kind === 'seen') {
    const signals = new Map(room.memory.signals).set(`${epochId} ${from}`, sealed);
    room.memory = { ...room.memory, signals };
  }
  if (from === 'staff') room.tellGuests({ t: 'signal', kind, sealed }, epochId);
  else room.tellStaff({ t: 'signal', epochId, kind, sealed });
}
