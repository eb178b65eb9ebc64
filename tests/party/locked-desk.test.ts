// What a locked desk hears: how many rooms wait and since when, whatever goes on in them, and never a word more.
// Rules: D10, R8, D8, N2.
import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toBase64url, toHex } from '#lib/crypto/primitives/bytes.ts';
import { apiPath } from '#lib/protocol/addresses.ts';
import { parseWaitsFrame, type WaitsFrame } from '#lib/protocol/desk-api.ts';
import { CLOSE } from '#lib/protocol/codes.ts';
import { ATTEMPTS } from '#lib/protocol/limits.ts';
import {
  addMember,
  bindings,
  Browser,
  deskWire,
  inDesk,
  makeRoom,
  officer,
  policy,
  random,
  serviceId,
  sessionIn,
  type MadeRoom,
  type Officer
} from './desk-client.ts';
import {
  GuestConnection,
  guestEnvelope,
  joinedGuest,
  leave,
  newDevice,
  newEpoch,
  StaffConnection
} from './room-client.ts';
import { openWire, sleep, transport, until, type Wire } from './wire.ts';

/** A locked tab: its line, and every text that came over it. */
interface LockedTab {
  readonly wire: Wire<WaitsFrame, never>;
  readonly heard: string[];
  /** What it was told last. */
  readonly now: () => Omit<WaitsFrame, 't' | 'nowMs'>;
}

const NOBODY = { many: 0, sinceMs: null, alone: 0, newestMs: null };

async function lockedTab(cookie: string): Promise<LockedTab> {
  const heard: string[] = [];
  const parse = (text: string): WaitsFrame | null => {
    heard.push(text);
    return parseWaitsFrame(text);
  };
  const wire = await openWire<WaitsFrame, never>(apiPath(serviceId, 'waits'), parse, {
    Cookie: cookie
  });
  await wire.take('waits');
  const now = () => {
    const frame = parseWaitsFrame(heard.at(-1) ?? '');
    if (frame === null) throw new Error('nothing was heard');
    const { many, sinceMs, alone, newestMs } = frame;
    return { many, sinceMs, alone, newestMs };
  };
  return { wire, heard, now };
}

const toldOf = (tab: LockedTab, fits: (now: ReturnType<LockedTab['now']>) => boolean) =>
  until(() => fits(tab.now()));

let kari: Officer;
let rooms: MadeRoom[] = [];

async function room(wish: Parameters<typeof makeRoom>[1] = {}): Promise<MadeRoom> {
  const made = await makeRoom(kari, wish);
  rooms.push(made);
  return made;
}

/** One wrong try more, after as many as are allowed. */
async function lockDoor(made: MadeRoom): Promise<void> {
  const stub = bindings.ROOM.getByName(made.hex);
  await runInDurableObject(stub, (_instance, { storage }) => {
    const { json } = storage.sql.exec<{ json: string }>('SELECT json FROM core').one();
    const strangers = { wrong: ATTEMPTS.lockAt - 1, lastAtMs: 1 };
    const core = { ...(JSON.parse(json) as object), strangers };
    storage.sql.exec('UPDATE core SET json = ?', JSON.stringify(core));
  });
  await evictDurableObject(stub);
  const line = await GuestConnection.open(made.hex);
  const answer = await line.join(await newEpoch(made, await newDevice()), random(32));
  expect(answer).toMatchObject({ code: 'wrong-code', left: 0 });
}

async function close(made: MadeRoom): Promise<void> {
  const staff = await StaffConnection.enter(kari, made);
  await staff.ask({ t: 'close', ref: staff.ref(), reason: 'staff' });
  staff.wire.close();
}

beforeEach(async () => {
  kari = await officer();
});

afterEach(async () => {
  transport.overHttps = false;
  for (const made of rooms) await close(made).catch(() => undefined);
  rooms = [];
});

describe('[D10] a locked desk', () => {
  it(
    '[D10] is sent five numbers and nothing else, whatever happens in the rooms',
    { timeout: 60_000 },
    async () => {
      const tab = await lockedTab(kari.cookie);
      const open = await deskWire(kari);
      await open.take('rooms');
      const colleague = await addMember('per');

      const short = { ...policy, lifetimes: { ...policy.lifetimes, retentionMs: 300 } };
      const made = await room({ face: { policy: short, host: 'Kari Nordmann' } });
      const device = await newDevice();
      const { line, epoch } = await joinedGuest(made, device);
      await line.append(await guestEnvelope(epoch, 0, 'hjelp meg'));
      await toldOf(tab, ({ many }) => many === 1);
      const staff = await StaffConnection.enter(kari, made);
      await toldOf(tab, ({ alone }) => alone === 0);
      await staff.decide(epoch, 'confirm');
      await staff.say(epoch, 'jeg er her');
      staff.wire.send({ t: 'read', order: 3 });
      staff.wire.send({ t: 'answered', order: 3 });
      await toldOf(tab, ({ many }) => many === 0);
      await line.append(await guestEnvelope(epoch, 1, 'takk'));
      await toldOf(tab, ({ many }) => many === 1);
      staff.wire.close();
      await leave(epoch);
      await lockDoor(await room());
      await toldOf(tab, ({ many }) => many === 2);
      const next = await room({ replaces: made.request.roomId });
      await open.take('deleted', ({ roomId }) => roomId === made.request.roomId);

      // All of it was told to the open desk, so that there was something to keep back.
      expect(open.waiting.filter(({ t }) => t === 'room').length).toBeGreaterThan(5);
      expect(tab.heard.length).toBeGreaterThan(4);
      for (const text of tab.heard) {
        const { t, ...rest } = JSON.parse(text) as Record<string, unknown>;
        expect(t).toBe('waits');
        expect(Object.keys(rest).sort()).toEqual(['alone', 'many', 'newestMs', 'nowMs', 'sinceMs']);
        for (const value of Object.values(rest))
          expect(value === null || Number.isSafeInteger(value), text).toBe(true);
      }
      const all = tab.heard.join('\n');
      const ids = [made, next].flatMap(({ request, hex }) => [request.roomId, hex]);
      const keys = [toBase64url(device.publicKey), epoch.id, toHex(epoch.epochId)];
      for (const name of [...ids, ...keys, kari.memberId, colleague, 'Kari'])
        expect(all).not.toContain(name);
      // Nor does it take anything: whoever sends here is cut off.
      tab.wire.sendText('{"t":"rooms"}');
      expect(await tab.wire.closed).toBe(4400);
      open.close();
    }
  );

  it.each([false, true])(
    '[D10, R8] hears who waits, since when, and whether anybody of staff is there (over HTTPS: %s)',
    async (overHttps) => {
      const tab = await (async () => {
        transport.overHttps = overHttps;
        const opened = await lockedTab(kari.cookie);
        transport.overHttps = false;
        return opened;
      })();
      expect(tab.now()).toEqual(NOBODY);
      const [one, two] = [await room(), await room()];
      const first = await joinedGuest(one);
      await first.line.append(await guestEnvelope(first.epoch, 0, 'hei'));
      await toldOf(tab, ({ many }) => many === 1);
      const { sinceMs } = tab.now();
      expect(tab.now()).toEqual({ many: 1, sinceMs, alone: 1, newestMs: sinceMs });
      expect(Math.abs(Date.now() - (sinceMs ?? 0))).toBeLessThan(10_000);

      // Nobody wrote there, and somebody may stand before the door.
      await lockDoor(two);
      await toldOf(tab, ({ many }) => many === 2);
      const { newestMs } = tab.now();
      expect(newestMs).toBeGreaterThan(sinceMs ?? Infinity);

      const staff = await StaffConnection.enter(kari, one);
      await toldOf(tab, ({ alone }) => alone === 1);
      expect(tab.now()).toMatchObject({ many: 2, newestMs });
      staff.wire.send({ t: 'read', order: 1 });
      staff.wire.send({ t: 'answered', order: 1 });
      await toldOf(tab, ({ many }) => many === 1);
      expect(tab.now()).toEqual({ many: 1, sinceMs: newestMs, alone: 1, newestMs });

      const inTwo = await StaffConnection.enter(kari, two);
      await inTwo.ask({ t: 'unlock', ref: inTwo.ref() });
      await toldOf(tab, ({ many }) => many === 0);
      expect(tab.now()).toEqual(NOBODY);
      // What it was told last is also what one that locks now is told.
      const late = await lockedTab(kari.cookie);
      expect(late.now()).toEqual(NOBODY);
      late.wire.close();
      tab.wire.close();
    }
  );

  it('[D10] is not told again what it knows, and never misses what came while another one locked', async () => {
    const tab = await lockedTab(kari.cookie);
    const made = await room();
    const { line, epoch } = await joinedGuest(made);
    await line.append(await guestEnvelope(epoch, 0, 'hei'));
    await toldOf(tab, ({ many }) => many === 1);
    // Alone for so long that this counts too: from when they came.
    await sleep(policy.lifetimes.unattendedMs + 500);
    const before = tab.heard.length;
    for (let n = 1; n <= 5; n += 1) await line.append(await guestEnvelope(epoch, n, 'hei igjen'));
    await sleep(3_000);
    expect(tab.heard).toHaveLength(before);
    const other = await lockedTab(kari.cookie);
    expect(other.now()).toEqual(tab.now());
    const staff = await StaffConnection.enter(kari, made);
    staff.wire.send({ t: 'read', order: 6 });
    staff.wire.send({ t: 'answered', order: 6 });
    for (const one of [tab, other]) await toldOf(one, ({ many }) => many === 0);
    tab.wire.close();
    other.wire.close();
  });

  it('[D10] is told what is so now, whatever another one was told before it', async () => {
    const tab = await lockedTab(kari.cookie);
    const made = await room();
    const { line, epoch } = await joinedGuest(made);
    await line.append(await guestEnvelope(epoch, 0, 'hei'));
    await toldOf(tab, ({ many }) => many === 1);
    const staff = await StaffConnection.enter(kari, made);
    staff.wire.send({ t: 'answered', order: 1 });
    staff.wire.send({ t: 'read', order: 1 });
    await toldOf(tab, ({ many }) => many === 0);
    tab.wire.close();
    await tab.wire.closed;
    const open = await deskWire(kari);
    await open.take('rooms');
    await line.append(await guestEnvelope(epoch, 1, 'er du der'));
    await open.take('room', (frame) => frame.room.waitingSinceMs !== null);
    open.close();
    const other = await lockedTab(kari.cookie);
    expect(other.now()).toMatchObject({ many: 1 });
    staff.wire.send({ t: 'answered', order: 2 });
    staff.wire.send({ t: 'read', order: 2 });
    await toldOf(other, ({ many }) => many === 0);
    other.wire.close();
  });

  it('[D10, X2] pushes no open desk off its line, however many are locked', async () => {
    const open = await deskWire(kari);
    await open.take('rooms');
    let cut = false;
    void open.closed.then(() => (cut = true));
    const tabs: LockedTab[] = [];
    for (let n = 0; n < 11; n += 1) tabs.push(await lockedTab(kari.cookie));
    // The eleventh of its kind takes the place of the first.
    expect(await tabs[0]?.wire.closed).toBe(CLOSE.tooMany);
    const made = await room();
    await open.take('room', (frame) => frame.room.roomId === made.request.roomId);
    expect(cut).toBe(false);
    for (const tab of tabs.slice(1)) tab.wire.close();
    open.close();
  });

  it('[D10, R6] asks again for a room that the desk cannot read', async () => {
    const made = await room();
    const { line, epoch } = await joinedGuest(made);
    await line.append(await guestEnvelope(epoch, 0, 'hei'));
    await sleep(2_500);
    await inDesk((s) => s.run('UPDATE room SET report = ? WHERE hex = ?', 'not json', made.hex));
    const tab = await lockedTab(kari.cookie);
    expect(tab.now()).toEqual(NOBODY);
    await toldOf(tab, ({ many }) => many === 1);
    tab.wire.close();
  });

  it('[D10, D8] hears nothing without a session, and no more once its session is over', async () => {
    const stranger = await openWire<WaitsFrame, never>(apiPath(serviceId, 'waits'), (text) =>
      JSON.parse(text)
    );
    expect(await stranger.closed).toBe(4401);
    expect(JSON.stringify(stranger.waiting)).toBe('[{"t":"refused","code":"not-signed-in"}]');
    const browser = new Browser();
    await sessionIn(await browser.signIn());
    const tab = await lockedTab(browser.cookies);
    expect((await browser.ask('POST', 'sign-out', {})).status).toBe(204);
    expect(await tab.wire.closed).toBe(4403);
    const made = await room();
    const heard = tab.heard.length;
    await joinedGuest(made);
    await sleep(1_500);
    expect(tab.heard).toHaveLength(heard);
  });
});
