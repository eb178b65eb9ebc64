// The times of messages whatever the phone's clock says: the room's once there is one, before that the
// phone's, corrected. Rules: O9.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownMessages } from '#lib/guest/core/display.ts';
import type { Message } from '#lib/guest/core/message.ts';
import { initialGuest } from '#lib/guest/core/state.ts';
import { en } from '#lib/i18n/en/guest.ts';

const DAY_MS = 24 * 60 * 60_000;
const NOON = Date.UTC(2026, 10, 26, 12);

/** Own messages, written `saidMs` after noon by the room, on a phone whose clock is off by `offMs`. */
const own = (n: number, saidMs: number, offMs: number, sent = true): Message => ({
  from: 'you',
  key: `own-${String(n)}`,
  body: { type: 'text', text: 'hi' },
  writtenAtMs: NOON + saidMs + offMs,
  step: sent ? 'sent' : 'waiting',
  sender: 's',
  sequence: n,
  n: sent ? n : null,
  order: sent ? n : null,
  ...(sent ? { roomMs: NOON + saidMs } : {})
});
const theirs = (n: number, saidMs: number, earlier: 'you' | null = null): Message => ({
  from: 'staff',
  key: `their-${String(n)}`,
  body: { type: 'text', text: 'hello' },
  writtenAtMs: NOON + saidMs,
  n,
  order: n,
  earlier,
  ...(earlier === null ? { roomMs: NOON + saidMs } : {})
});
const timesOf = (messages: readonly Message[], skewMs: number): number[] =>
  shownMessages({ ...initialGuest, messages, skewMs }, en, 'Kari', true).map(
    ({ atMs }) => atMs - NOON
  );

describe('[O3] how far a message is', () => {
  it.each([
    [true, true, en.talk.waitingOnline],
    [true, false, en.talk.waitingOnline],
    [false, true, en.talk.connecting],
    [false, false, en.talk.waiting]
  ])('[O3] is said as it is: room reached %s, network there %s: %s', (proved, online, said) => {
    const state = { ...initialGuest, messages: [own(1, 0, 0, false)], proved };
    const [shown] = shownMessages(state, en, 'Kari', online);
    expect(shown).toMatchObject({ state: 'waiting', stateText: said });
  });
});

describe('[O3] what still waits when a page is over', () => {
  it('[O3] is said to be on no way: that page delivers nothing', () => {
    const over = { why: 'replaced' } as const;
    const state = { ...initialGuest, messages: [own(1, 0, 0, false)], over };
    expect(shownMessages(state, en, 'Kari', true)[0]).toMatchObject({
      state: 'waiting',
      stateText: ''
    });
  });
});

describe('[O9] the times of a conversation', () => {
  it.each([DAY_MS, -DAY_MS, 3 * 60_000])(
    '[O9] are the room’s on a phone that is off by %i ms',
    (off) => {
      const said = [
        own(1, 0, off),
        theirs(2, 1_000),
        own(3, 2_000, off),
        own(4, 3_000, off, false)
      ];
      expect(timesOf(said, -off)).toEqual([0, 1_000, 2_000, 3_000]);
    }
  );

  it('[O9] keep the time of what is shown again from before', () => {
    expect(timesOf([theirs(1, -DAY_MS, 'you'), theirs(2, 0)], 0)).toEqual([-DAY_MS, 0]);
  });

  it('[O9] never go back, however the clock jumps in mid-talk', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            off: fc.integer({ min: -9 * DAY_MS, max: 9 * DAY_MS }),
            mine: fc.boolean(),
            sent: fc.boolean()
          }),
          { maxLength: 20 }
        ),
        fc.integer({ min: -DAY_MS, max: DAY_MS }),
        (all, skew) => {
          const messages = all.map(({ off, mine, sent }, n) =>
            mine ? own(n, n * 1_000, off, sent) : theirs(n, n * 1_000)
          );
          const times = timesOf(messages, skew);
          expect(times).toEqual([...times].sort((a, b) => a - b));
        }
      )
    );
  });
});
