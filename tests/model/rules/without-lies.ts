// What must hold in the end if nobody lied. Lines were cut, tabs died, servers restarted, clocks were wrong
// and disks were full, and still nothing is lost, nothing is there twice, and there is no false alarm.
// Rules: O1, O2, O3, O6, J5, R9.
import { outboxKey } from '#lib/sync/core/outbox.ts';
import { messagesInOrder } from '#lib/guest/core/display.ts';
import { isLive } from '#lib/protocol/room-view.ts';
import { nextFor } from '#lib/staff/room/core/room-addressee.ts';
import { hold } from '../chronicle.ts';
import type { World } from '../world.ts';
import { isFaulted, isTampered } from './pages.ts';

export function nobodyCriesWolf(world: World): void {
  for (const tab of world.tabs)
    hold('O2', !isTampered(tab), () => `${tab.name} cries wolf: ${JSON.stringify(tab.state.over)}`);
  for (const page of world.staff)
    hold(
      'O2',
      !isFaulted(page),
      () => `${page.name} cries wolf: ${JSON.stringify(page.state.faults)}`
    );
}

/** O1, O3: what a page showed as on its way is in the room; if it could not be, the page says so. */
export function nothingIsLost(world: World): void {
  const { chronicle, room } = world;
  for (const promised of chronicle.promised.values()) {
    const { text, epochId, phone, sender, sequence } = promised;
    const there = room.memory.entries.filter(
      (entry) => entry.chain === epochId && entry.sender === sender && entry.sequence === sequence
    );
    hold('O1', there.length <= 1, () => `${text} stands in the room ${String(there.length)} times`);
    if (there.length === 1) continue;
    if (chronicle.exited.has(epochId)) continue;
    // A page that another one has taken over from still shows it as waiting, and says where to look.
    const tabs = world.livingTabs.filter(
      ({ phone: { name }, state: { over } }) =>
        name === phone && over?.why !== 'taken-over' && over?.why !== 'replaced'
    );
    const said = tabs.some(
      ({ state }) =>
        state.lostUnread > 0 ||
        state.messages.some(
          (one) => one.body?.text === text && one.from === 'you' && one.step === 'lost'
        )
    );
    const state = room.record.epochs.get(epochId)?.state;
    const taken = state !== undefined && (isLive(state) || state === 'replaced') && !room.closed;
    const mine = world.tabs.find(({ name }) => name === promised.tab);
    // No disk would store it: only this page has it, and the page asks to be kept open [O4].
    const key = outboxKey({ chain: epochId, sender, sequence });
    const alone = mine?.state.unkept.has(key) === true;
    const gone = !tabs.some((tab) => tab === mine);
    hold('O3', !taken || said || (alone && gone), () => `${text} is lost, and nobody says so`);
    hold('O3', gone || said, () => `${text} cannot arrive, and its page is silent`);
  }
  for (const page of world.livingStaff) {
    const { meaning, over } = page.state;
    if (over !== null) continue;
    const heard = new Map<string, number>();
    for (const { body } of meaning.heard) heard.set(body.text, (heard.get(body.text) ?? 0) + 1);
    for (const { text, epochId, sender, sequence } of chronicle.promised.values()) {
      const there = room.memory.entries.some(
        (one) => one.chain === epochId && one.sender === sender && one.sequence === sequence
      );
      const times = heard.get(text) ?? 0;
      hold('O1', !there || times === 1, () => `${page.name} shows ${text} ${String(times)} times`);
    }
  }
}

/** O3: what a phone once held is in the room, is still held, or is named; an Exit removes everything. */
export function nothingLeavesUnnamed(world: World): void {
  const there = new Set(
    world.room.memory.entries.map(({ chain, sender, sequence }) =>
      outboxKey({ chain, sender, sequence })
    )
  );
  for (const { name, outbox, losses } of world.phones) {
    const named = new Set(losses.map(({ key }) => key));
    hold('O3', named.size === losses.length, () => `${name} names a message twice`);
    for (const item of outbox.everHeld.values()) {
      if (item.quiet === true) continue;
      const key = outboxKey(item);
      const known = there.has(key) || outbox.has(item) || named.has(key);
      hold('O3', known, () => `${name} let ${key} go and names it nowhere`);
    }
  }
}

/** O6: a reply is with its addressee, or held for an officer to resend; never nowhere. */
export function noReplyIsLost(world: World): void {
  for (const page of world.livingStaff) {
    if (page.state.over !== null) continue;
    const { meaning, lost, lostHere, lostOfOthers } = page.state;
    for (const said of meaning.said.values()) {
      const next = nextFor(page.state, said);
      if (next.type !== 'to' || meaning.delivered.has(said.hash)) continue;
      const copied = meaning.copies.get(said.hash)?.has(next.epochId) === true;
      hold('O6', copied, () => `${page.name}: ${said.body.text} has no copy where it belongs`);
    }
    const inLog = new Map<string, number>();
    for (const { body } of meaning.said.values())
      inLog.set(body.text, (inLog.get(body.text) ?? 0) + 1);
    for (const times of inLog.values())
      hold('O1', times === 1, () => `${page.name}: a reply twice`);
    const waiting = page.state.jobs.filter(({ stage }) => stage === 'waiting');
    hold(
      'O3',
      waiting.length === 0,
      () => `${page.name}: ${JSON.stringify(waiting)} waits for ever`
    );
    hold(
      'O3',
      lost.length + lostHere + lostOfOthers.size === 0,
      () => `${page.name} gave up in an honest room`
    );
  }
}

/** O6: replies are shown in the order in which they were said, however they arrived. */
export function repliesInOrder(world: World): void {
  const log = world.room.memory.entries;
  for (const { name, state } of world.livingTabs) {
    const places = messagesInOrder(state)
      .filter((one) => one.from === 'staff')
      .map(({ key }) => log.findIndex(({ hash }) => hash === key));
    const sorted = [...places].sort((a, b) => a - b);
    hold('O6', places.join() === sorted.join(), () => `${name} shows replies out of order`);
  }
}

/** R9: every page of staff calls the room by the same name, and one that was set is not lost. */
export function oneLabel(world: World): void {
  const pages = world.livingStaff.filter(({ state }) => state.over === null && state.known);
  const labels = new Set(pages.map(({ state }) => state.meaning.label?.text));
  hold('R9', labels.size <= 1, () => `staff see ${String(labels.size)} labels`);
  for (const { name, state } of pages)
    hold('R9', state.labelWish === null, () => `${name} keeps a label to itself`);
}

/** A live room leaves nothing on a disk for ever. */
export function disksAreEmpty(world: World): void {
  if (world.room.closed) return;
  for (const phone of world.phones) {
    const left = phone.outbox.items.map(({ chain, sequence }) => `${chain} ${String(sequence)}`);
    hold('O3', left.length === 0, () => `${phone.name} still holds ${left.join(', ')}`);
  }
  for (const { disk } of world.livingStaff)
    hold(
      'O3',
      disk.items.length === 0,
      () => `staff's browser still holds ${String(disk.items.length)}`
    );
}
