// Checks every step of every page during a run, and everything that goes onto a line or a disk. What must
// always hold is checked here; what must hold in the end is in `at-rest.ts`.
import { decodeHeader } from '#lib/crypto/room/envelope-header.ts';
import { fromBase64url, toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { CLOSE } from '#lib/protocol/codes.ts';
import { parseToGuestFrame } from '#lib/protocol/guest-wire.ts';
import { parseToStaffFrame } from '#lib/protocol/staff-wire.ts';
import type { GuestState } from '#lib/guest/core/reduce.ts';
import type { GuestEffect, GuestEvent } from '#lib/guest/core/events.ts';
import { isFinalRefusal, outboxKey } from '#lib/sync/core/outbox.ts';
import type {
  StaffRoomEffect,
  StaffRoomEvent,
  StaffRoomState
} from '#lib/staff/room/core/room-types.ts';
import { hold, MARK } from './chronicle.ts';
import type { Courier } from './courier.ts';
import type { GuestTab } from './guest-tab.ts';
import { guestHeard, guestMoment } from './rules/guest-moment.ts';
import { staffHeard, staffMoment } from './rules/staff-moment.ts';
import type { StaffTab } from './staff-tab.ts';
import type { World } from './world.ts';

const markBytes = Buffer.from(MARK);

/** P1: nothing that anybody wrote can be read in this, neither plainly nor under the wire's encoding. */
export function unreadable(where: string, text: string): void {
  hold('P1', !text.includes(MARK), () => `${where} says what was written: ${text.slice(0, 300)}`);
  for (const [word] of text.matchAll(/[\w-]{20,}/g))
    hold('P1', !Buffer.from(word, 'base64url').includes(markBytes), () => `${where}: encoded only`);
}

interface Append {
  readonly t: 'append';
  readonly ref: number;
  readonly envelope: string;
}

const keyOf = (envelope: string): string => {
  const { epochId, sender, sequence } = decodeHeader(fromBase64url(envelope));
  const chain = toBase64url(epochId);
  return outboxKey({ chain, sender: toBase64url(sender), sequence });
};

export class Watch {
  readonly #world: World;
  /** The page's state before it processes the frame on its way. */
  #guestBefore: GuestState | null = null;
  #staffBefore: StaffRoomState | null = null;

  /** Contents of disks that have been checked already. */
  readonly #read = new WeakSet<object>();

  constructor(world: World) {
    this.#world = world;
  }

  guestStep(
    tab: GuestTab,
    event: GuestEvent,
    before: GuestState,
    effects: readonly GuestEffect[]
  ): void {
    const { chronicle } = this.#world;
    chronicle.note(`   ${tab.name} ${event.type} → ${effects.map(({ type }) => type).join(' ')}`);
    guestMoment(chronicle, tab, event, before, effects);
  }

  staffStep(
    tab: StaffTab,
    event: StaffRoomEvent,
    before: StaffRoomState,
    effects: readonly StaffRoomEffect[]
  ): void {
    const { chronicle } = this.#world;
    chronicle.note(`   ${tab.name} ${event.type} → ${effects.map(({ type }) => type).join(' ')}`);
    staffMoment(chronicle, tab, event, before, effects);
  }

  guestSent(tab: GuestTab, text: string): void {
    hold('E1', !tab.left, () => `${tab.name} said something after Exit`);
    const { unkept } = this.#world.chronicle;
    const { ever } = tab.phone.outbox;
    this.#sent(tab.name, text, (envelope) => ever.has(envelope) || unkept.has(keyOf(envelope)));
  }

  staffSent(tab: StaffTab, text: string): void {
    this.#sent(tab.name, text, (envelope) => tab.disk.ever.has(envelope));
  }

  courierSent(courier: Courier, text: string): void {
    this.#sent(courier.name, text, (envelope) => courier.phone.outbox.ever.has(envelope));
  }

  #sent(owner: string, text: string, isDurable: (envelope: string) => boolean): void {
    const { chronicle } = this.#world;
    unreadable(`${owner}'s line`, text);
    const frame = JSON.parse(text) as { t: string; share?: string; envelope?: string };
    if (typeof frame.share === 'string') this.#shareSent(frame.share);
    if (frame.t !== 'append') return;
    const { ref, envelope } = frame as Append;
    chronicle.told(owner).asked.set(ref, keyOf(envelope));
    hold('O3', isDurable(envelope), () => `${owner} sent what its disk never held`);
  }

  /** A frame is about to be processed: what it answers, and what it tells. */
  beforeHeard(owner: string, text: string): void {
    const { chronicle, tabs, staff, nowMs } = this.#world;
    const told = chronicle.told(owner);
    const guest = parseToGuestFrame(text);
    const key =
      guest && 'ref' in guest && guest.ref !== undefined ? told.asked.get(guest.ref) : null;
    if (key && guest?.t === 'receipt') chronicle.answered.set(`${owner} ${key}`, 'receipt');
    if (key && guest?.t === 'refused' && isFinalRefusal(guest.code))
      chronicle.answered.set(`${owner} ${key}`, guest.code);
    if (guest?.t === 'refused' && isFinalRefusal(guest.code)) told.end = true;
    if (guest && 'life' in guest && guest.life.state === 'closed') told.end = true;
    if (guest?.t === 'done') told.end ||= tabs.some((tab) => tab.name === owner && tab.ending);
    const toStaff = staff.some(({ name }) => name === owner) ? parseToStaffFrame(text) : null;
    const epochs =
      toStaff?.t === 'entered' ? toStaff.epochs : toStaff?.t === 'epoch' ? [toStaff.epoch] : [];
    for (const { epochId, state } of epochs) {
      if (state === 'left' && !told.leftAtMs.has(epochId)) told.leftAtMs.set(epochId, nowMs);
      if (state === 'refused') told.refused.add(epochId);
    }
    this.#guestBefore = tabs.find(({ name }) => name === owner)?.state ?? null;
    this.#staffBefore = staff.find(({ name }) => name === owner)?.state ?? null;
  }

  /** The frame has been processed: what a page must have noticed about it [O2]. */
  afterHeard(owner: string, text: string): void {
    const { chronicle, tabs, staff } = this.#world;
    const tab = tabs.find(({ name }) => name === owner);
    const guest = parseToGuestFrame(text);
    if (tab && guest && this.#guestBefore) guestHeard(chronicle, tab, guest, this.#guestBefore);
    const page = staff.find(({ name }) => name === owner);
    const frame = page && parseToStaffFrame(text);
    if (page && frame && this.#staffBefore) staffHeard(page, frame, this.#staffBefore);
  }

  /** A new line: requests on the one before are never answered any more. */
  lineUp(owner: string): void {
    this.#world.chronicle.told(owner).asked.clear();
  }

  beforeClosed(owner: string, code: number): void {
    const final: readonly number[] = [CLOSE.ended, CLOSE.gone, CLOSE.revoked];
    if (final.includes(code)) this.#world.chronicle.told(owner).end = true;
  }

  /** P1: only the tab's memory and the room know `u`. */
  #shareSent(share: string): void {
    this.#world.chronicle.shares.add(share);
    const u = Buffer.from(share, 'base64url');
    for (const phone of this.#world.phones)
      for (const bytes of phone.found)
        hold('P1', !Buffer.from(bytes).includes(u), () => `${phone.name} holds u`);
  }

  /** Changed contents of the disks must be unreadable for everybody [P1]. */
  afterMove(): void {
    const { phones, browsers, chronicle } = this.#world;
    const isNew = (held: object): boolean => !this.#read.has(held) && Boolean(this.#read.add(held));
    for (const phone of phones) {
      const changed = [phone.outbox.items, phone.boxes ?? []].filter(isNew);
      for (const bytes of changed.length > 0 ? phone.found : []) {
        const raw = Buffer.from(bytes);
        hold('P1', !raw.includes(markBytes), () => `${phone.name}: a text lies on the disk`);
        unreadable(`${phone.name}'s disk`, raw.toString('latin1'));
        for (const share of chronicle.shares)
          hold('P1', !raw.includes(Buffer.from(share, 'base64url')), () => `${phone.name} holds u`);
      }
    }
    for (const disk of browsers)
      for (const item of isNew(disk.items) ? disk.items : [])
        unreadable("staff's disk", JSON.stringify(item));
  }
}
