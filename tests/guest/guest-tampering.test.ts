// A lying room. Each test is one lie: none may be believed, and no honest failure may be mistaken for one.
import { describe, expect, it } from 'vitest';
import { GuestRig } from './guest-rig.ts';

const copy = (words: string, logOrder = 1) =>
  ({ t: 'say', copyOf: 'B'.repeat(43), logOrder, text: words, writtenAtMs: 1 }) as const;

describe('[O2] a room that does not show what it has', () => {
  it('asks once about a missing entry, and calls it loss when it stays missing', async () => {
    const rig = await GuestRig.joined();
    rig.append(await rig.copy(copy('borte')));
    await rig.staffSays('etter', 2);
    expect(rig.fault).toBeNull();
    expect(rig.effects.some(({ type }) => type === 'reconnect')).toBe(true);
    await rig.connect();
    const entry = rig.last('resume');
    await rig.frame({
      t: 'resumed',
      ref: entry.ref,
      epochId: rig.where().epochId,
      tip: rig.tip(),
      life: rig.state.life as NonNullable<typeof rig.state.life>,
      share: null
    });
    await rig.frame({ t: 'entries', items: rig.entries.slice(1), more: false });
    expect(rig.fault).toBe('gap');
  });

  it('goes on as if nothing had been when the missing entry comes after all', async () => {
    const rig = await GuestRig.joined();
    rig.append(await rig.copy(copy('sent')));
    await rig.staffSays('etter', 2);
    await rig.connect();
    await rig.answerEntry();
    expect(rig.fault).toBeNull();
    expect(rig.state.messages.map(({ body }) => body?.text)).toEqual(['sent', 'etter']);
  });

  it('sees a chain that was rolled back', async () => {
    const rig = await GuestRig.joined();
    await rig.staffSays('en', 1);
    await rig.drop();
    rig.entries.length = 0;
    await rig.connect();
    await rig.answerEntry();
    expect(rig.fault).toBe('rollback');
  });

  it('sees a chain that was rolled back while the tab was thrown away', async () => {
    const rig = await GuestRig.joined();
    await rig.staffSays('en', 1);
    const tip = rig.tip();
    await rig.happen({ type: 'leave' });
    await rig.happen({ type: 'return', ...rig.where() });
    rig.entries.length = 0;
    await rig.connect();
    await rig.answerEntry('A'.repeat(43));
    await rig.happen({ type: 'resume-opened', tip, draft: '', resumeWindowMs: 1, unattendedMs: 1 });
    expect(rig.fault).toBe('rollback');
  });

  it('sees another head than the entries make', async () => {
    const rig = await GuestRig.joined();
    const entry = rig.append(await rig.copy(copy('hei')));
    const items = [{ ...entry, timeMs: entry.timeMs + 1 }];
    await rig.frame({ t: 'entries', items, more: false });
    expect(rig.fault).toBe('fork');
    expect(rig.state.messages).toEqual([]);
  });

  it('sees an old message that is played again as a new one', async () => {
    const rig = await GuestRig.joined();
    const { envelope } = await rig.staffSays('en', 1);
    const again = rig.append(envelope);
    await rig.frame({ t: 'entries', items: [again], more: false });
    expect(rig.fault).toBe('replay');
  });

  it('sees that staff had been shown another chain', async () => {
    const rig = await GuestRig.joined();
    const entry = rig.append(await rig.copy(copy('hei'), 'C'.repeat(42) + 'A'));
    await rig.frame({ t: 'entries', items: [entry], more: false });
    expect(rig.fault).toBe('unknown-head');
  });

  it('sees a message that was changed on its way', async () => {
    const rig = await GuestRig.joined();
    const honest = await rig.copy(copy('hei'));
    const altered = honest.slice(0, 300) + (honest[300] === 'A' ? 'B' : 'A') + honest.slice(301);
    const entry = rig.append(altered);
    await rig.frame({ t: 'entries', items: [entry], more: false });
    expect(rig.fault).toBe('unreadable-seal');
  });
});

describe('[O1] a room that swaps what this page wrote', () => {
  it('is seen when another envelope stands under a number of ours', async () => {
    const rig = await GuestRig.joined();
    await rig.happen({ type: 'write', id: 'a', text: 'mitt' });
    const { envelope } = rig.last('append');
    const swapped =
      envelope.slice(0, 300) + (envelope[300] === 'A' ? 'B' : 'A') + envelope.slice(301);
    const entry = rig.append(swapped);
    await rig.frame({ t: 'entries', items: [entry], more: false });
    expect(rig.fault).toBe('conflict');
  });

  it('is seen when it says that another one is there already', async () => {
    const rig = await GuestRig.joined();
    await rig.happen({ type: 'write', id: 'a', text: 'mitt' });
    await rig.frame({ t: 'refused', ref: rig.last('append').ref, code: 'conflict' });
    expect(rig.fault).toBe('conflict');
  });

  it('is seen when a receipt names a head that does not follow', async () => {
    const rig = await GuestRig.joined();
    await rig.happen({ type: 'write', id: 'a', text: 'mitt' });
    const { ref, envelope } = rig.last('append');
    const entry = rig.append(envelope);
    await rig.receipt(ref, { ...entry, head: 'A'.repeat(43) });
    expect(rig.fault).toBe('fork');
    expect(rig.store).toHaveLength(1);
  });
});

describe('honest misfortunes', () => {
  it('[O6] a staff number that another staff page forestalled is no fault', async () => {
    const rig = await GuestRig.joined();
    await rig.copy(copy('kom aldri hit'));
    await rig.staffSays('hei', 2);
    expect(rig.fault).toBeNull();
  });

  it('a receipt that overtakes the entries before it waits for them', async () => {
    const rig = await GuestRig.joined();
    await rig.happen({ type: 'write', id: 'a', text: 'mitt' });
    const { ref, envelope } = rig.last('append');
    const theirs = rig.append(await rig.copy(copy('deres')));
    const mine = rig.append(envelope);
    await rig.receipt(ref, mine);
    expect(rig.state.messages[0]).toMatchObject({ step: 'waiting' });
    await rig.frame({ t: 'entries', items: [theirs], more: false });
    expect(rig.fault).toBeNull();
    expect(rig.state.messages.find(({ from }) => from === 'you')).toMatchObject({ step: 'sent' });
  });

  it('an entry that comes twice is known already', async () => {
    const rig = await GuestRig.joined();
    const entry = await rig.staffSays('hei', 1);
    await rig.frame({ t: 'entries', items: [entry], more: false });
    expect(rig.fault).toBeNull();
    expect(rig.state.messages).toHaveLength(1);
  });

  it('a busy room is asked again later, and nothing is lost', async () => {
    const rig = await GuestRig.joined();
    await rig.happen({ type: 'write', id: 'a', text: 'mitt' });
    const { ref } = rig.last('append');
    await rig.frame({ t: 'refused', ref, code: 'slow-down', retryAtMs: rig.nowMs + 1_000 });
    expect(rig.count('append')).toBe(1);
    await rig.later(1_000);
    expect(rig.count('append')).toBe(2);
    await rig.acknowledge();
    expect(rig.store).toHaveLength(0);
  });
});
