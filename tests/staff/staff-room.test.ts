// One room on staff's side: whom a reply reaches, what is held, what shows as tampering. Real keys, the
// shipped reducer. Rules: J5–J7, O1–O3, O6, R3, E1.
import { beforeAll, describe, expect, it } from 'vitest';
import { EARLIER_AFTER_EXIT_MS, LOST_AFTER_MS } from '#lib/protocol/limits.ts';
import type { EpochView } from '#lib/protocol/room-view.ts';
import {
  canResend,
  currentAddressee,
  knownOf,
  mayShowEarlier,
  mayWriteTo,
  newestLive
} from '#lib/staff/room/core/room-addressee.ts';
import { composerMode } from '#lib/staff/room/core/room-composer.ts';
import { COPY_GRACE_MS } from '#lib/staff/room/core/room-copies.ts';
import { makeRoom, phone, Room, type GuestConversation, type MadeRoom } from './room-fixture.ts';
import { StaffTab } from './staff-tab.ts';

const WINDOW_MS = 600_000;

let made: MadeRoom;
beforeAll(async () => {
  made = await makeRoom();
});

async function opened(): Promise<{
  room: Room;
  tab: StaffTab;
  device: Uint8Array<ArrayBuffer>;
  guest: GuestConversation;
}> {
  const room = new Room(made);
  const device = phone();
  const guest = await room.join(device);
  const tab = new StaffTab(room);
  await tab.connect();
  return { room, tab, device, guest };
}

const confirm = async (tab: StaffTab, guest: GuestConversation): Promise<void> => {
  tab.room.tick();
  await tab.on({ type: 'decide', epochId: guest.epochId, verdict: 'confirm' });
};

const texts = async (guest: GuestConversation): Promise<string[]> =>
  (await guest.copies()).map((copy) => copy.text);

describe('to whom staff write', () => {
  it('[O6] writes to nobody who is neither confirmed nor expressly chosen', async () => {
    const { tab, guest } = await opened();
    expect(composerMode(tab.state)).toMatchObject({ type: 'choose', why: 'unconfirmed' });
    await tab.on({ type: 'say', to: guest.epochId, text: 'hei' });
    expect(tab.effects).toContainEqual({ type: 'not-said', text: 'hei', to: guest.epochId });
    expect(tab.room.entries).toHaveLength(0);

    await tab.on({ type: 'choose', epochId: guest.epochId });
    await tab.on({ type: 'say', to: guest.epochId, text: 'hei' });
    expect(await texts(guest)).toEqual(['hei']);
  });

  it('[J5] goes by the signed entry, whatever the server says of an epoch', async () => {
    const { room, tab, guest } = await opened();
    await tab.frame({ t: 'epoch', epoch: { ...room.view(guest.epochId), state: 'confirmed' } });
    expect(mayWriteTo(tab.state, guest.epochId)).toBe(false);
    await confirm(tab, guest);
    expect(mayWriteTo(tab.state, guest.epochId)).toBe(true);
  });

  it('[J5] a refusal is final', async () => {
    const { tab, guest } = await opened();
    await tab.on({ type: 'decide', epochId: guest.epochId, verdict: 'refuse' });
    await tab.on({ type: 'decide', epochId: guest.epochId, verdict: 'confirm' });
    expect(tab.state.meaning.verdicts.get(guest.epochId)?.verdict).toBe('refuse');
    expect(composerMode(tab.state)).toEqual({ type: 'nobody', why: 'refused' });
  });

  it('[J5] a refusal stands, also against a colleague who confirmed without having heard of it', async () => {
    const { room, tab, guest } = await opened();
    const second = new StaffTab(room);
    await second.connect();
    await tab.on({ type: 'decide', epochId: guest.epochId, verdict: 'refuse' });
    await second.on({ type: 'decide', epochId: guest.epochId, verdict: 'confirm' });
    await second.hear();
    await tab.hear();
    for (const one of [tab, second]) {
      expect(one.state.entries).toHaveLength(2);
      expect(one.state.meaning.verdicts.get(guest.epochId)?.verdict).toBe('refuse');
    }
  });

  it('[E1] after an exit nobody is written to without a new choice, however trusted before', async () => {
    const { room, tab, guest } = await opened();
    await confirm(tab, guest);
    const other = await room.join(phone());
    await tab.hear();
    await confirm(tab, other);
    room.close(guest.epochId, 'left');
    await tab.hear();
    expect(composerMode(tab.state)).toMatchObject({ type: 'choose', why: 'after-exit' });
    await tab.on({ type: 'choose', epochId: other.epochId });
    expect(currentAddressee(tab.state)?.view.epochId).toBe(other.epochId);
  });

  it('[J5] knows a first device, the same phone, another one, and a return after an exit', async () => {
    const { room, tab, device, guest } = await opened();
    const again = await room.join(device);
    room.close(again.epochId, 'left');
    const stranger = await room.join(phone());
    await tab.hear();
    const known = [guest, again, stranger].map((one) => {
      const record = tab.state.epochs.get(one.epochId);
      return record === undefined ? null : knownOf(tab.state, record, WINDOW_MS);
    });
    expect(known).toEqual([
      { device: 'first', afterExit: 'no' },
      { device: 'same-phone', afterExit: 'no' },
      { device: 'another-phone', afterExit: 'yes' }
    ]);
  });

  /** The first phone goes as told, another one comes; what is known of that one a while later. */
  async function newcomer(
    first: (joinedAtMs: number) => Partial<EpochView>,
    laterMs: number
  ): Promise<string | undefined> {
    const { room, tab, guest } = await opened();
    const other = await room.join(phone());
    const { joinedAtMs } = room.view(other.epochId);
    room.epochs.set(guest.epochId, { ...room.view(guest.epochId), ...first(joinedAtMs) });
    await tab.hear();
    const record = tab.state.epochs.get(other.epochId);
    const state = { ...tab.state, nowMs: joinedAtMs + laterMs };
    return record && knownOf(state, record, WINDOW_MS).afterExit;
  }
  const away = (atMs: number): Partial<EpochView> => ({ connected: false, lastSeenMs: atMs });

  it('[J5, E3] another phone, when the first has been silent for four seconds: no exit is claimed', async () => {
    expect(await newcomer((atMs) => away(atMs - 4_000), 0)).toBe('no');
    expect(await newcomer((atMs) => away(atMs - 4_000), WINDOW_MS - 4_000)).toBe('no');
  });

  it('[J5, E3] another phone, when the first went without goodbye and never came back: perhaps after an exit', async () => {
    expect(await newcomer((atMs) => away(atMs - 4_000), WINDOW_MS - 3_999)).toBe('perhaps');
    expect(await newcomer((atMs) => away(atMs), WINDOW_MS + 1)).toBe('perhaps');
  });

  it('[J5, E3] another phone, while the first is here, was here after it, was refused, or has ended: no exit is claimed', async () => {
    const longMs = 2 * WINDOW_MS;
    expect(await newcomer(() => ({ connected: true }), longMs)).toBe('no');
    expect(await newcomer((atMs) => away(atMs + LOST_AFTER_MS + 1), longMs)).toBe('no');
    // A dead line may be noticed only after the other device has come.
    expect(await newcomer((atMs) => away(atMs + LOST_AFTER_MS), longMs)).toBe('perhaps');
    for (const state of ['refused', 'ended', 'replaced'] as const)
      expect(await newcomer((atMs) => ({ ...away(atMs), state, closedAtMs: atMs }), longMs)).toBe(
        'no'
      );
  });

  it('[J5] of several devices the newest live one is the one that is spoken of, whomever staff write to', async () => {
    const { room, tab, guest } = await opened();
    await confirm(tab, guest);
    expect(newestLive(tab.state)?.view.epochId).toBe(guest.epochId);
    const other = await room.join(phone());
    await tab.hear();
    expect(currentAddressee(tab.state)?.view.epochId).toBe(guest.epochId);
    expect(newestLive(tab.state)?.view.epochId).toBe(other.epochId);
    room.close(other.epochId, 'refused');
    await tab.hear();
    expect(newestLive(tab.state)?.view.epochId).toBe(guest.epochId);
    room.close(guest.epochId, 'left');
    await tab.hear();
    expect(newestLive(tab.state)).toBeNull();
  });
});

describe('a reply that has not arrived', () => {
  it('[O6] counts as delivered on a sealed receipt only', async () => {
    const { tab, guest } = await opened();
    await confirm(tab, guest);
    await tab.on({ type: 'say', to: guest.epochId, text: 'hei' });
    expect(tab.said()).toEqual(['hei: sent']);
    await guest.acknowledge();
    await tab.hear();
    expect(tab.said()).toEqual(['hei: delivered']);
  });

  it('[O6] a receipt from a device that was never given the copy counts for nothing', async () => {
    const { room, tab, guest } = await opened();
    await confirm(tab, guest);
    await tab.on({ type: 'say', to: guest.epochId, text: 'hei' });
    const stranger = await room.join(phone());
    const of = (await guest.copies()).map((copy) => copy.copyOf);
    room.append(stranger.epochId, await stranger.seal({ t: 'got', of }));
    await tab.hear();
    expect(of).toHaveLength(1);
    expect(tab.said()).toEqual(['hei: sent']);
  });

  it('[O6] goes on, in order, when the same phone is confirmed again, and not before', async () => {
    const { room, tab, device, guest } = await opened();
    await confirm(tab, guest);
    for (const text of ['en', 'to', 'tre']) await tab.on({ type: 'say', to: guest.epochId, text });
    const again = await room.join(device);
    await tab.hear();
    expect(tab.said()).toEqual(['en: unconfirmed', 'to: unconfirmed', 'tre: unconfirmed']);
    expect(await texts(again)).toEqual([]);
    await confirm(tab, again);
    expect(await texts(again)).toEqual(['en', 'to', 'tre']);
  });

  it('[O6] is held after an exit, also from the same phone, and given on by hand only', async () => {
    const { room, tab, device, guest } = await opened();
    await confirm(tab, guest);
    await tab.on({ type: 'say', to: guest.epochId, text: 'en' });
    room.close(guest.epochId, 'left');
    const again = await room.join(device);
    await tab.hear();
    await confirm(tab, again);
    await tab.later(COPY_GRACE_MS * 2);
    expect(tab.said()).toEqual(['en: held']);
    expect(await texts(again)).toEqual([]);

    const [said] = [...tab.state.meaning.said.values()];
    expect(said && canResend(tab.state, said)).toBe(true);
    await tab.on({ type: 'resend', of: said?.hash ?? '', to: again.epochId });
    expect(await texts(again)).toEqual(['en']);
    expect(tab.said()).toEqual(['en: sent']);
  });

  it('[O6] is not handed to another phone by itself', async () => {
    const { room, tab, guest } = await opened();
    await confirm(tab, guest);
    await tab.on({ type: 'say', to: guest.epochId, text: 'en' });
    const other = await room.join(phone());
    await tab.hear();
    await confirm(tab, other);
    await tab.later(COPY_GRACE_MS * 2);
    expect(await texts(other)).toEqual([]);
  });

  it('[O6] of a dead tab is copied by another tab, once, after a moment', async () => {
    const { room, tab, guest } = await opened();
    await confirm(tab, guest);
    tab.effects.length = 0;
    await tab.drop();
    await tab.on({ type: 'say', to: guest.epochId, text: 'fra en død fane' });
    const second = new StaffTab(room, 'live', tab.store);
    await second.connect();
    expect(second.said()).toEqual(['fra en død fane: sent']);
    expect(await texts(guest)).toEqual([]);
    await second.later(COPY_GRACE_MS + 1);
    expect(await texts(guest)).toEqual(['fra en død fane']);
    expect(tab.store).toEqual([]);
  });

  it('[O6] two tabs at once leave one copy in the room', async () => {
    const { room, tab, device, guest } = await opened();
    const second = new StaffTab(room);
    await second.connect();
    await confirm(tab, guest);
    await tab.on({ type: 'say', to: guest.epochId, text: 'en' });
    const again = await room.join(device);
    await tab.hear();
    await second.hear();
    await confirm(tab, again);
    await second.hear();
    await second.later(COPY_GRACE_MS + 1);
    expect(await texts(again)).toEqual(['en']);
    expect(second.said()).toEqual(['en: sent']);
    expect(second.state.faults).toEqual([]);
  });

  it('[O3] nothing is transmitted that has not been stored before', async () => {
    const { tab, guest } = await opened();
    await confirm(tab, guest);
    await tab.on({ type: 'say', to: guest.epochId, text: 'en' });
    const stored = new Set<string>();
    let sent = 0;
    for (const effect of tab.effects) {
      if (effect.type === 'store') stored.add(effect.item.envelope);
      if (effect.type !== 'transmit' || effect.frame.t !== 'append') continue;
      expect(stored.has(effect.frame.envelope)).toBe(true);
      sent += 1;
    }
    expect(sent).toBe(3);
    expect(tab.store).toEqual([]);
  });
});

describe('showing earlier messages', () => {
  it('[J7] gives a confirmed epoch of the same phone what was said before, once', async () => {
    const { room, tab, device, guest } = await opened();
    await guest.say('hei');
    await tab.hear();
    await confirm(tab, guest);
    await tab.on({ type: 'say', to: guest.epochId, text: 'hallo' });
    await guest.acknowledge();
    const again = await room.join(device);
    await tab.hear();
    expect(mayShowEarlier(tab.state, again.epochId)).toBe(false);
    await confirm(tab, again);
    await tab.on({ type: 'show-earlier', to: again.epochId });
    const shown = await again.copies();
    expect(shown.map((one) => [one.t, one.text])).toEqual([
      ['earlier', 'hei'],
      ['earlier', 'hallo']
    ]);
    expect(mayShowEarlier(tab.state, again.epochId)).toBe(false);
  });

  it('[J7] is not offered for a day after an exit, and never on another phone', async () => {
    const { room, tab, device, guest } = await opened();
    await guest.say('hei');
    const other = await room.join(phone());
    await tab.hear();
    await confirm(tab, other);
    expect(mayShowEarlier(tab.state, other.epochId)).toBe(false);
    room.close(guest.epochId, 'left');
    const again = await room.join(device);
    await tab.hear();
    await confirm(tab, again);
    await tab.on({ type: 'show-earlier', to: again.epochId });
    expect(await texts(again)).toEqual([]);
    await tab.later(EARLIER_AFTER_EXIT_MS);
    expect(mayShowEarlier(tab.state, again.epochId)).toBe(true);
  });
});

describe('tampering', () => {
  it('[J6] refuses a join whose proof does not fit, and says so', async () => {
    const { room, tab } = await opened();
    const liar = await room.join(phone(), 'wrong');
    await tab.hear();
    expect(tab.state.meaning.verdicts.get(liar.epochId)?.verdict).toBe('refuse');
    expect(room.view(liar.epochId).state).toBe('refused');
    expect(tab.state.faults).toContainEqual({ fault: 'mac', order: null, epochId: liar.epochId });
    expect(mayWriteTo(tab.state, liar.epochId)).toBe(false);
  });

  it('[O2] asks again for a missing entry, and calls it a fault when it stays missing', async () => {
    const { room, tab, guest } = await opened();
    await guest.say('en');
    const second = await guest.say('to');
    await tab.frame({ t: 'entries', items: [second], more: false });
    expect(tab.effects.at(-1)).toEqual({ type: 'reconnect' });
    expect(tab.state.stopped).toBeNull();
    await tab.frame({ t: 'entries', items: [second], more: false });
    expect(tab.state.stopped).toMatchObject({ fault: 'gap', order: 2 });
    expect(room.entries).toHaveLength(2);
  });

  it('[O2] a room that has forgotten is stopped', async () => {
    const { room, tab, guest } = await opened();
    await guest.say('en');
    await tab.hear();
    room.entries = [];
    await tab.drop();
    await tab.connect();
    expect(tab.state.stopped?.fault).toBe('rollback');
    expect(composerMode(tab.state)).toEqual({ type: 'nobody', why: 'stopped' });
  });

  it('[O2] a forked room is stopped', async () => {
    const { tab, guest } = await opened();
    const entry = await guest.say('en');
    await tab.frame({ t: 'entries', items: [{ ...entry, timeMs: entry.timeMs + 1 }], more: false });
    expect(tab.state.stopped?.fault).toBe('fork');
    expect(tab.said()).toEqual([]);
  });

  it('[O1] a replayed message is marked and not shown twice', async () => {
    const { room, tab, guest } = await opened();
    const entry = await guest.say('en');
    room.append(guest.epochId, entry.envelope);
    await tab.hear();
    expect(tab.said()).toEqual(['<en>']);
    expect(tab.state.faults).toMatchObject([{ fault: 'sequence', order: 2 }]);
  });

  it('[O2] a message written for a chain that never was is shown and marked', async () => {
    const { room, tab, guest } = await opened();
    const content = { t: 'say', text: 'en', writtenAtMs: room.nowMs } as const;
    room.append(guest.epochId, await guest.seal(content, 'B'.repeat(42) + 'A'));
    await tab.hear();
    expect(tab.said()).toEqual(['<en>']);
    expect(tab.state.faults).toMatchObject([{ fault: 'unknown-head' }]);
  });

  it('[S2] an envelope moved into another chain means nothing', async () => {
    const { room, tab, guest } = await opened();
    const other = await room.join(phone());
    const entry = await guest.say('en');
    room.append(other.epochId, entry.envelope);
    await tab.hear();
    expect(tab.said()).toEqual(['<en>']);
    expect(tab.state.faults.some((one) => one.fault === 'misplaced')).toBe(true);
  });

  it('[J3] an epoch that changes what it was joined with stops the room', async () => {
    const { room, tab, guest } = await opened();
    const changed = { ...room.view(guest.epochId), deviceKey: 'A'.repeat(87) };
    await tab.frame({ t: 'epoch', epoch: changed });
    expect(tab.state.stopped).toMatchObject({ fault: 'epoch', epochId: guest.epochId });
  });

  it('[J5] an epoch that is gone does not come back to life', async () => {
    const { room, tab, guest } = await opened();
    await confirm(tab, guest);
    const before = room.view(guest.epochId);
    room.close(guest.epochId, 'left');
    await tab.hear();
    await tab.frame({ t: 'epoch', epoch: before });
    expect(mayWriteTo(tab.state, guest.epochId)).toBe(false);
    expect(tab.state.faults).toMatchObject([{ fault: 'epoch' }]);
  });
});

describe('the end of a room', () => {
  it('[R3] drops keys and content, and is readable with the archive right alone', async () => {
    const { room, tab, guest } = await opened();
    await guest.say('hemmelig');
    await tab.hear();
    room.life = { ...room.life, state: 'closed', endedAtMs: room.tick(), endReason: 'staff' };
    await tab.frame({ t: 'life', life: room.life });
    expect(tab.effects).toContainEqual({ type: 'drop-keys' });
    expect(tab.state.over).toBe('closed');
    expect(JSON.stringify([...tab.state.entries, tab.state.meaning])).not.toContain('hemmelig');

    const reader = new StaffTab(room, 'archive');
    await reader.connect();
    expect(reader.said()).toEqual(['<hemmelig>']);
    await reader.on({ type: 'say', to: guest.epochId, text: 'nei' });
    expect(reader.effects).toContainEqual({ type: 'not-said', text: 'nei', to: guest.epochId });
  });

  it('[O3] says how many messages were on their way when it ended', async () => {
    const { room, tab, guest } = await opened();
    await confirm(tab, guest);
    await tab.drop();
    await tab.on({ type: 'say', to: guest.epochId, text: 'for sent' });
    room.life = { ...room.life, state: 'closed', endedAtMs: room.tick(), endReason: 'guest' };
    await tab.connect();
    expect(tab.state.over).toBe('closed');
    expect(tab.state.lostHere).toBe(1);
    expect(tab.state.lostOfOthers.size).toBe(0);
  });

  it('[O5] looking counts as read, receipts of a page count as nothing to read', async () => {
    const { tab, guest } = await opened();
    await confirm(tab, guest);
    await tab.on({ type: 'say', to: guest.epochId, text: 'hei' });
    const receipt = await guest.acknowledge();
    await tab.hear();
    const reads = () =>
      tab.effects.flatMap((one) =>
        one.type === 'transmit' && one.frame.t === 'read' ? [one.frame.order] : []
      );
    expect(reads()).toEqual([receipt.order]);
    const word = await guest.say('hei');
    await tab.hear();
    expect(reads()).toEqual([receipt.order]);
    await tab.on({ type: 'look', on: true });
    expect(reads()).toEqual([receipt.order, word.order]);
    expect(tab.effects.some((one) => one.type === 'seal-signal' && one.kind === 'seen')).toBe(true);
  });
});
