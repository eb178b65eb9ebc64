// What is said of how long a link works, held against the room that enforces it. Rules: R2, L5.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findInvitation } from '#lib/crypto/room/find-invitation.ts';
import { loadWordList, pickWords } from '#lib/crypto/room/code-words.ts';
import { formatRoomLink } from '#lib/crypto/room/room-link.ts';
import { INVITATIONS } from '#lib/i18n/desk-invitations.ts';
import { untilAtDesk, untilWhen } from '#lib/i18n/desk-until.ts';
import { lapsesAtMs } from '#lib/protocol/invite-lapse.ts';
import { LANGUAGES } from '#lib/protocol/languages.ts';
import { nettpatrulje } from '#lib/protocol/services.ts';
import { countedRandom } from '../crypto/support.ts';
import { reduce } from '../../party/room/core/room-core.ts';
import { nextDeadlineMs } from '../../party/room/core/room-expiry.ts';
import { reportOf } from '../../party/room/core/room-report.ts';
import { newRoom } from '../../party/room/core/room-state.ts';
import { joined, run, START } from './rooms.ts';

const { lifetimes, timeZone } = nettpatrulje;
const MINUTE = 60_000;
const DAY = 86_400_000;

const afterTick = (state: ReturnType<typeof newRoom>, nowMs: number) =>
  reduce(state, { type: 'tick', seen: new Map() }, nowMs).state;

describe('until when a link works', () => {
  const times = fc.record({
    inviteLapseMs: fc.integer({ min: 1_000, max: 400 * DAY }),
    hardCapMs: fc.integer({ min: 1_000, max: 400 * DAY })
  });

  it('[R2] is what the room does, whatever its policy: a moment before it works, then it does not', () => {
    fc.assert(
      fc.property(times, (of) => {
        const room = newRoom({ ...lifetimes, ...of }, START);
        const atMs = lapsesAtMs(START, of);
        expect(nextDeadlineMs(room)).toBe(atMs);
        expect(afterTick(room, atMs - 1).core.life.state).toBe('invited');
        expect(afterTick(room, atMs).core.life.state).toBe('closed');
      })
    );
  });

  it('[R2] is told to the desk of a room that nobody has opened, and of no other', () => {
    const room = newRoom(lifetimes, START);
    expect(reportOf(room).lapsesAtMs).toBe(START + lifetimes.inviteLapseMs);
    const open = run(room, [joined(1, 1)]).state;
    expect(open.core.life.state).toBe('open');
    expect(reportOf(open).lapsesAtMs).toBeUndefined();
    const lapsed = afterTick(room, START + lifetimes.inviteLapseMs);
    expect(reportOf(lapsed).lapsesAtMs).toBeUndefined();
  });

  /** Monday 30 November 2026, 14:02:59 in Oslo. */
  const AT = Date.UTC(2026, 10, 30, 13, 2, 59, 999);

  it('[R2] is said in whole minutes that are still within it, by the service’s own clock', () => {
    expect(untilWhen('en', AT, timeZone)).toBe('Monday 30 November at 14:02');
    expect(untilWhen('nb', AT, timeZone)).toBe('mandag 30. november klokken 14:02');
    expect(untilWhen('fi', AT, timeZone)).toBe('maanantaihin 30. marraskuuta klo 14.02 asti');
    expect(untilWhen('en', AT, 'America/Anchorage')).toBe('Monday 30 November at 04:02');
    // In summer, and on the night on which the clock is put back.
    expect(untilWhen('en', Date.UTC(2026, 6, 1, 22, 30), timeZone)).toBe(
      'Thursday 2 July at 00:30'
    );
    expect(untilWhen('en', Date.UTC(2026, 9, 25, 0, 30), timeZone)).toBe(
      'Sunday 25 October at 02:30'
    );
  });

  /** The machine's own zone, so that none is named. */
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  /** Monday, 14:02 by the machine's clock. */
  const MONDAY = new Date(2026, 10, 30, 14, 2, 59).getTime();

  it('[R2] is said at the desk as shortly as it is clear', () => {
    const now = (beforeMs: number) => untilAtDesk('en', MONDAY, here, MONDAY - beforeMs);
    expect(now(14 * 60 * MINUTE)).toBe('today at 14:02');
    expect(now(15 * 60 * MINUTE)).toBe('Monday at 14:02');
    expect(now(3 * DAY)).toBe('Monday at 14:02');
    expect(now(6 * DAY)).toBe('Monday 30 November at 14:02');
    expect(untilAtDesk('fi', MONDAY, here, MONDAY - DAY)).toBe('maanantaihin klo 14.02 asti');
    expect(untilAtDesk('nb', MONDAY, here, MONDAY - MINUTE)).toBe('i dag klokken 14:02');
  });

  it('[R2] names the zone at a desk whose own clock is another', () => {
    // One of the two is not the machine's.
    const said = ['America/Anchorage', 'Asia/Tokyo'].map((zone) =>
      untilAtDesk('en', AT, zone, AT - DAY)
    );
    expect(said.join()).toMatch(/ at (?:04:02 \(America\/Anchorage\)|22:02 \(Asia\/Tokyo\))/);
  });

  it('[R2] is said by the browser’s clock where it does not know the service’s zone', () => {
    expect(untilWhen('en', AT, 'Middle/Earth')).toBe(
      untilWhen('en', AT, Intl.DateTimeFormat().resolvedOptions().timeZone)
    );
  });

  it('[L5, R2] in the message with the link takes no part in what is found in it, on any day', async () => {
    for (const language of LANGUAGES) {
      const random = countedRandom(5);
      const token = {
        wordList: language,
        serviceId: random(4),
        linkSecret: random(32),
        faceHash: random(16)
      };
      const words = pickWords(await loadWordList(language), random(6));
      const link = formatRoomLink('https://prat.example.no', token);
      const say = INVITATIONS[language];
      for (let day = 0; day < 366; day += 1) {
        const until = say.until(untilWhen(language, AT + day * DAY, timeZone));
        const withLink = say.withLink('Kari', nettpatrulje.name[language], link, until);
        expect(withLink).toContain(until);
        expect(findInvitation(withLink)).toMatchObject({ token, words: null });
        const thread = `${withLink}\n${say.withWords('Kari', words.join(' '))}`;
        if (day % 7 === 0) expect(findInvitation(thread)).toMatchObject({ token, words });
      }
    }
  });
});
