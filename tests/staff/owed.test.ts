// Seen is not answered: up to where staff owe an answer, by what their pages opened. Real keys, the shipped
// reducer. Rule: R8.
import { beforeAll, describe, expect, it } from 'vitest';
import type { GuestContent } from '#lib/protocol/content.ts';
import { firstOwed, mayOweNothing, mayTell } from '#lib/staff/room/core/room-owed.ts';
import { LOG, makeRoom, phone, type MadeRoom } from './room-fixture.ts';
import { confirmedTab, StaffTab } from './staff-tab.ts';

let made: MadeRoom;
beforeAll(async () => {
  made = await makeRoom();
});

/** Up to where this page has told the room that nothing is owed. */
const answered = (tab: StaffTab): number[] =>
  tab.effects.flatMap((one) =>
    one.type === 'transmit' && one.frame.t === 'answered' ? [one.frame.order] : []
  );

const owed = (tab: StaffTab): number | null => firstOwed(tab.state)?.order ?? null;

describe('an answer that is owed', () => {
  it('[R8] stays owed after everything was read, until somebody has answered', async () => {
    const { tab, guest } = await confirmedTab(made);
    await tab.on({ type: 'look', on: true });
    const word = await guest.say('er du der');
    await tab.hear();
    expect(tab.state.readOrder).toBe(word.order);
    expect([owed(tab), answered(tab)]).toEqual([word.order, []]);
    await tab.on({ type: 'say', to: guest.epochId, text: 'ja' });
    expect([owed(tab), answered(tab)]).toEqual([null, [word.order]]);
  });

  it('[R8] is owed by everybody: a colleague’s reply counts, and a page that comes later knows it', async () => {
    const { room, tab, guest } = await confirmedTab(made);
    const word = await guest.say('hei');
    await tab.hear();
    const colleague = new StaffTab(room);
    await colleague.connect();
    await colleague.on({ type: 'say', to: guest.epochId, text: 'hei, her er jeg' });
    await tab.hear();
    const later = new StaffTab(room);
    await later.connect();
    for (const one of [tab, later])
      expect([owed(one), answered(one)]).toEqual([null, [word.order]]);
  });

  it('[R8] to what came in while a reply was being written is not given by that reply', async () => {
    const { tab, guest } = await confirmedTab(made);
    const first = await guest.say('hei');
    await tab.hear();
    // It is in the room before the reply, and on no screen yet.
    const crossed = await guest.say('han kommer nå');
    await tab.on({ type: 'say', to: guest.epochId, text: 'hei, hvordan går det' });
    await tab.hear();
    expect([owed(tab), answered(tab)]).toEqual([crossed.order, [first.order]]);
  });

  it('[R8] is not owed to a receipt, nor to a device that staff have refused', async () => {
    const { room, tab, guest } = await confirmedTab(made);
    await tab.on({ type: 'say', to: guest.epochId, text: 'hei' });
    const receipt = await guest.acknowledge();
    await tab.hear();
    expect([owed(tab), answered(tab)]).toEqual([null, [receipt.order]]);
    const stranger = await room.join(phone());
    const word = await stranger.say('slipp meg inn');
    await tab.hear();
    expect(owed(tab)).toBe(word.order);
    room.tick();
    await tab.on({ type: 'decide', epochId: stranger.epochId, verdict: 'refuse' });
    expect([owed(tab), answered(tab)]).toEqual([null, [receipt.order, word.order]]);
  });

  it('[R8] by a page that did not say how far it had read answers what stands before it', async () => {
    const { room, tab, guest } = await confirmedTab(made);
    const word = await guest.say('hei');
    await tab.hear();
    const content = { t: 'say', to: guest.epochId, text: 'hei', writtenAtMs: room.nowMs } as const;
    const earlier = new StaffTab(room);
    await earlier.connect();
    const seal = { job: 1, chain: LOG, sequence: 0, lastSeenHead: room.head(LOG) };
    const sealed = await earlier.keys.seal({ type: 'seal', ...seal, content });
    room.append(seal.chain, sealed.envelope);
    await tab.hear();
    expect([owed(tab), answered(tab)]).toEqual([null, [word.order]]);
  });
});

describe('whether the room can be told', () => {
  it('[R8] depends on a line, a living right, a known history and a room without fault', async () => {
    const { tab } = await confirmedTab(made);
    expect(mayTell(tab.state)).toBe(true);
    for (const change of [
      { line: 'down' },
      { right: 'archive' },
      { known: false },
      { stopped: { fault: 'fork', order: 1, epochId: null } }
    ] as const)
      expect(mayTell({ ...tab.state, ...change })).toBe(false);
  });
});

describe('an answer to somebody else', () => {
  it('[R8] does not answer the young person, nor theirs a stranger', async () => {
    const { room, tab, guest } = await confirmedTab(made);
    const word = await guest.say('er du der');
    const stranger = await room.join(phone());
    const theirs = await stranger.say('hvem er du');
    await tab.hear();
    await tab.on({ type: 'choose', epochId: stranger.epochId });
    await tab.on({ type: 'say', to: stranger.epochId, text: 'hvem er du selv' });
    await tab.hear();
    expect([owed(tab), answered(tab)]).toEqual([word.order, []]);
    await tab.on({ type: 'say', to: guest.epochId, text: 'ja' });
    expect([owed(tab), answered(tab)]).toEqual([null, [theirs.order]]);
    const again = await stranger.say('svar');
    await tab.hear();
    await tab.on({ type: 'say', to: guest.epochId, text: 'er du trygg nå' });
    expect(owed(tab)).toBe(again.order);
  });

  it('[R8] is one to the same person, where staff have confirmed both devices, or where it is the same', async () => {
    const { room, tab, guest } = await confirmedTab(made);
    await guest.say('hei');
    const key = phone();
    const other = await room.join(key);
    const word = await other.say('jeg er på en annen telefon nå');
    await tab.hear();
    await tab.on({ type: 'say', to: guest.epochId, text: 'hei' });
    expect(owed(tab)).toBe(word.order);
    room.tick();
    await tab.on({ type: 'decide', epochId: other.epochId, verdict: 'confirm' });
    await tab.on({ type: 'say', to: other.epochId, text: 'fint' });
    expect(owed(tab)).toBeNull();
    const last = await other.say('takk');
    await tab.hear();
    const back = await room.join(key);
    await tab.hear();
    expect(owed(tab)).toBe(last.order);
    await tab.on({ type: 'choose', epochId: back.epochId });
    await tab.on({ type: 'say', to: back.epochId, text: 'der er du' });
    expect(owed(tab)).toBeNull();
  });

  it('[R8] is not one because the stranger is confirmed later: the question was not for them', async () => {
    const { room, tab, guest } = await confirmedTab(made);
    const word = await guest.say('er du der');
    const stranger = await room.join(phone());
    await tab.hear();
    await tab.on({ type: 'choose', epochId: stranger.epochId });
    await tab.on({ type: 'say', to: stranger.epochId, text: 'hvem er du' });
    room.tick();
    await tab.on({ type: 'decide', epochId: stranger.epochId, verdict: 'confirm' });
    expect([owed(tab), answered(tab)]).toEqual([word.order, []]);
    await tab.on({ type: 'say', to: stranger.epochId, text: 'så fint' });
    expect(owed(tab)).toBeNull();
  });
});

describe('what this page cannot read', () => {
  const newer = { t: 'later-than-this' } as unknown as GuestContent;

  it('[R8, R6] may be a message: it is owed an answer, and read by nobody until somebody looks', async () => {
    const { room, tab, guest } = await confirmedTab(made);
    const strange = room.append(guest.epochId, await guest.seal(newer));
    await tab.hear();
    expect(tab.state.faults.map(({ fault }) => fault)).toEqual(['newer']);
    expect([owed(tab), answered(tab), tab.state.readOrder]).toEqual([strange.order, [], 0]);
    const word = await guest.say('hei');
    await tab.hear();
    expect([owed(tab), tab.state.readOrder]).toEqual([strange.order, 0]);
    await tab.on({ type: 'look', on: true });
    expect([owed(tab), tab.state.readOrder]).toEqual([strange.order, word.order]);
    await tab.on({ type: 'no-answer' });
    expect([owed(tab), answered(tab)]).toEqual([null, [word.order]]);
  });
});

describe('what stands in a wrong place', () => {
  it('[R8, O1] may be a message too: whoever spoils one makes nobody believe that it was answered', async () => {
    const { room, tab, guest } = await confirmedTab(made);
    await guest.seal({ t: 'say', text: 'dette kom aldri', writtenAtMs: 1 });
    const after = await guest.say('er du der');
    const copied = room.append(
      guest.epochId,
      await guest.seal({ t: 'say', text: 'a', writtenAtMs: 1 }),
      after.envelope.slice(0, 43)
    );
    await tab.hear();
    expect(tab.state.entries.at(-1)?.void).toBe(true);
    expect([owed(tab), answered(tab), tab.state.readOrder]).toEqual([after.order, [], 0]);
    await tab.on({ type: 'say', to: guest.epochId, text: 'noe mangler her. skriv igjen' });
    expect(owed(tab)).toBeNull();
    expect(copied.order).toBe(after.order + 1);
  });
});

describe('a number of the room', () => {
  it('[R8] beyond what is there answers nothing that is yet to come', async () => {
    const { room, tab, guest } = await confirmedTab(made);
    await guest.say('hei');
    await tab.hear();
    await tab.frame({ t: 'answered', order: 1_000 });
    await tab.frame({ t: 'answered', order: 1 });
    expect(owed(tab)).toBeNull();
    const next = await guest.say('er du der');
    await tab.hear();
    expect(owed(tab)).toBe(next.order);
    const entered = room.entered.bind(room);
    room.entered = (ref) => ({ ...entered(ref), answeredOrder: 1_000 });
    const page = new StaffTab(room);
    await page.connect();
    const after = await guest.say('hallo');
    await page.hear();
    expect(owed(page)).toBe(after.order);
  });
});

describe('a reply that says it had read more than was there', () => {
  it('[R8] answers nothing that comes after it', async () => {
    const { room, tab, guest } = await confirmedTab(made);
    const colleague = new StaffTab(room);
    await colleague.connect();
    const content = { t: 'say', to: guest.epochId, text: 'hei', writtenAtMs: 1, upTo: 99 } as const;
    const place = { chain: LOG, sequence: 0, lastSeenHead: room.head(LOG) };
    const sealed = await colleague.keys.seal({ type: 'seal', job: 1, ...place, content });
    room.append(LOG, sealed.envelope);
    const word = await guest.say('er du der');
    await tab.hear();
    expect(owed(tab)).toBe(word.order);
  });
});

describe('"no answer needed"', () => {
  it('[R8] settles what is there and nothing that comes after, and every page hears it', async () => {
    const { tab, guest } = await confirmedTab(made);
    const word = await guest.say('takk for hjelpen');
    await tab.hear();
    expect(mayOweNothing(tab.state)).toBe(true);
    await tab.on({ type: 'no-answer' });
    expect([owed(tab), answered(tab), mayOweNothing(tab.state)]).toEqual([
      null,
      [word.order],
      false
    ]);
    const next = await guest.say('en ting til');
    await tab.hear();
    expect(owed(tab)).toBe(next.order);
    await tab.frame({ t: 'answered', order: next.order });
    expect(owed(tab)).toBeNull();
    // It is in no log: a page that knows nothing of it goes on writing there.
    expect(tab.room.entries.at(-1)).toBe(next);
  });

  it('[R8] is not to be had without a line, and comes back when the room did not get it', async () => {
    const { room, tab, guest } = await confirmedTab(made);
    const word = await guest.say('takk');
    await tab.hear();
    tab.up = false;
    await tab.on({ type: 'no-answer' });
    await tab.drop();
    expect(mayOweNothing(tab.state)).toBe(false);
    await tab.connect();
    expect(room.entered(1).answeredOrder).toBe(0);
    expect([owed(tab), mayOweNothing(tab.state)]).toEqual([word.order, true]);
  });

  it('[R8, R6] is not offered by a room of a version that does not know of it, and nothing is told to it', async () => {
    const { room, tab, guest } = await confirmedTab(made);
    await guest.say('hei');
    const entered = room.entered.bind(room);
    room.entered = (ref) => {
      const { answeredOrder, ...known } = entered(ref);
      expect(answeredOrder).toBe(0);
      return known;
    };
    const page = new StaffTab(room);
    await page.connect();
    expect([owed(page) !== null, mayOweNothing(page.state)]).toEqual([true, false]);
    await page.on({ type: 'no-answer' });
    await page.on({ type: 'say', to: guest.epochId, text: 'hei' });
    expect([owed(page), answered(page)]).toEqual([null, []]);
    expect(tab.state.stopped).toBeNull();
  });
});
