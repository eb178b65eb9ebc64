// How long somebody stays signed in, in how many places, and what ends it.
import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import { DeskStorage } from '../../party/desk/desk-storage.ts';
import { issuePermit } from '../../party/desk/accounts/permits.ts';
import { endSession, isSession, sessionOf } from '../../party/desk/accounts/sessions.ts';
import type { Env } from '../../party/env.ts';
import {
  addMember,
  bindings,
  Browser,
  code,
  desk,
  deskObject,
  deskWire,
  inDesk,
  makeRoom,
  officer,
  permit,
  policy,
  sessionIn,
  signIn,
  type MadeRoom
} from './desk-client.ts';
import { StaffConnection } from './room-client.ts';
import { sleep } from './wire.ts';

const { staffSessionMs } = policy.lifetimes;
let memberId: string;
beforeAll(async () => {
  ({ memberId } = await officer());
});

const isIn = async (cookies: string): Promise<boolean> =>
  (await desk('GET', 'session', undefined, { Cookie: cookies })).status === 200;

async function signedIn(): Promise<Browser> {
  const browser = new Browser();
  await sessionIn(await browser.signIn());
  return browser;
}

/** Whether a staff tab that is in a room can still write there. */
async function expectWriting(line: StaffConnection): Promise<void> {
  expect(await line.append(await line.logEnvelope({}))).toMatchObject({ t: 'receipt' });
}

describe('[D8] unlocking', () => {
  it('[D8] gives another cookie each time; the old one is dead at once, and no other tab notices', async () => {
    const browser = await signedIn();
    const room = await makeRoom(browser.officer(memberId));
    const list = await deskWire(browser.officer(memberId));
    const inRoom = await StaffConnection.enter(browser.officer(memberId), room);
    const unused = await permit(browser.officer(memberId), room);
    const before = browser.copy();

    await sessionIn(await browser.signIn());
    expect(browser.cookie('session')).not.toBe(before.cookie('session'));
    expect(await code(await before.ask('GET', 'session'))).toBe('not-signed-in');
    expect(await isIn(browser.cookies)).toBe(true);

    await expectWriting(inRoom);
    const late = await StaffConnection.socket(room);
    late.send({ t: 'enter', v: 1, ref: 1, permit: unused, have: 0 });
    expect(await late.answer(1)).toMatchObject({ t: 'entered' });
    const another = await makeRoom(browser.officer(memberId));
    await list.take('room', (frame) => frame.room.roomId === another.request.roomId);

    // It is still one session: signing out by the new cookie ends what the old one had opened.
    expect((await browser.ask('POST', 'sign-out', {})).status).toBe(204);
    expect(await Promise.all([list.closed, inRoom.wire.closed, late.closed])).toEqual([
      4403, 4403, 4403
    ]);
  });

  it('[D8] does not prolong a session: it ends absolutely, by the alarm, and closes everything', async () => {
    const browser = new Browser();
    const first = await sessionIn(await browser.signIn());
    expect(Math.abs(first.expiresAtMs - Date.now() - staffSessionMs)).toBeLessThan(5_000);
    const room = await makeRoom(browser.officer(memberId));
    const endMs = Date.now() + 1_200;
    await inDesk((s) =>
      s.run(
        'UPDATE session SET expires_at_ms = ? WHERE expires_at_ms = ?',
        endMs,
        first.expiresAtMs
      )
    );
    const again = await browser.signIn();
    expect(again.headers.get('Set-Cookie')).toMatch(/^session=.{43}; .*Max-Age=[01],/);
    expect((await sessionIn(again)).expiresAtMs).toBe(endMs);
    const list = await deskWire(browser.officer(memberId));
    const inRoom = await StaffConnection.enter(browser.officer(memberId), room);
    // Without any request: the alarm does it.
    expect(await Promise.all([list.closed, inRoom.wire.closed])).toEqual([4403, 4403]);
    expect(Date.now()).toBeGreaterThanOrEqual(endMs);
    expect(
      await inDesk((s) => s.all('SELECT 1 FROM session WHERE expires_at_ms = ?', endMs))
    ).toEqual([]);
  });

  it('[D8] is none from its last moment on, whenever the alarm comes', async () => {
    const browser = new Browser();
    const { expiresAtMs } = await sessionIn(await browser.signIn());
    const headers = { Cookie: browser.cookies };
    const at = (nowMs: number): Promise<string | null> =>
      inDesk((s) => {
        const request = new Request('http://object/audit', { headers });
        const session = sessionOf(s, request, nowMs);
        if (session !== null)
          expect([nowMs, expiresAtMs].map((ms) => isSession(s, session, ms))).toEqual([
            true,
            false
          ]);
        return session?.id ?? null;
      });
    expect(await at(expiresAtMs - 1)).not.toBeNull();
    expect(await at(expiresAtMs)).toBeNull();
  });

  it('[D8] as somebody else ends the session that the browser bore', async () => {
    const other = await addMember('per');
    const browser = await signedIn();
    const list = await deskWire(browser.officer(memberId));
    const before = browser.cookies;
    const session = await sessionIn(await browser.signIn('passphrase', 'per'));
    expect(session.memberId).toBe(other);
    expect(await list.closed).toBe(4403);
    expect(await isIn(before)).toBe(false);
  });
});

describe('[D8] sessions of one member', () => {
  it('[D8] are twenty at most: the one that began first gives way', async () => {
    const id = await addMember('mange');
    const browsers: Browser[] = [];
    for (let i = 0; i < 20; i += 1) {
      const browser = new Browser();
      await sessionIn(await browser.signIn('passphrase', 'mange'));
      browsers.push(browser);
    }
    const [first, second] = browsers;
    const list = await deskWire(first?.officer(id) ?? { cookie: '', memberId: id });
    const one = new Browser();
    await sessionIn(await one.signIn('passphrase', 'mange'));
    expect(await list.closed).toBe(4403);
    expect(await isIn(first?.cookies ?? '')).toBe(false);
    expect(await isIn(second?.cookies ?? '')).toBe(true);
    expect(await inDesk((s) => s.all('SELECT 1 FROM session WHERE member = ?', id))).toHaveLength(
      20
    );
  });

  it('[D8] all end by "sign out everywhere", in rooms too, and no browser is known any more', async () => {
    const id = await addMember('ida');
    const [here, there] = [new Browser(), new Browser()];
    await sessionIn(await here.signIn());
    for (const browser of [here, there]) await sessionIn(await browser.signIn('passphrase', 'ida'));
    const kari = await signedIn();
    const room = await makeRoom(kari.officer(memberId));
    const lists = [await deskWire(here.officer(id)), await deskWire(there.officer(id))];
    const lines = [
      await StaffConnection.enter(here.officer(id), room),
      await StaffConnection.enter(there.officer(id), room)
    ];
    const staying = await StaffConnection.enter(kari.officer(memberId), room);
    const unused = await permit(there.officer(id), room);
    const entries = () => inDesk((s) => s.all<{ entry: string }>('SELECT entry FROM audit'));
    const before = (await entries()).length;

    // The room has been evicted meanwhile: its sockets know their sessions all the same.
    await evictDurableObject(bindings.ROOM.getByName(room.hex));
    const old = [here.copy(), there.copy()];
    expect((await here.ask('POST', 'sign-out/everywhere', {})).status).toBe(204);
    for (const wire of [...lists, ...lines.map((line) => line.wire)])
      expect(await wire.closed).toBe(4403);
    for (const { cookies } of old) expect(await isIn(cookies)).toBe(false);
    const late = await StaffConnection.socket(room);
    late.send({ t: 'enter', v: 1, ref: 1, permit: unused, have: 0 });
    expect(await late.answer(1)).toMatchObject({ t: 'refused', code: 'bad-proof' });
    expect(here.cookie('session')).toBeNull();
    // The browser is still known to the other member who uses it.
    expect(here.cookie('browser')).toMatch(/^[\w-]{43}$/);
    const held = await inDesk((s) => s.all('SELECT 1 FROM browser WHERE member = ?', id));
    expect(held).toEqual([]);
    expect((await entries()).slice(before).map(({ entry }) => entry)).toEqual([
      expect.stringContaining(`"code":"signed-out-everywhere","member":"${id}"`)
    ]);
    // And nobody else was signed out.
    await expectWriting(staying);
    expect(await isIn(kari.cookies)).toBe(true);
  });

  it('[D8] signing out of one browser leaves the others, and the browser known', async () => {
    const [here, there] = [await signedIn(), await signedIn()];
    await here.ask('POST', 'sign-out', {});
    expect([await isIn(here.cookies), await isIn(there.cookies)]).toEqual([false, true]);
    expect(here.cookie('session')).toBeNull();
    expect(here.cookie('browser')).not.toBeNull();
  });
});

describe('[D5] a session that ends', () => {
  /** The real room, with something that happens before each call. */
  const roomAfter = (before: () => void): Env => {
    const getByName = (name: string) => ({
      auditName: async () => {
        before();
        return await bindings.ROOM.getByName(name).auditName();
      }
    });
    return { ...bindings, ROOM: { getByName } } as unknown as Env;
  };

  const issue = (room: MadeRoom, cookies: string, ends: boolean): Promise<Response> =>
    runInDurableObject(deskObject, async (_instance, state) => {
      const storage = new DeskStorage(state.storage);
      const request = new Request('http://object/permit', { headers: { Cookie: cookies } });
      const session = sessionOf(storage, request, Date.now());
      if (session === null) throw new Error('no session');
      const env = roomAfter(() => {
        if (ends) storage.transact(() => endSession(storage, session, Date.now()));
      });
      const body = { roomId: room.request.roomId, right: 'live', reason: null } as const;
      return await issuePermit(storage, env, session, body);
    });

  it('[D5] while the room is asked for its name gets no permit', async () => {
    const room = await makeRoom(await officer());
    const [staying, leaving] = [await signedIn(), await signedIn()];
    expect((await issue(room, staying.cookies, false)).status).toBe(200);
    const permits = () => inDesk((s) => s.all('SELECT 1 FROM permit').length);
    const before = await permits();
    expect(await code(await issue(room, leaving.cookies, true))).toBe('not-signed-in');
    expect(await permits()).toBe(before);
  });

  it('[D8] leaves neither session nor permit behind when its time is over', async () => {
    const browser = new Browser();
    const { expiresAtMs } = await sessionIn(await browser.signIn());
    const room = await makeRoom(browser.officer(memberId));
    await permit(browser.officer(memberId), room);
    await inDesk((s) => {
      s.run('UPDATE permit SET expires_at_ms = ?', Date.now());
      s.run('UPDATE session SET expires_at_ms = ? WHERE expires_at_ms = ?', 1, expiresAtMs);
    });
    await signIn();
    await sleep(50);
    expect(await inDesk((s) => s.all('SELECT 1 FROM permit'))).toEqual([]);
    expect(await inDesk((s) => s.all('SELECT 1 FROM session WHERE expires_at_ms = 1'))).toEqual([]);
  });
});
