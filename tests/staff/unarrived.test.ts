// What an officer wrote and the room never took: this page's own words come back, other tabs' are counted, and
// the two are told apart. Real keys, the shipped reducer. Rules: O3, R3.
import type { LogContent } from '#lib/protocol/log-content.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { backToField, unkept } from '#lib/staff/room/core/room-losses.ts';
import { makeRoom, type Room, type GuestConversation, type MadeRoom } from './room-fixture.ts';
import { confirmedTab, StaffTab } from './staff-tab.ts';

let made: MadeRoom;
beforeAll(async () => {
  made = await makeRoom();
});

interface Waiting {
  readonly room: Room;
  readonly tab: StaffTab;
  readonly guest: GuestConversation;
  readonly say: (text: string) => Promise<void>;
}

/** A page whose line is down. */
async function offline(): Promise<Waiting> {
  const { room, guest, tab } = await confirmedTab(made);
  await tab.drop();
  const say = (text: string): Promise<void> => tab.on({ type: 'say', to: guest.epochId, text });
  return { room, tab, guest, say };
}

/** The room ends while this page is away; then its line comes up. */
async function endMeanwhile({ room, tab }: Waiting): Promise<void> {
  room.life = { ...room.life, state: 'closed', endedAtMs: room.tick(), endReason: 'guest' };
  await tab.connect();
  expect(tab.state.over).toBe('closed');
}

const givenBack = (tab: StaffTab): string[] =>
  tab.effects.flatMap((one) => (one.type === 'not-said' ? [one.text] : []));

const lossesOf = ({ state }: StaffTab) => [state.lostHere, state.lostOfOthers.size];

describe('the end of a room', () => {
  it('[O3] gives this page’s own words back, in order, and says how many there were', async () => {
    const all = await offline();
    await all.say('one');
    await all.say('two');
    await endMeanwhile(all);
    expect(givenBack(all.tab)).toEqual(['one\ntwo']);
    expect(lossesOf(all.tab)).toEqual([2, 0]);
    expect(all.tab.store).toEqual([]);
  });

  it('[O3] gives back words that were never sealed, too', async () => {
    const all = await offline();
    Object.assign(all.tab.keys, { seal: () => Promise.reject(new Error('the worker is gone')) });
    await all.say('not sealed');
    expect(all.tab.said()).toEqual(['not sealed: keeping']);
    await endMeanwhile(all);
    expect(givenBack(all.tab)).toEqual(['not sealed']);
    expect(lossesOf(all.tab)).toEqual([1, 0]);
  });

  it('[O3] counts what another tab had waiting as another tab’s, and once', async () => {
    const all = await offline();
    await all.say('mine');
    const other = new StaffTab(all.room, 'live', all.tab.store);
    await other.connect();
    await other.drop();
    await other.on({ type: 'say', to: all.guest.epochId, text: 'theirs' });
    const items = [...all.tab.store];
    await endMeanwhile(all);
    // A reading of the disk that began before the end comes late.
    await all.tab.on({ type: 'outbox', items });
    expect(givenBack(all.tab)).toEqual(['mine']);
    expect(lossesOf(all.tab)).toEqual([1, 1]);
    expect(all.tab.store).toEqual([]);
  });

  it('[O3] counts no decision and no copy as a message', async () => {
    const all = await offline();
    const { tab, guest, room } = all;
    const other = new StaffTab(room, 'live', tab.store);
    await other.connect();
    await other.drop();
    for (const one of [tab, other])
      await one.on({ type: 'decide', epochId: guest.epochId, verdict: 'refuse' });
    expect(tab.store).toHaveLength(2);
    await endMeanwhile(all);
    expect(lossesOf(tab)).toEqual([0, 0]);
    expect(givenBack(tab)).toEqual([]);
    expect(tab.store).toEqual([]);
  });

  it('[O3] names what the room had refused before it ended', async () => {
    const all = await offline();
    await all.say('refused');
    const { tab } = all;
    const ref = tab.state.outbox.nextRef;
    tab.holds = true;
    await tab.connect();
    await tab.frame({ t: 'refused', ref, code: 'too-many' });
    expect(tab.said()).toEqual(['refused: not-arrived']);
    await tab.drop();
    await endMeanwhile(all);
    expect(givenBack(tab)).toEqual(['refused']);
    expect(lossesOf(tab)).toEqual([1, 0]);
  });

  it('[R3] takes from the disk what was on its way there', async () => {
    const all = await offline();
    await all.say('late');
    const [item] = all.tab.store;
    if (item === undefined) throw new Error('nothing is kept');
    await endMeanwhile(all);
    all.tab.store.push(item);
    await all.tab.on({ type: 'stored', job: 2, item });
    expect(all.tab.store).toEqual([]);
    expect(all.tab.state.outbox.items).toEqual([]);
    expect(lossesOf(all.tab)).toEqual([1, 0]);
  });
});

describe('a desk that locks', () => {
  it('[O3] gets back the words that no disk has, and no others', async () => {
    const all = await offline();
    await all.say('on the disk');
    const { seal } = all.tab.keys;
    Object.assign(all.tab.keys, { seal: () => Promise.reject(new Error('the worker is gone')) });
    await all.say('nowhere');
    await all.say('nor this');
    expect(backToField(unkept(all.tab.state, null))).toBe('nowhere\nnor this');
    Object.assign(all.tab.keys, { seal });
    const storing = {
      ...all.tab.state,
      jobs: all.tab.state.jobs.map((one) => ({ ...one, stage: 'storing' as const }))
    };
    const [first, second] = storing.jobs;
    // What is being written now may be on the disk in a moment.
    expect(unkept(storing, second?.job ?? null).map(({ job }) => job)).not.toContain(second?.job);
    expect(unkept(storing, null).map(({ job }) => job)).toContain(first?.job);
    expect(backToField([])).toBeNull();
    // What the room has refused for good is on no disk any more either.
    const lost = storing.jobs.slice(0, 1).map(({ job, content }) => ({
      job,
      content: content as LogContent,
      code: 'too-many' as const
    }));
    const refused = { ...storing, lost, jobs: [] };
    expect(unkept(refused, null).map(({ job }) => job)).toEqual([first?.job]);
  });
});
