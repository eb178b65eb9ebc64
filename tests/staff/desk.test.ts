// The desk's list, its friendly names and its catalogues. Rules: R2, R4, R8, C3.
import { describe, expect, it } from 'vitest';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { CODE_NAME_WORDS } from '#lib/i18n/desk-code-names.ts';
import { INVITATIONS } from '#lib/i18n/desk-invitations.ts';
import { STAFF_TEXTS } from '#lib/i18n/desk-texts.ts';
import type { DeskFrame } from '#lib/protocol/desk-api.ts';
import { LANGUAGES } from '#lib/protocol/languages.ts';
import {
  codeNameOf,
  codeNameText,
  FIRST_WORDS,
  SECOND_WORDS
} from '#lib/staff/desk/core/code-name.ts';
import {
  emptyDeskList,
  groupRooms,
  holdInView,
  isCalling,
  isSeenNotAnswered,
  isLongWait,
  LONG_WAIT_MS,
  nextWaiting,
  reduceDeskList,
  wasOpened,
  waitingCount
} from '#lib/staff/desk/core/desk-list.ts';
import { retentionChoices } from '#lib/staff/desk/core/retention.ts';
import { summary } from './room-summary.ts';

const id = (first: number): string => toBase64url(Uint8Array.from({ length: 16 }, () => first));

describe('the list', () => {
  it('[issue 2] puts who waits first, the longest wait on top', () => {
    const groups = groupRooms([
      summary(id(1)),
      summary(id(2), { waitingSinceMs: 200, unread: 1 }),
      summary(id(3), { waitingSinceMs: 100, unread: 3 }),
      summary(id(4), { life: { ...summary(id(4)).life, state: 'invited' } }),
      summary(id(5), { life: { ...summary(id(5)).life, state: 'closed' }, unread: 2 })
    ]);
    expect(groups.map((one) => [one.name, one.rooms.map((room) => room.roomId)])).toEqual([
      ['waiting', [id(3), id(2)]],
      ['mine', [id(1)]],
      ['invited', [id(4)]],
      ['ended', [id(5)]]
    ]);
  });

  it('[R8] goes to the longest wait first, then from one to the next, and round', () => {
    const waits = [3, 1, 2].map((n) => summary(id(n), { waitingSinceMs: n * 100 }));
    const rooms = [summary(id(9)), ...waits];
    const next = (inView: string | null) => nextWaiting(rooms, inView)?.roomId ?? null;
    expect(next(null)).toBe(id(1));
    expect(next(id(9))).toBe(id(1));
    expect(next(id(1))).toBe(id(2));
    expect(next(id(3))).toBe(id(1));
    expect(nextWaiting(waits.slice(0, 1), id(3))).toBeNull();
    expect(nextWaiting([summary(id(9))], null)).toBeNull();
  });

  it('[D5] a link that lapsed was never opened: there is nothing to read; whatever else ended may be read', () => {
    const ended = (endReason: 'lapsed' | 'staff' | null) =>
      summary(id(1), { life: { ...summary(id(1)).life, state: 'closed', endReason } });
    expect(wasOpened(ended('lapsed'))).toBe(false);
    // A room that staff ended may have been opened or not; the list does not tell.
    expect(wasOpened(ended('staff'))).toBe(true);
    expect(wasOpened(ended(null))).toBe(true);
  });

  it('[issue 2] turns amber after two minutes, not before', () => {
    const room = summary(id(1), { waitingSinceMs: 1_000 });
    expect(isLongWait(room, 1_000 + LONG_WAIT_MS)).toBe(false);
    expect(isLongWait(room, 1_001 + LONG_WAIT_MS)).toBe(true);
  });

  it('[R8] lets a room that was read wait until it is answered, and one whose door is locked', () => {
    const read = summary(id(1), { waitingSinceMs: 100, unread: 0 });
    // As an earlier version has reported it, without a time.
    const locked = summary(id(2), {
      life: { ...summary(id(2)).life, state: 'invited' },
      lastActivityMs: 50,
      locked: true
    });
    const ended = summary(id(3), {
      life: { ...summary(id(3)).life, state: 'closed' },
      locked: true
    });
    const going = summary(id(4), {
      life: { ...summary(id(4)).life, state: 'deleting' },
      waitingSinceMs: 10
    });
    const groups = groupRooms([read, locked, ended, going]);
    expect(groups.map((one) => [one.name, one.rooms])).toEqual([
      ['waiting', [locked, read]],
      ['ended', [ended, going]]
    ]);
    expect(waitingCount([read, locked, ended, going])).toBe(2);
    expect([read, locked, ended].map(isSeenNotAnswered)).toEqual([true, false, false]);
    expect([read, locked, ended].map(isCalling)).toEqual([false, true, false]);
  });

  it('[R8] leaves a room in view where it stood, until it is left or its life changes', () => {
    const listed = (...rooms: ReturnType<typeof summary>[]) =>
      new Map(rooms.map((room) => [room.roomId, room]));
    const places = (
      held: ReturnType<typeof summary> | null,
      ...rooms: ReturnType<typeof summary>[]
    ) => groupRooms(rooms, held).map((one) => [one.name, one.rooms.map((room) => room.roomId)]);
    const first = summary(id(1), { waitingSinceMs: 100, unread: 1 });
    const second = summary(id(2), { waitingSinceMs: 200, unread: 1 });
    const calm = summary(id(3));
    const came = holdInView(null, id(1), listed(first, second, calm));
    // It was read and answered meanwhile, and another room wrote.
    const answered = summary(id(1), { lastActivityMs: 900 });
    const held = holdInView(came, id(1), listed(answered, second, calm));
    expect(places(held, answered, second, calm)).toEqual([
      ['waiting', [id(1), id(2)]],
      ['mine', [id(3)]]
    ]);
    // What it shows is what is so now.
    expect(groupRooms([answered], held)[0]?.rooms).toEqual([answered]);
    const left = holdInView(held, id(3), listed(answered, second, calm));
    expect(places(left, answered, second, calm)).toEqual([
      ['waiting', [id(2)]],
      ['mine', [id(1), id(3)]]
    ]);
    const over = summary(id(1), { life: { ...answered.life, state: 'closed' } });
    expect(places(holdInView(held, id(1), listed(over)), over)).toEqual([['ended', [id(1)]]]);
    expect(holdInView(held, null, listed(answered))).toBeNull();
    expect(holdInView(held, id(1), listed(second))).toBeNull();
  });

  it('[R4, R6] knows of a room that could not be read when it goes, and of one that is back', () => {
    const listed = (...unreadable: string[]): DeskFrame => ({
      t: 'rooms',
      rooms: [],
      unreadable,
      nowMs: 1_000
    });
    const first = reduceDeskList(emptyDeskList, listed(id(1)), 500);
    const gone = reduceDeskList(first, listed(), 600);
    expect([...gone.deleted.keys()]).toEqual([id(1)]);
    const back = reduceDeskList(gone, listed(id(1)), 700);
    expect([...back.deleted.keys()]).toEqual([]);
  });

  it('[R4] keeps "deleted" until the tab closes, also for what went while it was offline', () => {
    const first = reduceDeskList(
      emptyDeskList,
      { t: 'rooms', rooms: [summary(id(1)), summary(id(2))], unreadable: [], nowMs: 1_500 },
      1_000
    );
    expect(first.clockOffsetMs).toBe(500);
    const second = reduceDeskList(first, { t: 'deleted', roomId: id(1), atMs: 1_700 }, 1_100);
    const third = reduceDeskList(
      second,
      { t: 'rooms', rooms: [], unreadable: [], nowMs: 1_800 },
      1_200
    );
    expect([...third.deleted]).toEqual([
      [id(1), 1_700],
      [id(2), 1_800]
    ]);
    expect(third.rooms.size).toBe(0);
  });

  it('[R2] never offers to keep longer than the policy allows', () => {
    const day = 24 * 60 * 60_000;
    expect(retentionChoices(90 * day)).toEqual([day, 7 * day, 30 * day, 60 * day, 90 * day]);
    expect(retentionChoices(5_000)).toEqual([5_000]);
  });
});

describe('friendly names', () => {
  it('are the same for the same room and whole in every language', () => {
    for (const language of LANGUAGES) {
      const words = CODE_NAME_WORDS[language];
      expect(new Set(words.first).size).toBe(FIRST_WORDS);
      expect(new Set(words.second).size).toBe(SECOND_WORDS);
      expect(codeNameText(codeNameOf(id(7)), words)).toMatch(/^\S+ \S+$/);
    }
    expect(codeNameOf(id(7))).toEqual(codeNameOf(id(7)));
    expect(codeNameOf(id(7))).not.toEqual(codeNameOf(id(8)));
  });
});

describe('the catalogues', () => {
  const leaves = (value: unknown, path = ''): [string, string][] => {
    if (typeof value === 'string') return [[path, value]];
    if (typeof value === 'function')
      return [[path, String((value as (...of: unknown[]) => unknown)('x', 2))]];
    return Object.entries(value as object).flatMap(([key, inner]) =>
      leaves(inner, `${path}.${key}`)
    );
  };

  it('have the same texts in every language, none empty, none left in English', () => {
    const english = new Map(leaves(STAFF_TEXTS.en));
    for (const language of ['nb', 'fi'] as const) {
      const other = leaves(STAFF_TEXTS[language]);
      expect(other.map(([path]) => path).sort()).toEqual([...english.keys()].sort());
      for (const [path, text] of other) {
        expect(text.trim(), path).not.toBe('');
        if (text.split(' ').length > 2) expect(text, path).not.toBe(english.get(path));
      }
    }
  });

  it('[LOOK] shout at nobody', () => {
    for (const language of LANGUAGES)
      for (const [path, text] of leaves(STAFF_TEXTS[language]))
        expect(text, path).not.toContain('!');
  });

  it('[C3] give link and words in two messages, each without the other', () => {
    for (const language of LANGUAGES) {
      const { withLink, withWords } = INVITATIONS[language];
      expect(withLink('Kari', 'Nettpatruljen', 'https://x/r#-T', null)).toContain('https://x/r#-T');
      expect(withWords('Kari', 'elv eple ull')).toContain('elv eple ull');
      expect(withWords('Kari', 'elv eple ull')).not.toContain('http');
    }
  });
});
