// A private label of a room: staff alone have it, sealed in the room log, and it decides nothing about whom
// to write to. What a page does with kinds of entries that it does not know. Rules: J5, J7, O3, O6, R6, R9.
import fc from 'fast-check';
import { firstOwed } from '#lib/staff/room/core/room-owed.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseCopyContent, parseGuestContent } from '#lib/protocol/content.ts';
import { MAX_LABEL_LETTERS, parseLogContent, type LogContent } from '#lib/protocol/log-content.ts';
import { draftOf, noMeaning, understand } from '#lib/staff/room/core/room-meaning.ts';
import { labelOf, lostLabelOf } from '#lib/staff/room/core/room-label.ts';
import { canRefuse, canWrite } from '#lib/staff/room/core/room-write.ts';
import type { EntryRecord, Reading } from '#lib/staff/room/core/room-types.ts';
import { LOG, makeRoom, phone, Room, type MadeRoom } from './room-fixture.ts';
import { confirmedTab, StaffTab } from './staff-tab.ts';

let made: MadeRoom;
beforeAll(async () => {
  made = await makeRoom();
});

const shown = (tab: StaffTab): string | null => labelOf(tab.state)?.text ?? null;
const label = (tab: StaffTab, text: string): Promise<void> => tab.on({ type: 'label', text });

async function entered(room: Room): Promise<StaffTab> {
  const tab = new StaffTab(room);
  await tab.connect();
  return tab;
}

/** What a colleague's later page writes into the log, rightly sealed and signed. */
async function written(room: Room, content: object): Promise<void> {
  const { keys } = await entered(room);
  const { envelope } = await keys.seal({
    type: 'seal',
    job: 0,
    chain: LOG,
    sequence: 0,
    lastSeenHead: room.head(LOG),
    content: content as LogContent
  });
  room.append(LOG, envelope);
}

describe('a label', () => {
  it('[R9] stands for every colleague; the newest counts, and an empty one takes it away', async () => {
    const room = new Room(made);
    const [tab, colleague] = [await entered(room), await entered(room)];
    expect(shown(tab)).toBeNull();
    await label(tab, '  Kari,\n Snap ');
    await colleague.hear();
    expect([shown(tab), shown(colleague)]).toEqual(['Kari, Snap', 'Kari, Snap']);
    room.tick();
    await label(colleague, 'Kari (15), Snap');
    await tab.hear();
    expect(shown(tab)).toBe('Kari (15), Snap');
    await label(tab, ' ');
    await colleague.hear();
    expect([shown(tab), shown(colleague)]).toEqual([null, null]);
    expect(tab.state.faults).toEqual([]);
    expect(canWrite(colleague.state)).toBe(true);
  });

  it('[R9] that says the same again, or nothing where there is none, writes nothing', async () => {
    const room = new Room(made);
    const tab = await entered(room);
    await label(tab, '');
    expect(room.entries).toHaveLength(0);
    await label(tab, 'Kari');
    await label(tab, 'Kari ');
    expect(room.entries).toHaveLength(1);
  });

  it('[R9, X2] that is too long is not written, and the one before stands', async () => {
    const room = new Room(made);
    const tab = await entered(room);
    await label(tab, 'k'.repeat(MAX_LABEL_LETTERS));
    await label(tab, 'n'.repeat(MAX_LABEL_LETTERS + 1));
    expect(shown(tab)).toBe('k'.repeat(MAX_LABEL_LETTERS));
    expect(room.entries).toHaveLength(1);
  });

  it('[R9] given before the room is open is written as soon as it is', async () => {
    const room = new Room(made);
    const tab = new StaffTab(room);
    await label(tab, 'Kari');
    expect(labelOf(tab.state)).toEqual({ text: 'Kari', stage: 'keeping' });
    await tab.connect();
    expect(labelOf(tab.state)).toEqual({ text: 'Kari', stage: 'kept' });
    expect(room.entries).toHaveLength(1);
  });

  it('[O3, R9] given without a line waits in the outbox, and another tab can bring it', async () => {
    const room = new Room(made);
    const tab = await entered(room);
    await tab.drop();
    await label(tab, 'Kari');
    expect(labelOf(tab.state)).toEqual({ text: 'Kari', stage: 'waiting' });
    expect(tab.store).toHaveLength(1);
    const later = new StaffTab(room, 'live', tab.store);
    await later.connect();
    expect(labelOf(later.state)).toEqual({ text: 'Kari', stage: 'kept' });
    expect(tab.store).toEqual([]);
  });

  it('[O3, R9] that the room refuses for good is given back, until another one is set', async () => {
    const room = new Room(made);
    const tab = await entered(room);
    tab.holds = true;
    await label(tab, 'Kari');
    const sent = tab.effects.findLast((one) => one.type === 'transmit' && one.frame.t === 'append');
    const ref = sent?.type === 'transmit' && sent.frame.t === 'append' ? sent.frame.ref : 0;
    await tab.frame({ t: 'refused', ref, code: 'too-many' });
    expect([shown(tab), lostLabelOf(tab.state)]).toEqual([null, 'Kari']);
    tab.holds = false;
    await label(tab, 'Ola');
    expect(lostLabelOf(tab.state)).toBeNull();
  });

  it('[R9, J5] changes nothing about whom to write to, what is owed, or what anybody reads', async () => {
    const { room, guest, tab } = await confirmedTab(made);
    await guest.say('hei');
    await tab.hear();
    const { verdicts, heard } = tab.state.meaning;
    const owed = firstOwed(tab.state);
    const lines = tab.said();
    await label(tab, 'Kari, Snap');
    expect(tab.state.meaning).toMatchObject({ verdicts, heard });
    expect(owed).not.toBeNull();
    expect(firstOwed(tab.state)).toEqual(owed);
    expect(tab.said()).toEqual(lines);
    expect(room.view(guest.epochId).state).toBe('pending');
  });

  it('[O6, J7, R9] never comes to a young person: not as a copy, not when earlier messages are shown', async () => {
    const room = new Room(made);
    const device = phone();
    const guest = await room.join(device);
    const tab = await entered(room);
    room.tick();
    await tab.on({ type: 'decide', epochId: guest.epochId, verdict: 'confirm' });
    await label(tab, 'SECRET-LABEL');
    await tab.on({ type: 'say', to: guest.epochId, text: 'hei' });
    const again = await room.join(device);
    await tab.hear();
    await tab.on({ type: 'decide', epochId: again.epochId, verdict: 'confirm' });
    await tab.on({ type: 'show-earlier', to: again.epochId });
    await label(tab, 'SECRET-LABEL 2');
    const given = [...(await guest.copies()), ...(await again.copies())];
    expect(given.map((copy) => copy.t === 'say' && copy.text)).toContain('hei');
    expect(JSON.stringify(given)).not.toContain('SECRET-LABEL');
    // Nothing but the log's own two entries was sealed with it, and nothing was sent open.
    const holding = tab.effects.filter((one) => JSON.stringify(one).includes('SECRET-LABEL'));
    expect(holding.map((one) => one.type === 'seal' && one.chain)).toEqual([LOG, LOG]);
  });

  it('[R6, R9] would be no content of a young person’s page, nor of a copy', () => {
    const json = JSON.stringify({ t: 'label', label: 'Kari', writtenAtMs: 1, aside: true });
    expect(parseLogContent(json)).toMatchObject({ t: 'label', label: 'Kari' });
    expect([parseGuestContent(json)?.t, parseCopyContent(json)?.t]).toEqual(['newer', 'newer']);
  });

  it('[R3, D3, R9] goes with the keys when the room closes, and is read with the archive right alone', async () => {
    const room = new Room(made);
    const tab = await entered(room);
    await label(tab, 'Kari, Snap');
    room.life = { ...room.life, state: 'closed', endedAtMs: room.tick(), endReason: 'staff' };
    await tab.frame({ t: 'life', life: room.life });
    expect(JSON.stringify([tab.state.meaning, tab.state.labelWish])).not.toContain('Kari');
    expect(shown(tab)).toBeNull();
    const reader = new StaffTab(room, 'archive');
    await reader.connect();
    expect(shown(reader)).toBe('Kari, Snap');
    await label(reader, 'other');
    expect(shown(reader)).toBe('Kari, Snap');
  });
});

describe('an entry of a kind that this page does not know', () => {
  const mood = { t: 'mood', of: 'green', writtenAtMs: 1 };

  it('[R6, J5] is passed over where it says that it changes nothing about whom to write to', async () => {
    const { room, guest, tab } = await confirmedTab(made);
    await written(room, { ...mood, aside: true });
    await tab.hear();
    expect(tab.state.faults).toEqual([]);
    await tab.on({ type: 'say', to: guest.epochId, text: 'hei' });
    expect(tab.said()).toEqual(['hei: sent']);
  });

  it.each([{}, { aside: false }, { aside: 1 }, { aside: 'true' }, { aside: null }])(
    '[R6, J5] stops all writing but refusals where it does not say so: %j',
    async (more) => {
      const { room, tab } = await confirmedTab(made);
      await written(room, { ...mood, ...more });
      await tab.hear();
      expect(tab.state.faults).toMatchObject([{ fault: 'newer' }]);
      expect([canWrite(tab.state), canRefuse(tab.state)]).toEqual([false, true]);
    }
  );

  const logged = (reading: Reading): EntryRecord => ({
    order: 1,
    chain: LOG,
    n: 1,
    timeMs: 1,
    head: '',
    hash: 'x',
    direction: 0,
    sender: '',
    copyOf: null,
    fault: null,
    void: false,
    reading
  });

  it('[R6, S6] that is passed over must be signed, and under no older directory', () => {
    const json = JSON.stringify({ ...mood, aside: true });
    const read = (memberId: string | null, headNumber: number) =>
      understand(
        { ...draftOf(noMeaning), headNumber: 2 },
        logged({ ok: true, json, memberId, headNumber })
      );
    expect(read('m', 2)).toBeNull();
    expect(read(null, 2)).toBe('signature');
    expect(read('m', 1)).toBe('older-directory');
  });

  it('[J5, R6] a decision stays one, whatever it says of itself, and a spoiled one is never passed over', () => {
    const decide = { t: 'decide', epochId: LOG, verdict: 'refuse', writtenAtMs: 1, aside: true };
    expect(parseLogContent(JSON.stringify(decide))).toMatchObject({ t: 'decide' });
    expect(parseLogContent(JSON.stringify({ ...decide, verdict: 'bar' }))).toBeNull();
    fc.assert(
      fc.property(
        fc.constantFrom('say', 'decide', 'resend', 'show-earlier'),
        fc.json(),
        (t, of) => {
          const content = parseLogContent(JSON.stringify({ t, of, aside: true }));
          expect(content).toBeNull();
        }
      )
    );
  });
});
