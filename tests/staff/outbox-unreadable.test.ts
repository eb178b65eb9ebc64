// A desk whose outbox cannot be read just now: it is not an empty one, and is asked for again. Real keys,
// the shipped reducer. Rules: R6, O3, R3.
import { beforeAll, describe, expect, it } from 'vitest';
import { makeRoom, phone, Room, type MadeRoom } from './room-fixture.ts';
import { StaffTab } from './staff-tab.ts';

let made: MadeRoom;
beforeAll(async () => {
  made = await makeRoom();
});

/** What a dead tab has left for one confirmed device, and its room. */
async function left() {
  const room = new Room(made);
  const guest = await room.join(phone());
  const dead = new StaffTab(room);
  await dead.connect();
  await dead.on({ type: 'decide', epochId: guest.epochId, verdict: 'confirm' });
  dead.up = false;
  await dead.on({ type: 'say', to: guest.epochId, text: 'left behind' });
  expect(dead.store.length).toBeGreaterThan(0);
  return { room, guest, store: dead.store };
}

const asked = (tab: StaffTab): number =>
  tab.effects.filter(({ type }) => type === 'load-outbox').length;

describe('[R6] an outbox that cannot be read', () => {
  it('[R6, O3] is asked for again, and what waited arrives', async () => {
    const { room, guest, store } = await left();
    const tab = new StaffTab(room, 'live', store);
    tab.diskFails = true;
    await tab.connect();
    expect(await guest.copies()).toHaveLength(0);
    expect(store.length).toBeGreaterThan(0);
    tab.diskFails = false;
    await tab.later(60_000);
    await tab.later(60_000);
    expect(store).toHaveLength(0);
    expect(tab.said().map((line) => line.split(':')[0])).toEqual(['left behind']);
  });

  it('[R6] is asked for at longer and longer intervals, without end', async () => {
    const { room, store } = await left();
    const tab = new StaffTab(room, 'live', store);
    tab.diskFails = true;
    await tab.connect();
    const gaps: number[] = [];
    let before = room.nowMs;
    for (let tries = asked(tab), ms = 0; ms < 600_000; ms += 1_000) {
      await tab.later(1_000);
      if (asked(tab) === tries) continue;
      tries = asked(tab);
      gaps.push(room.nowMs - before);
      before = room.nowMs;
    }
    expect(gaps.length).toBeGreaterThan(5);
    expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
    expect(gaps.at(-1)).toBeLessThanOrEqual(80_000);
    // Once it answers there is nothing more to ask.
    tab.diskFails = false;
    await tab.later(80_000);
    const last = asked(tab);
    await tab.later(600_000);
    expect(asked(tab)).toBe(last);
  });

  it.each(['closed', 'gone'] as const)(
    '[R6, R3] of a room that is %s is asked for again too: what is on the disk goes, and is counted',
    async (over) => {
      const { room, store } = await left();
      const tab = new StaffTab(room, 'live', store);
      tab.diskFails = true;
      await tab.connect();
      const end = over === 'closed' ? 'ended' : 'gone';
      tab.end = end;
      await tab.on({ type: 'line-down', end });
      expect([tab.state.over, tab.state.lostOfOthers.size]).toEqual([over, 0]);
      tab.diskFails = false;
      await tab.later(80_000);
      expect([store.length, tab.state.lostOfOthers.size]).toEqual([0, 1]);
    }
  );
});
