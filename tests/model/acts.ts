// What people and phones do in a run: write, read, confirm, refuse, hide, come back, lose a tab, take
// another phone, leave. Each act picks among what is possible now, and does nothing if nothing is.
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { canResend, mayShowEarlier } from '#lib/staff/room/core/room-addressee.ts';
import { composerMode, newcomers } from '#lib/staff/room/core/room-composer.ts';
import { leaveTokenHash } from '#lib/crypto/room/transcript.ts';
import type { GuestTab } from './guest-tab.ts';
import type { Phone } from './phone.ts';
import type { StaffTab } from './staff-tab.ts';
import type { World } from './world.ts';

export type Act = (world: World) => Promise<void> | void;

/** A tab that a person can write in. */
const writable = (world: World): readonly GuestTab[] =>
  world.livingTabs.filter(
    ({ frozen, state }) => !frozen && ['live', 'resuming'].includes(state.phase)
  );

async function beginIn(world: World, tab: GuestTab): Promise<void> {
  const stock = tab.phone.nextEpoch();
  if (stock === null) return;
  const { chronicle } = world;
  chronicle.phoneOf.set(stock.epochId, tab.phone.name);
  chronicle.deviceOf.set(stock.epochId, tab.phone.deviceKey);
  await tab.begin(stock);
}

/** Link and words on a phone: in a new tab, or in the tab that dropped everything. */
export async function join(world: World, phone: Phone): Promise<void> {
  const idle = world.livingTabs.find(
    (tab) => tab.phone === phone && tab.state.phase === 'idle' && !tab.frozen
  );
  await beginIn(world, idle ?? world.addTab(phone));
}

export async function writeIn(world: World, tab: GuestTab): Promise<void> {
  const text = world.chronicle.newText(tab.name);
  world.chronicle.written.set(text, tab.name);
  await tab.send({ type: 'write', id: toBase64url(world.chance.bytes(12)), text });
}

/** Says something to this page's current addressee, if there is one. */
export function sayIn(world: World, tab: StaffTab): void {
  const mode = composerMode(tab.state);
  if (mode.type !== 'write') return;
  tab.send({ type: 'say', to: mode.to.view.epochId, text: world.chronicle.newText(tab.name) });
}

export const acts = {
  async write(world) {
    const tab = world.chance.pick(writable(world));
    if (tab !== undefined) await writeIn(world, tab);
  },

  async draft(world) {
    const tab = world.chance.pick(writable(world));
    await tab?.send({ type: 'draft', text: world.chronicle.newText('draft') });
  },

  say(world) {
    const tab = world.chance.pick(world.livingStaff);
    if (tab !== undefined) sayIn(world, tab);
  },

  confirm(world): void {
    const tab = world.chance.pick(world.livingStaff);
    const record = tab && world.chance.pick(newcomers(tab.state));
    if (record) tab.send({ type: 'decide', epochId: record.view.epochId, verdict: 'confirm' });
  },

  refuse(world) {
    const tab = world.chance.pick(world.livingStaff);
    const record = tab && world.chance.pick(newcomers(tab.state));
    if (record) tab.send({ type: 'decide', epochId: record.view.epochId, verdict: 'refuse' });
  },

  choose(world) {
    const tab = world.chance.pick(world.livingStaff);
    const mode = tab && composerMode(tab.state);
    const record = mode?.type === 'choose' ? world.chance.pick(mode.among) : undefined;
    if (record) tab?.send({ type: 'choose', epochId: record.view.epochId });
  },

  resend(world): void {
    const tab = world.chance.pick(world.livingStaff);
    const mode = tab && composerMode(tab.state);
    // Without an addressee, choosing one comes first.
    if (!tab || mode?.type !== 'write') return acts.confirm(world);
    const held = [...tab.state.meaning.said.values()].filter((said) => canResend(tab.state, said));
    const said = world.chance.pick(held);
    if (said) tab.send({ type: 'resend', of: said.hash, to: mode.to.view.epochId });
  },

  showEarlier(world) {
    const tab = world.chance.pick(world.livingStaff);
    const to = tab && [...tab.state.epochs.keys()].filter((id) => mayShowEarlier(tab.state, id));
    const epochId = world.chance.pick(to ?? []);
    if (epochId !== undefined) tab?.send({ type: 'show-earlier', to: epochId });
    else acts.confirm(world);
  },

  /** Of the log, and of nobody's conversation [R9]. */
  label(world) {
    const tab = world.chance.pick(world.livingStaff);
    tab?.send({ type: 'label', text: world.chronicle.newText('label') });
  },

  look(world) {
    const tab = world.chance.pick(world.livingStaff);
    tab?.send({ type: 'look', on: !tab.state.looking });
  },

  async hide(world) {
    const tab = world.chance.pick(world.livingTabs.filter(({ hidden }) => !hidden));
    if (tab === undefined) return;
    tab.hidden = true;
    await tab.send({ type: 'hidden' });
    tab.frozen = world.chance.happens(0.5);
  },

  async show(world) {
    const tab = world.chance.pick(world.livingTabs.filter(({ hidden }) => hidden));
    if (tab !== undefined) await wake(tab);
  },

  /** The phone discards a tab; usually the tab remembers its place and is opened again at once. */
  async lose(world) {
    const tab = world.chance.pick(world.livingTabs);
    if (tab === undefined) return;
    const { place, phone } = tab;
    end(world, tab);
    if (place === null || world.chance.happens(0.3)) return;
    const next = world.addTab(phone);
    if (!(await next.goBack(place))) next.die();
  },

  /** The same tab once more, as a browser's "duplicate tab" makes it [J8]. */
  async duplicate(world) {
    const tab = world.chance.pick(world.livingTabs.filter(({ place }) => place !== null));
    if (tab === undefined || tab.place === null) return;
    const next = world.addTab(tab.phone);
    if (!(await next.goBack(tab.place))) next.die();
  },

  async useHere(world) {
    const over = world.livingTabs.filter(({ state }) => state.over?.why === 'taken-over');
    await world.chance.pick(over.filter(({ frozen }) => !frozen))?.send({ type: 'use-here' });
  },

  async joinAgain(world) {
    const phone = world.chance.pick(world.phones);
    if (phone !== undefined) await join(world, phone);
  },

  async otherPhone(world) {
    const phone = world.phones.length < 3 ? world.addPhone() : null;
    if (phone !== null) await join(world, phone);
  },

  openStaff(world) {
    if (world.livingStaff.length >= 3) return;
    const other = world.browsers.length < 2 && world.chance.happens(0.4);
    const disk = other ? world.addBrowser() : world.chance.pick(world.browsers);
    if (disk !== undefined) world.addStaff(disk);
  },

  loseStaff(world) {
    if (world.livingStaff.length > 1) world.chance.pick(world.livingStaff)?.die();
  },

  exit: (world) => leave(world, { wipes: true, beacon: true }),
  exitUnheard: (world) => leave(world, { wipes: true, beacon: false }),
  /** Storage throws: its content stays [E3]. */
  exitUnwiped: (world) => leave(world, { wipes: false, beacon: true }),

  async endTalk(world) {
    const tab = world.chance.pick(writable(world));
    if (tab === undefined) return;
    tab.ending = true;
    await tab.send({ type: 'end' });
  },

  closeRoom(world) {
    world.chance.pick(world.livingStaff)?.send({ type: 'close', reason: 'staff' });
  },

  fullDisk(world) {
    const phone = world.chance.pick(world.phones);
    if (phone !== undefined) phone.outbox.failing = !phone.outbox.failing;
  },

  clock(world) {
    const page = world.chance.pick([...world.livingTabs, ...world.livingStaff]);
    if (page !== undefined) page.clockOffMs = world.chance.below(60_000) - 30_000;
  }
} satisfies Record<string, Act>;

export type ActName = keyof typeof acts;

/** Visible again; the page learns it before it does anything else. */
export async function wake(tab: GuestTab): Promise<void> {
  tab.hidden = false;
  tab.frozen = false;
  await tab.send({ type: 'visible' });
}

/** A page loses its memory and its lines. */
function end(world: World, tab: GuestTab): void {
  tab.die();
  for (const line of world.lines) if (line.owner === tab.name) line.leave();
}

/** E1, as `exit.ts` does it: the goodbye, then every tab and every store of this browser. */
async function leave(
  world: World,
  how: { readonly wipes: boolean; readonly beacon: boolean }
): Promise<void> {
  const tab = world.chance.pick(world.livingTabs.filter(({ frozen }) => !frozen));
  if (tab === undefined) return;
  const { place, phone } = tab;
  for (const [epochId, name] of world.chronicle.phoneOf)
    if (name === phone.name) world.chronicle.exited.add(epochId);
  if (place !== null && how.beacon)
    for (const room of world.branches) {
      const row = room.record.epochs.get(place.epochId);
      const token = Buffer.from(place.leaveToken, 'base64url');
      if (row && toBase64url(leaveTokenHash(Uint8Array.from(token))) === row.leaveHash)
        room.apply({ type: 'left', epochId: place.epochId });
    }
  for (const one of world.tabs.filter((other) => other.alive && other.phone === phone)) {
    one.left = true;
    one.runner?.stop();
    one.gate.drop('disk');
    for (const line of world.lines) if (line.owner === one.name) line.cut();
    await one.send({ type: 'leave' });
  }
  for (const courier of world.couriers) if (courier.phone === phone) courier.stop();
  if (how.wipes) phone.wipe();
}
