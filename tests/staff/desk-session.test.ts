// A desk with one room, from the session to the room's keys: the shipped session, conversation, reducer and
// worker operations. The server's frames are the test's. Rules: D5, J5, O2, S6.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fromBase64url, toBase64url, toHex } from '#lib/crypto/primitives/bytes.ts';
import { deletedByMs } from '#lib/protocol/deletion-day.ts';
import { parseFace } from '#lib/protocol/face.ts';
import { nettpatrulje } from '#lib/protocol/services.ts';
import type { DeskFrame } from '#lib/protocol/desk-api.ts';
import type { StaffFrame, ToStaffFrame } from '#lib/protocol/staff-wire.ts';
import type { DeskRequests } from '#lib/staff/desk/desk-requests.ts';
import type { Member } from '#lib/staff/account/vault-session.svelte.ts';
import { counted } from '../crypto/support.ts';
import { memoryStorage } from './fake-server.ts';
import { makeRoom, phone, Room } from './room-fixture.ts';
import { confirmedTab, StaffTab } from './staff-tab.ts';
import { summary } from './room-summary.ts';

vi.stubGlobal(
  '$state',
  Object.assign(<T>(value: T) => value, { raw: <T>(value: T) => value })
);
vi.stubGlobal('localStorage', memoryStorage());
vi.stubGlobal('location', { origin: 'https://localhost' });

interface RoomLine {
  readonly onFrame: (frame: ToStaffFrame) => void;
}
let desk: { readonly frame: (frame: DeskFrame) => void } | null = null;
let line: RoomLine | null = null;
let sent: StaffFrame[] = [];
vi.mock('#lib/staff/desk/desk-socket.ts', () => ({
  openDeskSocket: (_id: string, on: NonNullable<typeof desk>) => {
    desk = on;
    return { close: () => undefined };
  }
}));
vi.mock('#lib/sync/room-socket.ts', () => ({
  openRoomSocket: (options: RoomLine) => {
    line = options;
    return { send: (frame: StaffFrame) => sent.push(frame), nudge() {}, close() {} };
  }
}));
vi.mock('#lib/staff/desk/desk-store.ts', () => ({
  openDeskStore: () => ({
    refuseLater: async () => undefined,
    rooms: async () => [],
    list: async () => [],
    put: async () => undefined,
    remove: async () => undefined,
    close: () => undefined
  })
}));
const { DeskSession } = await import('#lib/staff/desk/desk-session.svelte.ts');

const requests = {
  audit: async () => ({ entries: [], last: 0 }),
  permit: async () => ({ permit: 'A'.repeat(43), expiresAtMs: 2_000_000_000_000 })
} as Partial<DeskRequests> as DeskRequests;

const made = await makeRoom();
const roomHex = toHex(fromBase64url(made.roomId));
const face = parseFace(Buffer.from(made.face, 'base64url').toString());

type OpenLog = Member['cryptoWorker']['openLog'];

/** A tab of the desk that is in the room, and has read its log as far as the server shows it. */
async function sitIn(room: Room, openLog?: OpenLog) {
  const { holder, memberId } = room.made;
  const member = {
    ...holder,
    cryptoWorker: { ...holder.cryptoWorker, ...(openLog ? { openLog } : {}) },
    directory: { members: [] },
    policy: nettpatrulje,
    serviceId: nettpatrulje.serviceId,
    policyChanged: false,
    memoryUnreadable: false,
    memberId
  } as unknown as Member;
  const behind = vi.fn();
  const session = new DeskSession(member, requests, {}, { ended() {}, behind });
  const listed = { rooms: [summary(made.roomId)], unreadable: [], nowMs: room.nowMs };
  desk?.frame({ t: 'rooms', ...listed });
  session.select(made.roomId);
  await vi.waitFor(() => expect(line).not.toBeNull());
  const hear = (frame: ToStaffFrame): void => line?.onFrame(frame);
  hear({ t: 'challenge', v: 1, challenge: 'A'.repeat(43), nowMs: room.nowMs });
  const enter = await vi.waitFor(() => {
    const frame = sent.find((one) => one.t === 'enter');
    if (frame?.t !== 'enter') throw new Error('not yet');
    return frame;
  });
  hear(room.entered(enter.ref));
  hear({ t: 'entries', items: room.entries, more: false });
  return { session, behind, conversation: session.current };
}

/** A room whose log holds a refusal. */
async function refusedRoom(): Promise<Room> {
  const room = new Room(made);
  const guest = await room.join(phone());
  const tab = new StaffTab(room);
  await tab.connect();
  await tab.on({ type: 'decide', epochId: guest.epochId, verdict: 'refuse' });
  return room;
}

beforeEach(() => {
  localStorage.clear();
  sent = [];
  line = null;
});

describe('how far this browser had read a room', () => {
  it('[O2, J5] is not forgotten when the server calls the room deleted: a log that is cut off shows', async () => {
    const room = await refusedRoom();
    const first = await sitIn(room);
    await vi.waitFor(() => expect(first.conversation?.state.logTip?.n).toBe(room.entries.length));
    desk?.frame({ t: 'deleted', roomId: made.roomId, atMs: room.nowMs });
    first.session.end();
    [sent, line] = [[], null];
    const { entries } = room;
    room.entries = [];
    const second = await sitIn(room);
    await vi.waitFor(() => expect(second.conversation?.state.stopped?.fault).toBe('rollback'));
    second.session.end();
    // The whole log is believed, all the same.
    room.entries = entries;
    [sent, line] = [[], null];
    const third = await sitIn(room);
    await vi.waitFor(() => expect(third.conversation?.state.entries.length).toBe(entries.length));
    expect(third.conversation?.state.stopped).toBeNull();
    third.session.end();
  });

  it('[O2] stays until the day that the signed face names, and names no room', async () => {
    const room = await refusedRoom();
    const { session, conversation } = await sitIn(room);
    await vi.waitFor(() => expect(conversation?.state.logTip?.n).toBe(room.entries.length));
    session.end();
    const [name = ''] = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at))
      .filter((one) => one !== null)
      .filter((one) => one.startsWith('tryggrom-desk-read-'));
    expect(name).not.toContain(roomHex);
    const { untilMs } = JSON.parse(localStorage.getItem(name) ?? '') as { untilMs: number };
    expect(untilMs).toBe(face && deletedByMs(face));
  });
});

describe('a desk whose list calls a room deleted', () => {
  it.each(['gone', 'there'] as const)(
    '[R6, O3] asks the room (%s) before a reply that waits is given up, and gives its words back',
    async (answer) => {
      const body = JSON.stringify({ code: answer === 'gone' ? 'gone' : 'unavailable' });
      const asked = vi.fn(async () => new Response(body, { status: 404 }));
      vi.stubGlobal('fetch', asked);
      const { room, guest } = await confirmedTab(made);
      const { session, conversation } = await sitIn(room);
      await vi.waitFor(() => expect(conversation?.state.logTip?.n).toBe(room.entries.length));
      conversation?.dispatch({ type: 'say', to: guest.epochId, text: 'svar' });
      await vi.waitFor(() => expect(conversation?.state.jobs[0]?.stage).toBe('waiting'));
      desk?.frame({ t: 'deleted', roomId: made.roomId, atMs: room.nowMs });
      // Until the room has said so, the conversation stays on the screen.
      expect(session.current).toBe(conversation);
      await vi.waitFor(() => expect(asked).toHaveBeenCalled());
      if (answer === 'there') {
        await vi.waitFor(() => expect(conversation?.state.doubted).toBe(false));
        expect(conversation?.state).toMatchObject({ over: null, jobs: [{ stage: 'waiting' }] });
        // Nothing new is said of it by what the desk tells of others.
        const before = asked.mock.calls.length;
        desk?.frame({ t: 'deleted', roomId: toBase64url(counted(16, 7)), atMs: room.nowMs });
        expect(conversation?.state.doubted).toBe(false);
        expect(asked.mock.calls).toHaveLength(before);
      } else {
        await vi.waitFor(() => expect(conversation?.state.over).toBe('gone'), { timeout: 10_000 });
        expect(session.draftOf(made.roomId).text).toBe('svar');
      }
      session.end();
    }
  );

  it('[R4] takes a room off the screen whose end this tab saw before it was deleted', async () => {
    const { room } = await confirmedTab(made);
    const { session, conversation } = await sitIn(room);
    line?.onFrame({ t: 'life', life: { ...room.life, state: 'closed' } });
    await vi.waitFor(() => expect(conversation?.state.over).toBe('closed'));
    desk?.frame({ t: 'deleted', roomId: made.roomId, atMs: room.nowMs });
    expect(session.current).toBeNull();
    expect(session.list.deleted.has(made.roomId)).toBe(true);
    session.end();
  });
});

describe('a desk that could not read a room’s row', () => {
  it('[R4, R6] tells the conversation of its end all the same', async () => {
    const { room } = await confirmedTab(made);
    const { session, conversation } = await sitIn(room);
    desk?.frame({ t: 'rooms', rooms: [], unreadable: [made.roomId], nowMs: room.nowMs });
    expect(conversation?.state.doubted).toBe(false);
    desk?.frame({ t: 'deleted', roomId: made.roomId, atMs: room.nowMs });
    expect(conversation?.state.doubted).toBe(true);
    session.end();
  });
});

describe('a log entry that was signed under a directory which this page was not shown', () => {
  it('[S6] reaches whoever locks the desk, with the head and its signer', async () => {
    const head = counted(32, 40);
    const memberId = counted(16, 41);
    const { session, behind } = await sitIn(
      await refusedRoom(),
      async () =>
        ({
          body: new Uint8Array(),
          memberId,
          trust: 'newer-directory',
          head,
          headNumber: 0
        }) as unknown as Awaited<ReturnType<OpenLog>>
    );
    await vi.waitFor(() =>
      expect(behind).toHaveBeenCalledWith({
        head: toBase64url(head),
        memberId: toBase64url(memberId)
      })
    );
    session.end();
  });
});
