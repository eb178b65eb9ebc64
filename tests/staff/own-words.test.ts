// A page meets its own messages in the room again: they count as they were sealed, and only so. Real keys,
// the shipped reducer. Rules: O1, O6, S6.
import { beforeAll, describe, expect, it } from 'vitest';
import { fromBase64url, toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { HEADER_BYTES } from '#lib/crypto/room/envelope-header.ts';
import type { LogContent } from '#lib/protocol/log-content.ts';
import { flipped } from '../crypto/support.ts';
import { LOG, makeRoom, type MadeRoom } from './room-fixture.ts';
import { confirmedTab, StaffTab } from './staff-tab.ts';

let made: MadeRoom;
beforeAll(async () => {
  made = await makeRoom();
});

const confirmed = () => confirmedTab(made);

/** Orders of the entries that a page had opened. */
const openedBy = (tab: StaffTab): number[] =>
  tab.effects.flatMap((one) =>
    one.type === 'open-entries' ? one.items.map(({ order }) => order) : []
  );

const readingsOf = (tab: StaffTab) => tab.state.entries.map(({ reading }) => reading);

describe('own words', () => {
  it('[O6] stand without being opened again, in the log and in their copy', async () => {
    const { room, guest, tab } = await confirmed();
    await tab.on({ type: 'say', to: guest.epochId, text: 'hei' });
    expect(room.entries).toHaveLength(3);
    expect(tab.said()).toEqual(['hei: sent']);
    expect(tab.state.jobs).toEqual([]);
    expect(openedBy(tab)).toEqual([]);
  });

  it('[O6, S6] read as they do on a page that opens them: words, writer and directory', async () => {
    const { room, guest, tab } = await confirmed();
    await tab.on({ type: 'say', to: guest.epochId, text: 'hei \ud800 \u{1f600}' });
    const fresh = new StaffTab(room);
    await fresh.connect();
    expect(openedBy(fresh)).toEqual([1, 2, 3]);
    expect(readingsOf(tab)).toEqual(readingsOf(fresh));
    expect(readingsOf(tab)).toMatchObject([
      { memberId: made.memberId, headNumber: 1 },
      { memberId: made.memberId, headNumber: 1 },
      { memberId: null, headNumber: 0 }
    ]);
  });

  it('[O6] that an earlier page left in the outbox are opened: this one did not seal them', async () => {
    const { room, guest, tab } = await confirmed();
    await tab.drop();
    await tab.on({ type: 'say', to: guest.epochId, text: 'fra før' });
    const later = new StaffTab(room, 'live', tab.store);
    await later.connect();
    expect(openedBy(later)).toEqual([1, 2]);
    expect(later.said()).toEqual(['fra før: sent']);
  });

  it('[O2] are kept while what stands before them is missing, and read in their place', async () => {
    const { guest, tab } = await confirmed();
    const before = await guest.say('hallo');
    await tab.on({ type: 'say', to: guest.epochId, text: 'hei' });
    expect([...tab.state.ahead.keys()]).toEqual([3]);
    expect(tab.said()).toEqual(['hei: waiting']);
    await tab.frame({ t: 'entries', items: [before], more: false });
    expect(tab.said()).toEqual(['<hallo>', 'hei: sent']);
    expect(openedBy(tab)).toEqual([before.order]);
  });
});

describe('another envelope under a number of ours', () => {
  /** Sealed and stored while the line is down: the room does not have it yet. */
  async function underWay() {
    const { room, guest, tab } = await confirmed();
    await tab.drop();
    await tab.on({ type: 'say', to: guest.epochId, text: 'ja' });
    const [item] = tab.store;
    if (item === undefined) throw new Error('nothing is kept');
    return { room, guest, tab, item };
  }

  it('[O1] that is spoiled is a conflict', async () => {
    const { room, tab, item } = await underWay();
    room.append(LOG, toBase64url(flipped(fromBase64url(item.envelope), HEADER_BYTES + 60)));
    await tab.connect();
    expect(tab.state.stopped).toMatchObject({ fault: 'conflict', order: 2 });
    expect(tab.state.entries).toHaveLength(1);
    expect(openedBy(tab)).toEqual([]);
  });

  it('[O1] that is rightly sealed is a conflict too, and neither words stand', async () => {
    const { room, guest, tab, item } = await underWay();
    const content: LogContent = { t: 'say', to: guest.epochId, text: 'nei', writtenAtMs: 1 };
    const { envelope } = await tab.keys.seal({
      type: 'seal',
      job: 0,
      chain: LOG,
      sequence: item.sequence,
      lastSeenHead: room.head(LOG),
      content
    });
    room.append(LOG, envelope);
    await tab.connect();
    expect(tab.state.stopped).toMatchObject({ fault: 'conflict', order: 2 });
    expect(tab.state.meaning.said.size).toBe(0);
  });
});

describe('a seal that fails', () => {
  it('[O1, O3] is made again under the same number, and what was written after it waits for it', async () => {
    const { room, guest, tab } = await confirmed();
    const { seal } = tab.keys;
    let broken = true;
    const sometimes: typeof seal = (effect) =>
      broken ? Promise.reject(new Error('the worker is gone')) : seal(effect);
    Object.assign(tab.keys, { seal: sometimes });
    await tab.on({ type: 'say', to: guest.epochId, text: 'one' });
    expect(tab.said()).toEqual(['one: keeping']);
    broken = false;
    await tab.on({ type: 'say', to: guest.epochId, text: 'two' });
    await tab.later(5_000);
    await tab.later(5_000);
    expect(tab.said()).toEqual(['one: sent', 'two: sent']);
    expect(tab.state.jobs).toEqual([]);
    expect(room.entries.filter(({ chain }) => chain === LOG)).toHaveLength(3);
  });
});
