// What the honest room does with staff's frames and with every envelope: may this connection put it there,
// is it a repeat, is it the sender's next? It decides as party/room/frames/appends.ts and staff-acts.ts do.
// Rules: O1, O2, O6, J5, D5, S5.
import { fromBase64url, toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { decodeHeader, Direction, envelopeHash } from '#lib/crypto/room/envelope-header.ts';
import type { ErrorCode } from '#lib/protocol/codes.ts';
import type { GuestFrame, ReceiptFrame } from '#lib/protocol/guest-wire.ts';
import { isLive } from '#lib/protocol/room-view.ts';
import type { StaffFrame } from '#lib/protocol/staff-wire.ts';
import { attemptsView } from '../../party/room/core/attempts.ts';
import type { RoomEvent } from '../../party/room/core/room-events.ts';
import { asEntry, refuse, authOf, tell, type HonestRoom, type Stored } from './honest-room.ts';
import type { Line } from './line.ts';

interface Offer {
  readonly chain: string;
  readonly sender: string;
  readonly sequence: number;
  readonly direction: number;
  readonly hash: string;
}

function offerOf(envelope: string): Offer {
  const bytes = fromBase64url(envelope);
  const { epochId, sender, sequence, direction } = decodeHeader(bytes);
  const hash = toBase64url(envelopeHash(bytes));
  return { chain: toBase64url(epochId), sender: toBase64url(sender), sequence, direction, hash };
}

const receiptOf = (ref: number, stored: Stored, duplicate: boolean): ReceiptFrame => {
  const { chain, n, order, timeMs, head } = stored;
  return { t: 'receipt', ref, chain, n, order, timeMs, head, ...(duplicate ? { duplicate } : {}) };
};

const slot = ({ chain, sender, sequence }: Offer): string =>
  `${chain} ${sender} ${String(sequence)}`;

/** O1: the receipt of the same envelope, a refusal of another one, or null for the next number. */
function earlier(room: HonestRoom, offer: Offer, ref: number): ReceiptFrame | ErrorCode | null {
  const { entries, doublets } = room.memory;
  const own = (one: { chain: string; sender: string }): boolean =>
    one.chain === offer.chain && one.sender === offer.sender;
  const there = entries.find((one) => own(one) && one.sequence === offer.sequence);
  if (there !== undefined)
    return there.hash === offer.hash ? receiptOf(ref, there, false) : 'conflict';
  const doublet = doublets.get(slot(offer));
  const first = doublet && entries[doublet.order - 1];
  if (doublet !== undefined && first !== undefined)
    return doublet.hash === offer.hash ? receiptOf(ref, first, true) : 'conflict';
  const lane = `${offer.chain} ${offer.sender} `;
  const numbers = [...doublets.keys()]
    .filter((key) => key.startsWith(lane))
    .map((key) => Number(key.slice(lane.length)));
  const last = Math.max(-1, ...numbers, ...entries.filter(own).map(({ sequence }) => sequence));
  return offer.sequence === last + 1 ? null : 'sequence-gap';
}

/** Appended with what it decides, announced, and acknowledged; nothing comes between. */
function take(
  room: HonestRoom,
  line: Line,
  frame: { readonly ref: number; readonly envelope: string; readonly copyOf?: string | undefined },
  event: RoomEvent
): void {
  const stored = room.append(frame.envelope, frame.copyOf);
  room.apply(event);
  tell(line, receiptOf(frame.ref, stored, false));
  const items = [asEntry(stored)];
  room.tellStaff({ t: 'entries', items, more: false }, line);
  if (stored.direction !== Direction.roomLog)
    room.tellGuests({ t: 'entries', items, more: false }, stored.chain, line);
}

export function guestAppend(
  room: HonestRoom,
  line: Line,
  frame: Extract<GuestFrame, { t: 'append' }>
): void {
  const no = (code: ErrorCode): void => refuse(line, frame.ref, code);
  const auth = authOf(line);
  if (auth.kind !== 'guest' && auth.kind !== 'device') return no('not-proved');
  const offer = offerOf(frame.envelope);
  const epoch = room.record.epochs.get(offer.chain);
  if (offer.direction !== Direction.guest || epoch?.deviceKey !== auth.deviceKey)
    return no('not-allowed');
  const before = earlier(room, offer, frame.ref);
  if (before !== null && typeof before !== 'string') return tell(line, before);
  if (room.closed) return no('ended');
  if (epoch.state === 'refused') return no('epoch-refused');
  if (!isLive(epoch.state) && epoch.state !== 'replaced') return no('epoch-closed');
  if (before !== null) return no(before);
  take(room, line, frame, { type: 'guest-wrote' });
}

export function staffAppend(
  room: HonestRoom,
  line: Line,
  frame: Extract<StaffFrame, { t: 'append' }>
): void {
  const no = (code: ErrorCode): void => refuse(line, frame.ref, code);
  const { copyOf, decision, ref } = frame;
  const offer = offerOf(frame.envelope);
  const isCopy = offer.direction === Direction.staffCopy;
  if (!isCopy && offer.direction !== Direction.roomLog) return no('not-allowed');
  if (isCopy !== (copyOf !== undefined) || (isCopy && decision !== undefined))
    return no('malformed');
  const before = earlier(room, offer, ref);
  if (before !== null && typeof before !== 'string') return tell(line, before);
  if (room.closed) return no('ended');
  const epoch = room.record.epochs.get(offer.chain);
  if (isCopy && epoch === undefined) return no('not-allowed');
  if (isCopy && epoch !== undefined && !isLive(epoch.state))
    return no(epoch.state === 'refused' ? 'epoch-refused' : 'epoch-closed');
  if (decision && !room.record.epochs.has(decision.epochId)) return no('not-allowed');
  if (before !== null) return no(before);
  const first = room.memory.entries.find(
    (one) => copyOf !== undefined && one.chain === offer.chain && one.copyOf === copyOf
  );
  if (first !== undefined) {
    const doublet = { hash: offer.hash, order: first.order };
    const doublets = new Map(room.memory.doublets).set(slot(offer), doublet);
    room.memory = { ...room.memory, doublets };
    return tell(line, receiptOf(ref, first, true));
  }
  take(room, line, frame, decision ? { type: 'decided', ...decision } : { type: 'staff-wrote' });
}

export function enter(
  room: HonestRoom,
  line: Line,
  frame: Extract<StaffFrame, { t: 'enter' }>
): void {
  const { rig } = room.world;
  if (room.closed) return refuse(line, frame.ref, 'ended');
  line.auth = { kind: 'staff', challenge: authOf(line).challenge };
  if (!room.record.core.staffPresent) room.apply({ type: 'staff-present', present: true });
  const { core, epochs } = room.record;
  tell(line, {
    t: 'entered',
    ref: frame.ref,
    face: toBase64url(rig.faceBytes),
    deskBox: toBase64url(rig.deskBox),
    archiveBox: null,
    records: [toBase64url(rig.record)],
    life: core.life,
    epochs: [...epochs.keys()].flatMap((id) => room.view(id) ?? []),
    attempts: attemptsView(room.record),
    lastOrder: room.memory.entries.length,
    readOrder: core.readOrder,
    answeredOrder: core.answeredOrder
  });
  const items = room.memory.entries.slice(frame.have).map(asEntry);
  const half = items.length > 4 ? Math.ceil(items.length / 2) : 0;
  if (half > 0) tell(line, { t: 'entries', items: items.slice(0, half), more: true });
  tell(line, { t: 'entries', items: items.slice(half), more: false });
  for (const [key, sealed] of room.memory.signals) {
    const [epochId = '', side] = key.split(' ');
    if (side === 'guest') tell(line, { t: 'signal', epochId, kind: 'seen', sealed });
  }
}
