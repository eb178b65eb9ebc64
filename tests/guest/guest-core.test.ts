// The young person's conversation, step by step: joining, writing, reading, being away. Real seals; the
// test plays the room.
import { describe, expect, it } from 'vitest';
import { messagesInOrder, shownState } from '#lib/guest/core/display.ts';
import { nextWakeMs } from '#lib/guest/core/reduce.ts';
import type { OwnMessage } from '#lib/guest/core/state.ts';
import { CLOSE } from '#lib/protocol/codes.ts';
import { GuestRig } from './guest-rig.ts';

const texts = (rig: GuestRig): (string | null)[] =>
  messagesInOrder(rig.state).map(({ body }) => body && body.text);
const states = (rig: GuestRig): string[] =>
  rig.state.messages
    .filter((message): message is OwnMessage => message.from === 'you')
    .map((message) => shownState(rig.state, message));

describe('joining', () => {
  it('[J3] sends the same join again when the answer was lost, over the fresh challenge', async () => {
    const rig = await GuestRig.begin();
    await rig.connect();
    const first = rig.last('join');
    await rig.drop();
    await rig.connect();
    const second = rig.last('join');
    expect(rig.count('join')).toBe(2);
    expect({ ...second, ref: 0 }).toEqual({ ...first, ref: 0 });
    await rig.answerEntry();
    expect(rig.phase).toBe('live');
  });

  it('[L4] remembers its place only once the room has let it in', async () => {
    const rig = await GuestRig.begin();
    await rig.connect();
    expect(rig.effects.some(({ type }) => type === 'remember-place')).toBe(false);
    await rig.answerEntry();
    expect(rig.effects.some(({ type }) => type === 'remember-place')).toBe(true);
  });

  it('[J4] hands a wrong code back to the door, with the tries that are left', async () => {
    const rig = await GuestRig.begin();
    await rig.connect();
    await rig.frame({ t: 'refused', ref: rig.last('join').ref, code: 'wrong-code', left: 7 });
    expect(rig.phase).toBe('idle');
    expect(rig.state.refusal).toEqual({ code: 'wrong-code', left: 7, retryAtMs: null });
    expect(rig.effects.some(({ type }) => type === 'drop-keys')).toBe(true);
  });

  it('[J4] tells the end of a wait by this device’s own clock', async () => {
    const rig = await GuestRig.begin();
    await rig.happen({ type: 'up' });
    const serverMs = rig.nowMs + 90_000;
    const challenge = rig.where().roomId.padEnd(43, 'A');
    await rig.frame({ t: 'challenge', v: 1, challenge, nowMs: serverMs });
    const { ref } = rig.last('join');
    await rig.frame({ t: 'refused', ref, code: 'wait', retryAtMs: serverMs + 4_000 });
    expect(rig.state.joinWait).toEqual({ code: 'wait', untilMs: rig.nowMs + 4_000 });
  });
});

describe('writing', () => {
  it('[O3] shows a message as sent only on its receipt, and seen only when staff say so', async () => {
    const rig = await GuestRig.joined();
    rig.hold.add('store');
    await rig.happen({ type: 'write', id: 'a', text: 'hei' });
    expect(rig.count('append')).toBe(0);
    await rig.release();
    expect(rig.store).toHaveLength(1);
    expect(states(rig)).toEqual(['waiting']);
    const entry = await rig.acknowledge();
    expect(states(rig)).toEqual(['sent']);
    expect(rig.store).toHaveLength(0);
    await rig.staffSignal({ t: 'seen', n: entry.n, atMs: rig.nowMs });
    expect(states(rig)).toEqual(['seen']);
  });

  it('[O1] numbers messages without holes, in the order of writing, whatever the worker does', async () => {
    const rig = await GuestRig.joined();
    rig.hold.add('seal');
    for (const id of ['a', 'b', 'c']) await rig.happen({ type: 'write', id, text: id });
    expect(rig.held).toHaveLength(1);
    await rig.release();
    expect(rig.store.map(({ sequence }) => sequence)).toEqual([0, 1, 2]);
    const said = await Promise.all(rig.store.map(({ envelope }) => rig.read(envelope)));
    expect(said.map((content) => (content as { text: string }).text)).toEqual(['a', 'b', 'c']);
  });

  it('[O3] says that the page must stay open when nothing can be stored', async () => {
    const rig = await GuestRig.joined();
    rig.storeFails = true;
    await rig.happen({ type: 'write', id: 'a', text: 'hei' });
    expect(rig.state.unkept.size > 0).toBe(true);
    await rig.acknowledge();
    expect(states(rig)).toEqual(['sent']);
  });

  it('[O1] sends again what was not acknowledged when the line broke, under the same number', async () => {
    const rig = await GuestRig.joined();
    await rig.happen({ type: 'write', id: 'a', text: 'hei' });
    const first = rig.last('append');
    const entry = rig.append(first.envelope);
    await rig.drop();
    await rig.connect();
    await rig.answerEntry();
    const again = rig.last('append');
    expect(again.envelope).toBe(first.envelope);
    await rig.receipt(again.ref, entry);
    expect(states(rig)).toEqual(['sent']);
    expect(rig.fault).toBeNull();
  });

  it('[R3] lists what did not arrive when the room ends while it is being sent', async () => {
    const rig = await GuestRig.joined();
    await rig.happen({ type: 'write', id: 'a', text: 'hei' });
    rig.endSaid = 'ended';
    await rig.happen({ type: 'down', code: CLOSE.ended, willRetry: false });
    expect(rig.phase).toBe('ended');
    expect(states(rig)).toEqual(['lost']);
    expect(rig.store).toHaveLength(0);
    expect(rig.givenUp.map(({ why }) => why)).toEqual(['over']);
  });

  it('[J5] says so when staff refuse this epoch', async () => {
    const rig = await GuestRig.joined();
    await rig.frame({ t: 'refused', code: 'epoch-refused' });
    expect(rig.phase).toBe('refused');
  });
});

describe('reading', () => {
  it('[O6] shows by log order and acknowledges each reply once', async () => {
    const rig = await GuestRig.joined();
    await rig.happen({ type: 'write', id: 'a', text: 'mitt' });
    rig.append(rig.last('append').envelope, 5);
    const [entry] = rig.entries;
    if (entry === undefined) throw new Error('nothing was appended');
    await rig.receipt(rig.last('append').ref, entry);
    await rig.staffSays('skrevet før', 3);
    await rig.staffSays('skrevet etter', 9);
    expect(texts(rig)).toEqual(['skrevet før', 'mitt', 'skrevet etter']);
    const got = await Promise.all(rig.store.map(({ envelope }) => rig.read(envelope)));
    expect(got.map((content) => (content as { t: string }).t)).toEqual(['got', 'got']);
  });

  it('[O6] shows a reply once when it comes twice, and still says that it arrived', async () => {
    const rig = await GuestRig.joined();
    await rig.staffSays('det samme', 2);
    await rig.staffSays('det samme', 2);
    expect(texts(rig)).toEqual(['det samme']);
    expect(rig.fault).toBeNull();
  });

  it('[O2] applies entries in the chain’s order, however late each one is opened', async () => {
    const rig = await GuestRig.joined();
    rig.hold.add('open');
    await rig.staffSays('en', 1);
    await rig.staffSays('to', 2);
    await rig.staffSays('tre', 3);
    await rig.release((held) => [...held].reverse());
    expect(rig.state.messages.map(({ body }) => body?.text)).toEqual(['en', 'to', 'tre']);
  });

  it('shows what fits no schema as unreadable, never in silence', async () => {
    const rig = await GuestRig.joined();
    const odd = { t: 'later-version', copyOf: 'x' } as never;
    const entry = rig.append(await rig.copy(odd));
    await rig.frame({ t: 'entries', items: [entry], more: false });
    expect(texts(rig)).toEqual([null]);
    expect(rig.fault).toBeNull();
  });

  it('[O5] tells staff what was seen only while somebody looks', async () => {
    const rig = await GuestRig.joined();
    await rig.happen({ type: 'attentive', on: false });
    const { n } = await rig.staffSays('hei', 1);
    expect(rig.count('signal')).toBe(0);
    expect(rig.state.unreadFrom).not.toBeNull();
    await rig.happen({ type: 'attentive', on: true });
    const seen = rig.sent.filter((frame) => frame.t === 'signal');
    expect(seen.map(({ sealed }) => JSON.parse(sealed))).toEqual([
      { t: 'seen', n, atMs: rig.nowMs }
    ]);
  });

  it('[O5] forgets that staff are writing after a while, and believes no older signal', async () => {
    const rig = await GuestRig.joined();
    await rig.staffSignal({ t: 'typing', on: true, atMs: 100 });
    expect(rig.state.staffTypingUntilMs).not.toBeNull();
    await rig.later(10_000);
    expect(rig.state.staffTypingUntilMs).toBeNull();
    await rig.staffSignal({ t: 'typing', on: true, atMs: 99 });
    expect(rig.state.staffTypingUntilMs).toBeNull();
  });
});

describe('being away', () => {
  it('[P2] drops keys and every text when it was hidden for longer than the window', async () => {
    const rig = await GuestRig.joined();
    await rig.staffSays('hemmelig', 1);
    await rig.happen({ type: 'write', id: 'a', text: 'mitt' });
    await rig.happen({ type: 'draft', text: 'utkast' });
    await rig.happen({ type: 'hidden' });
    expect(nextWakeMs(rig.state)).not.toBeNull();
    await rig.later(600_000);
    expect(rig.state.away).toBe('hidden-too-long');
    expect(rig.state.messages).toEqual([]);
    expect(rig.state.draft).toBe('');
    expect(rig.count('forget')).toBe(1);
    expect(rig.effects.map(({ type }) => type)).toContain('drop-keys');
    // Sealed and stored: it still arrives, by the device key [O4].
    expect(rig.store.length).toBeGreaterThan(0);
    expect(rig.effects.map(({ type }) => type)).toContain('deliver-waiting');
  });

  it('[P2, O4] drops the words of what is on its way to the disk, which still arrives from there', async () => {
    const rig = await GuestRig.joined();
    rig.hold.add('store');
    await rig.happen({ type: 'write', id: 'a', text: 'hemmelig' });
    await rig.happen({ type: 'hidden' });
    await rig.later(600_000);
    expect(rig.state.away).toBe('hidden-too-long');
    expect(JSON.stringify(rig.state.underWay)).not.toContain('hemmelig');
    rig.effects.length = 0;
    await rig.release();
    expect(rig.state.underWay).toEqual([]);
    expect(rig.store).toHaveLength(1);
    expect(rig.effects.map(({ type }) => type)).toEqual(['deliver-waiting']);
  });

  it('[P2] loses nothing when it comes back within the window', async () => {
    const rig = await GuestRig.joined();
    await rig.staffSays('her', 1);
    await rig.happen({ type: 'hidden' });
    rig.nowMs += 599_000;
    await rig.happen({ type: 'visible' });
    expect(texts(rig)).toEqual(['her']);
    expect(rig.phase).toBe('live');
  });

  it('[O6] deposits a fresh share on every reconnection and keeps it only when the room has it', async () => {
    const rig = await GuestRig.joined();
    await rig.drop();
    await rig.connect();
    await rig.answerEntry();
    expect(rig.count('deposit')).toBe(1);
    const adopted = (): number => rig.effects.filter(({ type }) => type === 'adopt-share').length;
    expect(adopted()).toBe(0);
    await rig.frame({ t: 'done', ref: rig.last('deposit').ref });
    expect(adopted()).toBe(1);
  });

  it('[O4] a page without its root keeps what is written in memory, and seals it once it is back', async () => {
    const joined = await GuestRig.joined();
    await joined.staffSays('før', 1);
    const tip = joined.tip();
    await joined.happen({ type: 'leave' });
    await joined.happen({ type: 'return', ...joined.where() });
    await joined.happen({ type: 'write', id: 'x', text: 'uten nett' });
    expect(joined.state.messages.map((m) => (m.from === 'you' ? m.step : ''))).toEqual(['held']);
    await joined.connect();
    expect(joined.last('resume').wantShare).toBe(true);
    await joined.answerEntry('A'.repeat(43));
    await joined.happen({
      type: 'resume-opened',
      tip,
      draft: '',
      resumeWindowMs: 600_000,
      unattendedMs: 60_000
    });
    expect(joined.phase).toBe('live');
    expect(texts(joined)).toEqual(['før', 'uten nett']);
    expect(states(joined)).toEqual(['waiting']);
    expect(joined.store.some(({ sequence }) => sequence === 0)).toBe(true);
  });

  it('[O5] what staff have seen is still seen after a reload, although the keys come after the signal', async () => {
    const before = await GuestRig.joined();
    await before.happen({ type: 'write', id: 'a', text: 'hei' });
    const { n } = await before.acknowledge();
    const tip = before.tip();
    await before.happen({ type: 'leave' });
    await before.happen({ type: 'return', ...before.where(), sender: 'B'.repeat(22) });
    await before.connect();
    await before.answerEntry('A'.repeat(43));
    // The room passes on what lies in the slot; the share has not opened the box yet.
    await before.staffSignal({ t: 'seen', n, atMs: before.nowMs });
    // It keeps its place whatever else comes before the keys.
    await before.staffSignal({ t: 'typing', on: true, atMs: before.nowMs });
    await before.happen({
      type: 'resume-opened',
      tip,
      draft: '',
      resumeWindowMs: 600_000,
      unattendedMs: 60_000
    });
    expect(texts(before)).toEqual(['hei']);
    expect(states(before)).toEqual(['seen']);
  });

  it('[O5] what staff have seen counts while the entries before it are still on their way, and never beyond the tip', async () => {
    const rig = await GuestRig.joined();
    await rig.happen({ type: 'write', id: 'a', text: 'hei' });
    const { n } = await rig.acknowledge();
    const { epochId, life } = rig.state;
    if (life === null) throw new Error('the room said nothing of its life');
    await rig.happen({ type: 'leave' });
    await rig.happen({ type: 'return', ...rig.where(), sender: 'B'.repeat(22) });
    await rig.connect();
    const { ref } = rig.last('resume');
    await rig.frame({ t: 'resumed', ref, epochId, tip: rig.tip(), life, share: 'A'.repeat(43) });
    await rig.staffSignal({ t: 'seen', n: n + 1, atMs: rig.nowMs });
    await rig.happen({
      type: 'resume-opened',
      tip: rig.tip(),
      draft: '',
      resumeWindowMs: 600_000,
      unattendedMs: 60_000
    });
    expect(rig.state.staffSeenN).toBe(0);
    await rig.staffSignal({ t: 'seen', n, atMs: rig.nowMs });
    await rig.frame({ t: 'entries', items: rig.entries, more: false });
    expect(states(rig)).toEqual(['seen']);
  });

  it('[P2] keeps what was written and not sealed for the next epoch when the window is over', async () => {
    const rig = await GuestRig.joined();
    await rig.happen({ type: 'leave' });
    await rig.happen({ type: 'return', ...rig.where() });
    await rig.happen({ type: 'write', id: 'x', text: 'uten nett' });
    await rig.connect();
    await rig.frame({ t: 'refused', ref: rig.last('resume').ref, code: 'resume-expired' });
    expect(rig.state.away).toBe('resume-expired');
    expect(texts(rig)).toEqual(['uten nett']);
    await rig.happen({ type: 'hidden' });
    await rig.later(600_000);
    expect(texts(rig)).toEqual([]);
  });

  it('[J8] gives way to another tab visibly, and takes the conversation back on request', async () => {
    const rig = await GuestRig.joined();
    await rig.happen({ type: 'down', code: CLOSE.takenOver, willRetry: false });
    expect(rig.phase).toBe('taken-over');
    await rig.happen({ type: 'use-here' });
    await rig.connect();
    expect(rig.last('resume').wantShare).toBe(false);
    await rig.answerEntry();
    expect(rig.phase).toBe('live');
  });

  it('[J8] says at once that a new epoch has replaced this one: there is nothing to take back', async () => {
    const rig = await GuestRig.joined();
    await rig.frame({ t: 'refused', code: 'epoch-closed' });
    await rig.happen({ type: 'down', code: CLOSE.takenOver, willRetry: false });
    expect(rig.phase).toBe('replaced');
    const before = rig.effects.length;
    await rig.happen({ type: 'use-here' });
    expect(rig.phase).toBe('replaced');
    expect(rig.effects.slice(before)).toEqual([]);
  });

  it('[J8] takes nothing back by itself when a seal fails after another tab took over', async () => {
    const rig = await GuestRig.joined();
    rig.hold.add('seal');
    await rig.happen({ type: 'write', id: 'a', text: 'hei' });
    await rig.happen({ type: 'down', code: CLOSE.takenOver, willRetry: false });
    const before = rig.effects.length;
    await rig.happen({ type: 'seal-failed', id: 'a' });
    expect([rig.state.phase, rig.phase]).toEqual(['over', 'taken-over']);
    expect(rig.effects.slice(before)).toEqual([]);
    await rig.happen({ type: 'use-here' });
    expect(rig.state.phase).toBe('resuming');
    expect(texts(rig)).toEqual(['hei']);
  });

  it('[P2] a tab that lost its keys after another took over drops the way back to them in time', async () => {
    const rig = await GuestRig.joined();
    rig.hold.add('seal');
    await rig.happen({ type: 'write', id: 'a', text: 'hei' });
    await rig.happen({ type: 'down', code: CLOSE.takenOver, willRetry: false });
    await rig.happen({ type: 'seal-failed', id: 'a' });
    await rig.happen({ type: 'hidden' });
    await rig.later(600_000);
    expect(texts(rig)).toEqual([]);
    expect(rig.effects.at(-1)).toEqual({ type: 'drop-keys', box: 'drop' });
  });

  it('[R2] says that nobody is there after the policy’s time, and takes it back', async () => {
    const rig = await GuestRig.joined();
    await rig.frame({ t: 'presence', staff: false, sinceMs: rig.nowMs });
    await rig.later(59_000);
    expect(rig.state.unattended).toBe(false);
    await rig.later(1_000);
    expect(rig.state.unattended).toBe(true);
    await rig.frame({ t: 'presence', staff: true, sinceMs: rig.nowMs });
    expect(rig.state.unattended).toBe(false);
  });
});

describe('a store that was emptied', () => {
  it('[O7] writes again what was kept and has not arrived, and nothing else', async () => {
    const rig = await GuestRig.joined();
    await rig.happen({ type: 'write', id: 'a', text: 'arrived' });
    await rig.acknowledge();
    await rig.drop();
    await rig.happen({ type: 'write', id: 'b', text: 'one' });
    await rig.happen({ type: 'write', id: 'c', text: 'two' });
    const kept = [...rig.store];
    rig.store.length = 0;
    await rig.happen({ type: 'store-cut' });
    expect(rig.store).toEqual(kept);
    expect(rig.state.unkept.size > 0).toBe(false);
    expect(texts(rig)).toEqual(['arrived', 'one', 'two']);
  });

  it('[O7] sees it by itself when the page is looked at again, and says so while it cannot', async () => {
    const rig = await GuestRig.joined();
    await rig.drop();
    await rig.happen({ type: 'write', id: 'a', text: 'one' });
    rig.store.length = 0;
    rig.storeFails = true;
    await rig.happen({ type: 'hidden' });
    await rig.happen({ type: 'visible' });
    expect(rig.state.unkept.size > 0).toBe(true);
    rig.storeFails = false;
    await rig.happen({ type: 'write', id: 'b', text: 'two' });
    expect(rig.state.unkept.size > 0).toBe(false);
  });

  it('[O7, O1] sends in the order of sealing, whatever order the disk gives back', async () => {
    const rig = await GuestRig.joined();
    await rig.drop();
    for (const id of ['a', 'b', 'c']) await rig.happen({ type: 'write', id, text: id });
    const last = rig.store.splice(0, 2);
    await rig.happen({ type: 'store-cut' });
    expect(rig.store).toHaveLength(3);
    expect(last).toHaveLength(2);
    await rig.connect();
    await rig.answerEntry();
    const sent = rig.sent.flatMap((frame) => (frame.t === 'append' ? [frame.envelope] : []));
    const said = await Promise.all(sent.map((envelope) => rig.read(envelope)));
    expect(said.map((one) => (one as { text: string }).text)).toEqual(['a', 'b', 'c']);
  });
});
