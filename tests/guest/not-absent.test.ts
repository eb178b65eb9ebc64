// "Cannot be read now" is never "does not exist": how the page reacts when a line, a room, a disk or a
// later version tells it less than the truth. Real seals; the test plays the room. Rules: R6, O3, J4, J9.
import { describe, expect, it } from 'vitest';
import { nextWakeMs, reduceGuest } from '#lib/guest/core/reduce.ts';
import { messagesInOrder, shownMessages, shownState } from '#lib/guest/core/display.ts';
import { nb } from '#lib/i18n/nb/guest.ts';
import { CLOSE } from '#lib/protocol/codes.ts';
import { parseToGuestFrame } from '#lib/protocol/guest-wire.ts';
import { GuestRig } from './guest-rig.ts';

const states = (rig: GuestRig): string[] =>
  rig.state.messages.flatMap((one) => (one.from === 'you' ? [shownState(rig.state, one)] : []));
const effects = (rig: GuestRig): string[] => rig.effects.map(({ type }) => type);
const reconnects = (rig: GuestRig): number => effects(rig).filter((t) => t === 'reconnect').length;

/** Joined, with one message that the room has not acknowledged. */
async function waiting(): Promise<GuestRig> {
  const rig = await GuestRig.joined();
  await rig.happen({ type: 'write', id: 'a', text: 'hei' });
  return rig;
}

const GONE: readonly (readonly [string, (rig: GuestRig) => Promise<void>])[] = [
  [
    'the line is closed with the code',
    (rig) => rig.happen({ type: 'down', code: CLOSE.gone, willRetry: false })
  ],
  ['a frame says so', (rig) => rig.frame({ t: 'refused', code: 'gone' })],
  [
    'a message is refused with it',
    (rig) => rig.frame({ t: 'refused', ref: rig.last('append').ref, code: 'gone' })
  ],
  [
    'coming back is refused with it',
    async (rig) => {
      await rig.drop();
      await rig.connect();
      await rig.frame({ t: 'refused', ref: rig.last('resume').ref, code: 'gone' });
    }
  ]
];

describe('[R6] a line that says that the room is gone', () => {
  it.each(GONE)(
    'is asked about over HTTP before anything is thrown away: %s',
    async (_how, say) => {
      const rig = await waiting();
      rig.hold.add('ask-end');
      await say(rig);
      expect(rig.phase).toBe('live');
      expect(states(rig)).toEqual(['waiting']);
      expect(rig.store).toHaveLength(1);
      expect(rig.held.map(({ type }) => type)).toEqual(['ask-end']);
      rig.endSaid = 'gone';
      await rig.release();
      expect(rig.phase).toBe('gone');
      expect(states(rig)).toEqual(['lost']);
      expect(rig.givenUp.map(({ why }) => why)).toEqual(['over']);
    }
  );

  it.each(GONE)('was wrong, and the page goes on where it was: %s', async (_how, say) => {
    const rig = await waiting();
    await say(rig);
    expect(rig.phase).toBe('live');
    expect(rig.state.proved).toBe(false);
    expect(rig.state.lostAtMs).not.toBeNull();
    expect(rig.store).toHaveLength(1);
    const before = reconnects(rig);
    await rig.later(6_000);
    expect(reconnects(rig)).toBe(before + 1);
    await rig.connect();
    await rig.answerEntry();
    await rig.acknowledge();
    expect(states(rig)).toEqual(['sent']);
    expect(rig.givenUp).toEqual([]);
  });

  it('is asked about once, however often it says so', async () => {
    const rig = await waiting();
    rig.hold.add('ask-end');
    await rig.frame({ t: 'refused', code: 'gone' });
    await rig.happen({ type: 'down', code: CLOSE.gone, willRetry: false });
    expect(rig.held).toHaveLength(1);
  });

  it('is not believed when the same line has let the page in meanwhile', async () => {
    const rig = await waiting();
    rig.hold.add('ask-end');
    await rig.happen({ type: 'down', code: CLOSE.gone, willRetry: false });
    await rig.connect();
    await rig.answerEntry();
    rig.endSaid = 'gone';
    await rig.release();
    expect(rig.phase).toBe('live');
  });

  it('keeps nobody at the door out: the words are tried again', async () => {
    const rig = await GuestRig.begin();
    await rig.connect();
    await rig.frame({ t: 'refused', ref: rig.last('join').ref, code: 'gone' });
    expect(rig.phase).toBe('joining');
    await rig.later(6_000);
    expect(reconnects(rig)).toBe(1);
  });

  it('at the door, and it is so: the code screen says it', async () => {
    const rig = await GuestRig.begin();
    await rig.connect();
    rig.endSaid = 'gone';
    await rig.frame({ t: 'refused', ref: rig.last('join').ref, code: 'gone' });
    expect(rig.phase).toBe('idle');
    expect(rig.state.refusal?.code).toBe('gone');
  });
});

describe('[R3, R6] a line that is closed as ended, and nothing else', () => {
  const closed = (rig: GuestRig): Promise<void> =>
    rig.happen({ type: 'down', code: CLOSE.ended, willRetry: false });

  it('is asked about, and the page goes on when it was not so', async () => {
    const rig = await waiting();
    await closed(rig);
    expect(rig.phase).toBe('live');
    expect(rig.store).toHaveLength(1);
  });

  it('is believed from the room’s own frame at once', async () => {
    const rig = await waiting();
    await rig.frame({ t: 'refused', code: 'ended' });
    expect(rig.phase).toBe('ended');
    expect(rig.givenUp).toHaveLength(1);
  });

  it('says that there is a new link where the room says so', async () => {
    const rig = await waiting();
    await rig.frame({ t: 'refused', code: 'ended', endReason: 'replaced' });
    expect(rig.phase).toBe('new-link');
    expect(rig.givenUp).toHaveLength(1);
  });
});

it('[O3] gives up a message that is refused for good by name, and no acknowledgement', async () => {
  const rig = await GuestRig.joined();
  await rig.staffSays('svar', 1);
  const got = rig.last('append');
  await rig.frame({ t: 'refused', ref: got.ref, code: 'too-large' });
  expect(rig.givenUp.map(({ item }) => item.quiet)).toEqual([true]);
  expect(rig.state.lostUnread).toBe(0);
  await rig.happen({ type: 'write', id: 'a', text: 'hei' });
  await rig.frame({ t: 'refused', ref: rig.last('append').ref, code: 'too-large' });
  expect(rig.givenUp.map(({ item, why }) => [item.quiet ?? false, why])).toEqual([
    [true, 'other'],
    [false, 'other']
  ]);
  expect(states(rig)).toEqual(['lost']);
});

describe('[R6] a room of a later version', () => {
  it('keeps what waits, and the page says that it is too old', async () => {
    const rig = await waiting();
    const { ref } = rig.last('append');
    await rig.frame({ t: 'refused', ref, code: 'unsupported-version' });
    expect(rig.store).toHaveLength(1);
    expect(rig.state.outdated).toBe(true);
    expect(states(rig)).toEqual(['waiting']);
  });

  it('that does not take this page back says so to it, and ends nothing', async () => {
    const rig = await waiting();
    await rig.drop();
    await rig.connect();
    const { ref } = rig.last('resume');
    await rig.frame({ t: 'refused', ref, code: 'unsupported-version' });
    expect(rig.phase).toBe('live');
    expect(rig.state.outdated).toBe(true);
    expect(rig.store).toHaveLength(1);
  });

  it('may say no for a reason that is not known here: not now, never an end', () => {
    const frame = parseToGuestFrame('{"t":"refused","ref":3,"code":"moon-is-full","until":"dawn"}');
    expect(frame).toEqual({ t: 'refused', ref: 3, code: 'unavailable' });
  });
});

describe('[J4, J9] a newcomer who is asked for patience', () => {
  it.each(['slow-down', 'wait', 'unavailable'] as const)(
    'for %s, tries again by itself when the time has come, and not before',
    async (code) => {
      const rig = await GuestRig.begin();
      await rig.connect();
      const retryAtMs = rig.nowMs + 20_000;
      await rig.frame({ t: 'refused', ref: rig.last('join').ref, code, retryAtMs });
      expect(rig.phase).toBe('joining');
      expect(rig.state.joinWait).toEqual({ code, untilMs: retryAtMs });
      expect(nextWakeMs(rig.state)).toBe(retryAtMs);
      await rig.later(10_000);
      // A line that breaks and comes back meanwhile is no reason to retry sooner.
      await rig.drop();
      await rig.connect();
      expect(rig.count('join')).toBe(1);
      expect(reconnects(rig)).toBe(0);
      await rig.later(10_000);
      expect(reconnects(rig)).toBe(1);
      await rig.connect();
      expect(rig.count('join')).toBe(2);
      await rig.answerEntry();
      expect(rig.phase).toBe('live');
      expect(rig.state.joinWait).toBeNull();
    }
  );

  it('without a time tries again a little later', async () => {
    const rig = await GuestRig.begin();
    await rig.connect();
    await rig.frame({ t: 'refused', ref: rig.last('join').ref, code: 'unavailable' });
    expect(rig.phase).toBe('joining');
    expect(nextWakeMs(rig.state)).toBeGreaterThan(rig.nowMs);
  });

  it('is told of a locked door by the code screen', async () => {
    const rig = await GuestRig.begin();
    await rig.connect();
    await rig.frame({ t: 'refused', ref: rig.last('join').ref, code: 'locked', left: 0 });
    expect(rig.state.refusal?.code).toBe('locked');
    expect(rig.state.joinWait).toBeNull();
  });

  it('who is in already is kept, whatever the room cannot do now', async () => {
    const rig = await waiting();
    await rig.drop();
    await rig.connect();
    await rig.frame({ t: 'refused', ref: rig.last('resume').ref, code: 'unavailable' });
    expect(rig.phase).toBe('live');
    await rig.later(6_000);
    expect(reconnects(rig)).toBe(1);
  });
});

describe('[R6] a content that this page does not know', () => {
  const shown = (rig: GuestRig) => shownMessages(rig.state, nb, 'Kari', true);

  it('is shown as needing a newer page, with the way there, and is not said to be delivered', async () => {
    const rig = await GuestRig.joined();
    const picture = { t: 'picture', of: 'a cat' } as never;
    const entry = rig.append(await rig.copy(picture));
    await rig.frame({ t: 'entries', items: [entry], more: false });
    expect(shown(rig)).toMatchObject([
      { body: { text: nb.talk.newer }, action: nb.closed.outdated.button, own: false }
    ]);
    expect(rig.fault).toBeNull();
    expect(rig.store).toEqual([]);
  });

  it('is told from one that fits nothing', async () => {
    const rig = await GuestRig.joined();
    const broken = { t: 'say', text: 7 } as never;
    const entry = rig.append(await rig.copy(broken));
    await rig.frame({ t: 'entries', items: [entry], more: false });
    const [item] = shown(rig);
    expect(item).toMatchObject({ body: { text: nb.talk.unreadable } });
    expect(item?.action).toBe('');
  });

  it('a known one is shown in spite of a field that is not known', async () => {
    const rig = await GuestRig.joined();
    const say = { t: 'say', copyOf: 'A'.repeat(43), logOrder: 1, text: 'hei', writtenAtMs: 5 };
    const entry = rig.append(await rig.copy({ ...say, mood: 'green' } as never));
    await rig.frame({ t: 'entries', items: [entry], more: false });
    expect(messagesInOrder(rig.state).map(({ body }) => body?.text)).toEqual(['hei']);
  });
});

describe('[R6] a disk that does not answer', () => {
  it('is asked again for what waits, ever more seldom', async () => {
    const rig = await waiting();
    const [kept] = rig.store;
    await rig.drop();
    rig.storeUnreadable = true;
    await rig.connect();
    await rig.answerEntry();
    const asks = (): number => effects(rig).filter((t) => t === 'load-outbox').length;
    const before = asks();
    await rig.later(5_000);
    expect(asks()).toBe(before + 1);
    await rig.later(5_000);
    expect(asks()).toBe(before + 1);
    rig.storeUnreadable = false;
    await rig.later(5_000);
    expect(asks()).toBe(before + 2);
    expect(rig.state.reload).toBeNull();
    expect(rig.store).toEqual([kept]);
    expect(rig.givenUp).toEqual([]);
  });

  it('that hides this phone’s key costs no message of its own: they wait for that key', async () => {
    const old = await waiting();
    const [left] = old.store;
    if (left === undefined) throw new Error('nothing waits');
    const rig = await GuestRig.begin({ recognised: false });
    rig.store.push(left);
    await rig.connect();
    await rig.answerEntry();
    expect(rig.phase).toBe('live');
    expect(rig.count('append')).toBe(0);
    expect(rig.store).toEqual([left]);
    await rig.happen({ type: 'write', id: 'b', text: 'jeg er her' });
    await rig.acknowledge();
    expect(rig.store).toEqual([left]);
    expect(rig.givenUp).toEqual([]);
  });
});

describe('[P2, R6] the way back', () => {
  async function returning(): Promise<GuestRig> {
    const rig = await GuestRig.joined();
    await rig.happen({ type: 'leave' });
    await rig.happen({ type: 'return', ...rig.where() });
    await rig.happen({ type: 'write', id: 'x', text: 'uten nett' });
    await rig.connect();
    return rig;
  }

  it.each(['unreadable', 'newer'] as const)(
    'that is %s stays on the phone, and what was written stays in the page',
    async (why) => {
      const rig = await returning();
      await rig.answerEntry('A'.repeat(43));
      await rig.happen({ type: 'resume-failed', why });
      expect(rig.state.away).toBe(why);
      expect(rig.effects.findLast(({ type }) => type === 'drop-keys')).toEqual({
        type: 'drop-keys',
        box: 'keep'
      });
      expect(rig.state.messages.map(({ body }) => body?.text)).toEqual(['uten nett']);
    }
  );

  it('whose time is over is taken off the phone', async () => {
    const rig = await returning();
    await rig.frame({ t: 'refused', ref: rig.last('resume').ref, code: 'resume-expired' });
    expect(rig.effects.findLast(({ type }) => type === 'drop-keys')).toMatchObject({
      box: 'drop'
    });
  });

  it('is not lost because the key does not sign just now', async () => {
    const rig = await returning();
    await rig.happen({ type: 'sign-failed', proof: 'resume' });
    expect(rig.state.away).toBe('unreadable');
  });
});

it('[R6] the reducer takes an end that nobody asked about only while no line stands', async () => {
  const rig = await waiting();
  const judged = { type: 'end-judged', end: 'gone', nowMs: rig.nowMs } as const;
  expect(reduceGuest(rig.state, judged).state.phase).toBe('live');
  await rig.drop();
  expect(reduceGuest(rig.state, judged).state.over).toEqual({ why: 'gone' });
});
