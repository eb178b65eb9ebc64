// Attacks of a server that shows a freshly loaded staff page a false past: log entries left out, spoiled or
// moved, boxes swapped, policies exchanged. Real keys, the shipped reducer. A red test means that the
// attack works. Rules: D7, J5, O2, O6, R3, S6.
import { beforeAll, describe, expect, it } from 'vitest';
import { fromBase64url, toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { HEADER_BYTES } from '#lib/crypto/room/envelope-header.ts';
import type { Entry } from '#lib/protocol/room-view.ts';
import { nettpatrulje } from '#lib/protocol/services.ts';
import { mayWriteTo } from '#lib/staff/room/core/room-addressee.ts';
import type { DeskRequests } from '#lib/staff/desk/desk-requests.ts';
import { makeRoom as makeNewRoom } from '#lib/staff/room/room-maker.ts';
import { flipped } from '../crypto/support.ts';
import {
  LOG,
  makeRoom,
  phone,
  Room,
  type GuestConversation,
  type MadeRoom
} from './room-fixture.ts';
import { StaffTab } from './staff-tab.ts';

let made: MadeRoom;
beforeAll(async () => {
  made = await makeRoom();
});

/** One page confirms a device, another refuses it; then the first writes to a second device. */
async function refusedLater() {
  const room = new Room(made);
  const stranger = await room.join(phone());
  const one = new StaffTab(room);
  await one.connect();
  room.tick();
  await one.on({ type: 'decide', epochId: stranger.epochId, verdict: 'confirm' });
  const two = new StaffTab(room);
  await two.connect();
  room.tick();
  await two.on({ type: 'decide', epochId: stranger.epochId, verdict: 'refuse' });
  await one.hear();
  const refusal = room.entries.at(-1);
  if (refusal === undefined) throw new Error('nothing refused');
  const right = await room.join(phone());
  await one.hear();
  room.tick();
  await one.on({ type: 'decide', epochId: right.epochId, verdict: 'confirm' });
  return { room, stranger, right, refusal, one };
}

/** The same envelopes, some left out or spoiled, in a chain that the server has recomputed. */
function retold(
  room: Room,
  stranger: GuestConversation,
  change: (entry: Entry) => string | null
): Room {
  const other = new Room(room.made);
  other.life = room.life;
  for (const view of room.epochs.values()) other.epochs.set(view.epochId, view);
  const view = room.view(stranger.epochId);
  other.epochs.set(view.epochId, {
    ...view,
    state: 'confirmed',
    connected: true,
    closedAtMs: null
  });
  for (const entry of room.entries) {
    const envelope = change(entry);
    // `append` adds a second: an untouched entry keeps its time, and so its head.
    other.nowMs = entry.timeMs - 1_000;
    if (envelope !== null) other.append(entry.chain, envelope, entry.copyOf);
  }
  other.nowMs = room.nowMs;
  return other;
}

/** A fresh page, and an officer who writes to this device: how many copies are sealed to it. */
async function copiesSealed(room: Room, guest: GuestConversation, before?: StaffTab) {
  const fresh = new StaffTab(room, 'live', [], before?.logTip);
  await fresh.connect();
  room.tick();
  await fresh.on({ type: 'say', to: guest.epochId, text: 'where we meet' });
  const copies = room.entries.filter(
    ({ chain, copyOf }) => chain === guest.epochId && copyOf !== undefined
  );
  return { copies: copies.length, faults: fresh.state.faults.map(({ fault }) => fault) };
}

describe('a refusal that a freshly loaded page is not shown', () => {
  it('[J5] control: shown, nothing is written to the refused device; before it, something is', async () => {
    const { room, stranger, right } = await refusedLater();
    const honest = retold(room, stranger, ({ envelope }) => envelope);
    expect(await copiesSealed(honest, stranger)).toEqual({ copies: 0, faults: [] });
    expect(await copiesSealed(honest, right)).toEqual({ copies: 1, faults: [] });
  });

  it('[O2] left out in the middle of the log: what came after it had seen more, so nothing is written', async () => {
    const { room, stranger, refusal } = await refusedLater();
    const cut = retold(room, stranger, (one) =>
      one.order === refusal.order ? null : one.envelope
    );
    const { copies, faults } = await copiesSealed(cut, stranger);
    expect(faults).toContain('unknown-head');
    expect(copies).toBe(0);
  });

  it('[R6] spoiled by one byte: an entry that cannot be read may be the refusal, so nothing is written', async () => {
    const { room, stranger, refusal } = await refusedLater();
    const spoil = (one: Entry): string =>
      one.order === refusal.order
        ? toBase64url(flipped(fromBase64url(one.envelope), HEADER_BYTES + 60))
        : one.envelope;
    const { copies, faults } = await copiesSealed(retold(room, stranger, spoil), stranger);
    expect(faults).toContain('unreadable');
    expect(copies).toBe(0);
  });

  it('[O2] cut off at the end of the log, which this browser had read: nothing is written', async () => {
    const { room, stranger, refusal, one } = await refusedLater();
    const short = retold(room, stranger, (one) =>
      one.order < refusal.order ? one.envelope : null
    );
    expect(await copiesSealed(short, stranger, one)).toEqual({ copies: 0, faults: ['rollback'] });
    const honest = retold(room, stranger, ({ envelope }) => envelope);
    const right = await copiesSealed(honest, stranger, one);
    expect(right.faults).toEqual([]);
  });
});

describe('entries that are moved', () => {
  it('[S2] a log entry of this room does not count twice, nor in an epoch’s chain', async () => {
    const { room, stranger, refusal } = await refusedLater();
    const twice = retold(room, stranger, ({ envelope }) => envelope);
    twice.append(LOG, refusal.envelope);
    twice.append(stranger.epochId, refusal.envelope);
    const fresh = new StaffTab(twice);
    await fresh.connect();
    const faults = fresh.state.faults.map(({ fault }) => fault);
    expect(faults).toEqual(expect.arrayContaining(['sequence', 'misplaced']));
  });

  it('[S2] a confirmation of another room means nothing here', async () => {
    const elsewhere = await makeRoom();
    const there = new Room(elsewhere);
    const guest = await there.join(phone());
    const tab = new StaffTab(there);
    await tab.connect();
    await tab.on({ type: 'decide', epochId: guest.epochId, verdict: 'confirm' });
    const [confirmation] = there.entries;
    if (confirmation === undefined) throw new Error('no entry');
    const here = new Room(made);
    const other = await here.join(phone());
    here.append(LOG, confirmation.envelope);
    const fresh = new StaffTab(here);
    await fresh.connect();
    expect(fresh.state.faults.map(({ fault }) => fault)).toContain('misplaced');
    expect(mayWriteTo(fresh.state, other.epochId)).toBe(false);
  });
});

describe('what stands beside the box', () => {
  it('[D7] other boxes, another face, records of another room: no link, no words, no keys', async () => {
    const other = await makeRoom();
    const face = toBase64url(flipped(fromBase64url(made.face), 30, 0));
    const lies = [
      { deskBox: other.deskBox },
      { deskBox: other.deskBox, records: other.records },
      { deskBox: other.deskBox, records: other.records, face: other.face },
      { deskBox: made.archiveBox },
      { records: [...made.records, ...made.records] },
      { records: other.records },
      { face: face.replace(/^./u, 'A') },
      { face: toBase64url(new TextEncoder().encode(`${atobUtf8(made.face)} `)) }
    ];
    for (const lie of lies) {
      const tab = new StaffTab(new Room({ ...made, ...lie }));
      await tab.connect();
      expect(tab.state.keys).toBe('bad');
    }
  });

  it('[R3] an archive that comes with the desk box of the room as it lived gives no link', async () => {
    // The fixture's room says that it is live, and hands out its desk box for any right.
    const archive = new StaffTab(new Room(made), 'archive');
    await archive.connect();
    const asked = archive.effects.find((one) => one.type === 'open-room');
    if (asked?.type !== 'open-room') throw new Error('nothing opened');
    const opened = await archive.keys.open(asked);
    expect(typeof opened === 'string' ? opened : opened.token).not.toMatch(/^.{72}$/u);
  });
});

const here = () => ({
  ...made.holder,
  serviceId: nettpatrulje.serviceId,
  origin: 'https://x.example',
  nowMs: Date.now()
});

describe('the policy of a new room', () => {
  it('[L3] a policy of another service makes no room: every guest would find a dead link', async () => {
    let sent = 0;
    const requests = { createRoom: async () => void (sent += 1) } as unknown as DeskRequests;
    const wish = { host: 'Kari', language: 'nb', retentionMs: 86_400_000, replaces: null } as const;
    const policy = { ...nettpatrulje, serviceId: 'deadbeef' };
    const at = { ...here(), requests, policy };
    await makeNewRoom(wish, at).catch(() => undefined);
    expect(sent).toBe(0);
  });

  it('[D7] brings nothing into the face that this page does not understand and its maker signs all the same', async () => {
    let faceText = '';
    const requests = {
      createRoom: async ({ face }: { face: string }) => void (faceText = atobUtf8(face))
    } as unknown as DeskRequests;
    const wish = { host: 'Kari', language: 'nb', retentionMs: 86_400_000, replaces: null } as const;
    // Meaningless today; a later page may read it, under today's signature.
    const policy = { ...nettpatrulje, walkIn: true, escrowKey: 'the server’s own' };
    await makeNewRoom(wish, { ...here(), requests, policy });
    expect(faceText).not.toContain('escrowKey');
  });

  it('[R2] is not kept for longer than the clock of the server alone can make it', async () => {
    let faceText = '';
    const requests = {
      createRoom: async ({ face }: { face: string }) => void (faceText = atobUtf8(face))
    } as unknown as DeskRequests;
    const wish = { host: 'Kari', language: 'nb', retentionMs: 86_400_000, replaces: null } as const;
    const inTenYears = Date.now() + 10 * 365 * 86_400_000;
    const at = { ...here(), requests, policy: nettpatrulje };
    await expect(makeNewRoom(wish, { ...at, nowMs: inTenYears })).rejects.toMatchObject({
      code: 'clock'
    });
    expect(faceText).toBe('');
  });
});

function atobUtf8(text: string): string {
  return new TextDecoder().decode(fromBase64url(text));
}

describe('receipts that came ahead of what stands between', () => {
  it('[O2] count as shown: a room that knows less on the next line was rolled back', async () => {
    const room = new Room(made);
    const guest = await room.join(phone());
    const tab = new StaffTab(room);
    await tab.connect();
    // Somebody else's entry comes between and is withheld; our own receipt comes all the same.
    await guest.say('hello');
    room.tick();
    await tab.on({ type: 'decide', epochId: guest.epochId, verdict: 'confirm' });
    expect([...tab.state.ahead.keys()]).toEqual([2]);
    await tab.drop();
    room.entries = [];
    await tab.connect();
    expect(tab.state.stopped?.fault).toBe('rollback');
  });
});
