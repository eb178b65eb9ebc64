// What must hold once everything has come to rest. Only a page that reports a deception may lack part of
// the truth. Rules: O1–O6, J5, J6.
import { fromBase64url, toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { decodeHeader } from '#lib/crypto/room/envelope-header.ts';
import { isLive } from '#lib/protocol/room-view.ts';
import { messagesInOrder } from '#lib/guest/core/display.ts';
import { isTampered } from './pages.ts';
import { hold } from '../chronicle.ts';
import type { GuestTab } from '../guest-tab.ts';
import type { Stored } from '../honest-room.ts';
import type { StaffTab } from '../staff-tab.ts';
import type { World } from '../world.ts';

/** O2: a page that has noticed nothing holds exactly what the room holds. */
export function oneTruth(world: World, sinceMs: number): void {
  const { entries } = world.room.memory;
  for (const tab of world.livingTabs) {
    const { state, name } = tab;
    if (state.phase !== 'live' || isTampered(tab)) continue;
    const chain = entries.filter((entry) => entry.chain === state.epochId);
    const heads = [world.emptyHead(state.epochId), ...chain.map(({ head }) => head)];
    const same = heads.join() === state.chain.heads.join();
    hold('O2', same, () => `${name} holds another chain than the room and does not say so`);
    chainIsSound(name, chain, heads);
    guestShowsAll(world, tab, chain);
  }
  for (const page of world.livingStaff) {
    const { state, name } = page;
    if (state.over !== null || state.stopped !== null) continue;
    const heads = (all: readonly { chain: string; head: string }[], chain: string): string =>
      all.flatMap((one) => (one.chain === chain ? one.head : [])).join();
    hold('O2', state.entries.length === entries.length, () => `${name} misses something`);
    // Another history of the same length shows with the next entry of its chain, not before.
    const gone = new Set(entries.flatMap(({ timeMs, chain }) => (timeMs < sinceMs ? [] : chain)));
    for (const chain of gone) {
      const same = heads(state.entries, chain) === heads(entries, chain);
      hold('O2', same, () => `${name} holds another history than the room`);
    }
    const same = [...state.chains.keys()].every(
      (chain) => heads(state.entries, chain) === heads(entries, chain)
    );
    if (same) staffSawThrough(page, entries);
  }
}

/** No number occurs twice in one lane, and every last seen head really existed. */
function chainIsSound(name: string, chain: readonly Stored[], heads: readonly string[]): void {
  const numbers = new Set<string>();
  for (const { n, envelope } of chain) {
    const { direction, sender, sequence, lastSeenHead } = decodeHeader(fromBase64url(envelope));
    const number = `${String(direction)} ${toBase64url(sender)} ${String(sequence)}`;
    hold('O1', !numbers.has(number), () => `${name} took the same number twice`);
    numbers.add(number);
    const place = heads.indexOf(toBase64url(lastSeenHead));
    const fits = place >= 0 && place < n;
    hold('O2', fits, () => `${name} took entry ${String(n)}, whose writer had seen another chain`);
  }
}

/** Every copy of its chain, and every own message once. */
function guestShowsAll(world: World, tab: GuestTab, chain: readonly Stored[]): void {
  const { state, name } = tab;
  if (state.opening.length > 0) return;
  const shown = messagesInOrder(state);
  const keys = shown.map(({ key }) => key);
  for (const { copyOf } of chain)
    if (copyOf !== undefined)
      hold('O6', keys.includes(copyOf), () => `${name} does not show a reply that it has`);
  const { chronicle } = world;
  for (const { text, epochId, sender, sequence } of chronicle.promised.values()) {
    const there = chain.some((one) => one.sender === sender && one.sequence === sequence);
    if (epochId !== state.epochId || !there) continue;
    const own = shown.filter((one) => one.from === 'you' && one.body?.text === text);
    hold('O1', own.length === 1, () => `${name} shows ${text} ${String(own.length)} times`);
  }
}

/** What an honest room and page would never have written is marked on staff's page [O1, O2, J6]. */
function staffSawThrough({ name, state }: StaffTab, entries: readonly Stored[]): void {
  const heads = new Map<string, string[]>();
  const numbers = new Set<string>();
  for (const { order, chain, n, head, envelope } of entries) {
    const known = heads.get(chain) ?? [...(state.chains.get(chain)?.heads.slice(0, 1) ?? [])];
    heads.set(chain, [...known, head]);
    const header = decodeHeader(fromBase64url(envelope));
    const place = known.indexOf(toBase64url(header.lastSeenHead));
    const number = `${chain} ${toBase64url(header.sender)} ${String(header.sequence)}`;
    const sound =
      place >= 0 && place < n && !numbers.has(number) && toBase64url(header.epochId) === chain;
    numbers.add(number);
    const marked = state.faults.some((fault) => fault.order === order);
    hold('O2', sound || marked, () => `${name} says nothing of entry ${String(order)}`);
  }
}

/** J6: a device that never knew the words is shown as false, and refused. */
export function falseProofsShow(world: World): void {
  for (const { name, state } of world.livingStaff) {
    if (state.over !== null || state.stopped !== null) continue;
    for (const epochId of world.falseEpochs) {
      if (!state.epochs.has(epochId)) continue;
      const marked = state.faults.some((one) => one.fault === 'mac' && one.epochId === epochId);
      hold('J6', marked, () => `${name} does not say that ${epochId} is false`);
      const verdict = state.meaning.verdicts.get(epochId)?.verdict;
      const tried = state.lost.some(({ content }) => content.t === 'decide');
      hold('J6', verdict === 'refuse' || tried, () => `${name} does not refuse ${epochId}`);
    }
  }
}

/** O6: every reply that can arrive has, and so has its receipt, where nobody has been deceived. */
export function repliesArrived(world: World): void {
  for (const tab of world.livingTabs) {
    const { state } = tab;
    const row = world.room.record.epochs.get(state.epochId);
    if (state.phase !== 'live' || !state.proved || row === undefined || !isLive(row.state))
      continue;
    if (isTampered(tab)) continue;
    const log = new Map(world.room.memory.entries.map((entry) => [entry.copyOf, entry]));
    for (const page of world.livingStaff) {
      if (page.state.over !== null || page.state.stopped !== null) continue;
      for (const [copyOf, entry] of log) {
        if (copyOf === undefined || entry.chain !== state.epochId) continue;
        const said = page.state.meaning.said.get(copyOf);
        if (said === undefined || !page.state.meaning.copies.get(copyOf)?.has(state.epochId))
          continue;
        const delivered = page.state.meaning.delivered.has(copyOf);
        hold(
          'O6',
          delivered,
          () => `${tab.name} shows ${said.body.text}, and ${page.name} never hears of it`
        );
      }
    }
  }
}
