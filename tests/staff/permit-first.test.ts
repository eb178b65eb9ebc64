// A staff page has its permit before it opens a line, so that its first frame follows the room's challenge
// at once: between the two, others may push it out. The shipped conversation; desk and line are the test's.
// Rules: D5, X3.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import type { StaffFrame, ToStaffFrame } from '#lib/protocol/staff-wire.ts';
import type { RoomSocketOptions } from '#lib/sync/room-socket.ts';
import { DeskError } from '#lib/staff/account/staff-error.ts';
import { memoryStorage } from './fake-server.ts';

// Runes need no reactivity here.
vi.stubGlobal(
  '$state',
  Object.assign(<T>(value: T) => value, { raw: <T>(value: T) => value })
);
vi.stubGlobal('localStorage', memoryStorage());
const lines: RoomSocketOptions<ToStaffFrame>[] = [];
const sent: StaffFrame[] = [];
vi.mock('#lib/sync/room-socket.ts', () => ({
  openRoomSocket: (options: RoomSocketOptions<ToStaffFrame>) => {
    lines.push(options);
    return { send: (frame: StaffFrame) => sent.push(frame), nudge: () => null, close: () => null };
  }
}));
const { StaffConversation } = await import('#lib/staff/room/staff-conversation.svelte.ts');

/** What the desk was asked, and its answers to come. */
const asked: { give: (permit: string) => void; refuse: () => void }[] = [];
const permit = () =>
  new Promise<{ permit: string; expiresAtMs: number }>((give, fail) =>
    asked.push({
      give: (text) => give({ permit: text, expiresAtMs: 0 }),
      refuse: () => fail(new DeskError('unavailable'))
    })
  );

const id = toBase64url(new Uint8Array(16).fill(3));
type Setting = ConstructorParameters<typeof StaffConversation>[0];
const open = () =>
  new StaffConversation({
    serviceId: '00000001',
    memberId: id,
    roomId: id,
    right: 'live',
    reason: null,
    requests: { permit },
    onSignedOut: () => undefined
  } as unknown as Setting);

const settle = async (): Promise<void> => {
  for (let n = 0; n < 10; n += 1) await Promise.resolve();
};
const challenge = async (): Promise<void> => {
  const frame = { t: 'challenge', v: 1, challenge: toBase64url(new Uint8Array(32)), nowMs: 0 };
  lines.at(-1)?.onFrame(frame as ToStaffFrame);
  await settle();
};
const entered = (): (string | undefined)[] =>
  sent.map((frame) => (frame.t === 'enter' ? frame.permit : undefined));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  for (const list of [lines, sent, asked]) list.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

describe('[X3] a staff page', () => {
  it('[X3] opens its line when it has a permit, and enters by it as soon as it is challenged', async () => {
    open();
    await settle();
    expect([asked.length, lines.length]).toEqual([1, 0]);
    asked[0]?.give('first');
    await settle();
    expect(lines).toHaveLength(1);
    await challenge();
    expect([entered(), asked.length]).toEqual([['first'], 1]);
  });

  it('[D5, X3] whose line goes before it was challenged asks for no second permit: each is an entry in the audit chain', async () => {
    open();
    asked[0]?.give('first');
    await settle();
    lines[0]?.onDown({ code: 1006, willRetry: true });
    await settle();
    await challenge();
    expect([entered(), asked.length]).toEqual([['first'], 1]);
  });

  it('[X3] whose line was cut has the next permit before the next challenge', async () => {
    open();
    asked[0]?.give('first');
    await settle();
    await challenge();
    lines[0]?.onDown({ code: 1006, willRetry: true });
    expect(asked).toHaveLength(2);
    asked[1]?.give('second');
    await settle();
    await challenge();
    expect([entered(), asked.length]).toEqual([['first', 'second'], 2]);
  });

  it('[D5] does not enter by a permit that may be over by now', async () => {
    open();
    asked[0]?.give('old');
    await settle();
    vi.setSystemTime(Date.now() + 31_000);
    await challenge();
    asked[1]?.give('fresh');
    await settle();
    expect(entered()).toEqual(['fresh']);
  });

  it('[D5] that gets no permit opens its line all the same, and asks again when it is challenged', async () => {
    open();
    asked[0]?.refuse();
    await settle();
    expect(lines).toHaveLength(1);
    await challenge();
    asked[1]?.give('second');
    await settle();
    expect(entered()).toEqual(['second']);
  });
});
