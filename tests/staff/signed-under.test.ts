// Rooms and log entries are believed only as far as somebody has signed for them, under the directory that
// this page was shown [D7, S6].
import { describe, expect, it } from 'vitest';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { Direction } from '#lib/crypto/room/envelope-header.ts';
import type { GuestContent } from '#lib/protocol/content.ts';
import { draftOf, noMeaning, understand } from '#lib/staff/room/core/room-meaning.ts';
import type { EntryRecord, Reading } from '#lib/staff/room/core/room-types.ts';
import { canRefuse, canWrite } from '#lib/staff/room/core/room-write.ts';
import { makeRoom, phone, Room } from './room-fixture.ts';
import { StaffTab } from './staff-tab.ts';

const id = (n: number): string => toBase64url(new Uint8Array(16).fill(n));
const hash = (n: number): string => toBase64url(new Uint8Array(32).fill(n));

const logged = (order: number, headNumber: number): EntryRecord => {
  const content = { t: 'say', to: id(1), text: String(order), writtenAtMs: order };
  const reading: Reading = {
    ok: true,
    json: JSON.stringify(content),
    memberId: id(9),
    headNumber
  };
  return {
    order,
    chain: id(0),
    n: order,
    timeMs: order,
    head: hash(order),
    hash: hash(order),
    direction: Direction.roomLog,
    sender: id(3),
    copyOf: null,
    fault: null,
    void: false,
    reading
  };
};

describe('heads within a log', () => {
  it('[S6] may stay and grow; an entry under an older one means nothing', () => {
    const draft = draftOf(noMeaning);
    expect(understand(draft, logged(1, 1))).toBeNull();
    expect(understand(draft, logged(2, 3))).toBeNull();
    expect(understand(draft, logged(3, 2))).toBe('older-directory');
    expect(understand(draft, logged(4, 3))).toBeNull();
    expect([...draft.said.values()].map(({ body }) => body.text)).toEqual(['1', '2', '4']);
  });

  it('[S6] one that this page was not shown means nothing either', () => {
    const draft = draftOf(noMeaning);
    const reading: Reading = {
      ok: false,
      fault: 'newer-directory',
      head: hash(7),
      memberId: id(9)
    };
    expect(understand(draft, { ...logged(1, 1), reading })).toBe('newer-directory');
    expect(draft.said.size).toBe(0);
  });
});

describe('a content of a kind that this page does not know', () => {
  it('[R6] says that a newer page is needed, and nothing is written where it may be a decision', async () => {
    const room = new Room(await makeRoom());
    const guest = await room.join(phone());
    const tab = new StaffTab(room);
    await tab.connect();
    room.tick();
    await tab.on({ type: 'decide', epochId: guest.epochId, verdict: 'confirm' });
    const later = { t: 'picture', of: 'something' } as unknown as GuestContent;
    room.append(guest.epochId, await guest.seal(later));
    await tab.hear();
    expect(tab.state.faults).toMatchObject([{ fault: 'newer' }]);
    // A young person's entry hides no decision of staff.
    expect(canWrite(tab.state)).toBe(true);
    const draft = draftOf(noMeaning);
    const reading: Reading = { ok: true, json: '{"t":"bar"}', memberId: id(9), headNumber: 1 };
    expect(understand(draft, { ...logged(1, 1), reading })).toBe('newer');
    const inLog = { ...tab.state, faults: [{ fault: 'newer', order: 1, epochId: null }] } as const;
    expect(canWrite(inLog)).toBe(false);
    expect(canRefuse(inLog)).toBe(true);
  });
});

describe('a room without a maker', () => {
  it('[D7] is not opened, no link is shown, and nothing is written into it', async () => {
    const made = await makeRoom();
    for (const records of [[], [toBase64url(new Uint8Array(209).fill(1))]]) {
      const tab = new StaffTab(new Room({ ...made, records }));
      await tab.connect();
      expect(tab.state.stopped?.fault).toBe('maker');
      expect(tab.state.keys).toBe('bad');
    }
  });

  it('[W1] a walk-in face is refused where no policy has walk-in', async () => {
    const made = await makeRoom();
    const walkIn = Buffer.from(made.face, 'base64url')
      .toString()
      .replace('"kind":"invited"', '"kind":"walk-in"');
    const face = Buffer.from(walkIn).toString('base64url');
    const tab = new StaffTab(new Room({ ...made, face, records: [] }));
    await tab.connect();
    expect(tab.state.stopped?.fault).toBe('maker');
  });
});
