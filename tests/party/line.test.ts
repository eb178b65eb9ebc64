// What only a line over plain HTTPS has: a bearer, repeated requests, lost answers. Rules: N2, N3, X3, X5.
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { apiPath, roomPath } from '#lib/protocol/addresses.ts';
import { CLOSE } from '#lib/protocol/codes.ts';
import { BEARER_HEADER, HOLD_MS, UNPOLLED_MS } from '#lib/protocol/line-wire.ts';
import { PLACES } from '#lib/protocol/limits.ts';
import { HeldLine } from '../../party/line/held-line.ts';
import { makeRoom, officer, random, serviceId, type Officer } from './desk-client.ts';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { edge, openLine, useLine } from './wire.ts';

let kari: Officer;
beforeAll(async () => {
  kari = await officer();
});

const poll = (bearer: string, have: number) =>
  useLine(bearer, { from: 0, frames: [], have, wait: true });
const send = (bearer: string, from: number, frames: string[]) =>
  useLine(bearer, { from, frames, have: 0, wait: false });

const room = async () => roomPath(serviceId, (await makeRoom(kari)).hex, 'socket');

describe('[N2] a line over plain HTTPS', () => {
  it('[N2] gives an answer that was lost once more, and lets it go when it is said to be here', async () => {
    const bearer = await openLine(await room());
    const first = await poll(bearer, 0);
    expect(first).toMatchObject({ from: 0, closed: null });
    expect(JSON.parse(first.frames[0] ?? '')).toMatchObject({ t: 'challenge' });
    expect(await poll(bearer, 0)).toEqual(first);
    await send(bearer, 0, ['ping']);
    expect(await poll(bearer, 1)).toMatchObject({ from: 1, frames: ['pong'] });
  });

  it('[N2] takes a request that is made again once', async () => {
    const bearer = await openLine(await room());
    await poll(bearer, 0);
    expect(await send(bearer, 0, ['ping', 'ping'])).toMatchObject({ taken: 2, frames: [] });
    expect(await send(bearer, 0, ['ping', 'ping'])).toMatchObject({ taken: 2 });
    expect(await send(bearer, 1, ['ping', 'ping'])).toMatchObject({ taken: 3 });
    const { frames } = await poll(bearer, 1);
    expect(frames).toEqual(['pong', 'pong', 'pong']);
  });

  it('[N2] is closed for a page that has lost count, and by a page that says so', async () => {
    const [lost, left] = [await openLine(await room()), await openLine(await room())];
    await send(lost, 5, ['ping']);
    expect((await poll(lost, 1)).closed).not.toBeNull();
    await useLine(left, { from: 0, frames: [], have: 0, wait: false, close: true });
    expect((await poll(left, 1)).closed).toBe(1000);
  });

  it('[X3] takes a place like any socket: of more that prove nothing than there are places, so many stay', async () => {
    const path = await room();
    const lines: string[] = [];
    for (let n = 0; n < PLACES.unproved + 4; n += 1) lines.push(await openLine(path));
    // A dead line answers at once; a live one has sent its challenge.
    const ends = await Promise.all(
      lines.map(async (bearer) => {
        await send(bearer, 0, ['ping']);
        const { frames, closed } = await poll(bearer, 0);
        return closed ?? (await poll(bearer, frames.length - 1)).closed;
      })
    );
    expect(ends.filter((closed) => closed === null)).toHaveLength(PLACES.unproved);
  });
});

describe('[N3] a line that is held', () => {
  const held = (): {
    line: HeldLine;
    other: WebSocket;
    closed: Promise<number>;
    gone: () => number;
  } => {
    const { 0: mine, 1: other } = new WebSocketPair();
    other.accept();
    const closed = new Promise<number>((done) =>
      other.addEventListener('close', ({ code }) => done(code))
    );
    let times = 0;
    return { line: new HeldLine(mine, () => (times += 1)), other, closed, gone: () => times };
  };
  const asking = { from: 0, frames: [], have: 0, wait: true };
  afterEach(() => void vi.useRealTimers());

  it('[N3] is closed when nobody polls it, says so once more, and is forgotten', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { line, closed, gone } = held();
    vi.advanceTimersByTime(UNPOLLED_MS - 1);
    expect((await line.exchange({ ...asking, wait: false })).closed).toBeNull();
    vi.advanceTimersByTime(1);
    expect(await closed).toBe(1001);
    expect((await line.exchange(asking)).closed).toBe(1001);
    expect(gone()).toBe(0);
    vi.advanceTimersByTime(UNPOLLED_MS);
    expect(gone()).toBe(1);
  });

  it('[N3] answers a poll when there is news, or when it has been held long enough', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { line, other, gone } = held();
    const quiet = line.exchange(asking);
    vi.advanceTimersByTime(HOLD_MS);
    expect(await quiet).toMatchObject({ frames: [], closed: null });
    const news = line.exchange(asking);
    other.send('hello');
    expect(await news).toMatchObject({ frames: ['hello'] });
    expect(gone()).toBe(0);
  });

  it('[N3, X4] is closed when more waits than a page will ever fetch', async () => {
    const { line, other, closed } = held();
    for (let n = 0; n < 5; n += 1) other.send('x'.repeat(1024 * 1024));
    expect(await closed).toBe(CLOSE.tooMany);
    expect((await line.exchange(asking)).frames.length).toBeGreaterThan(0);
  });
});

describe('[N3] whoever has not opened it', () => {
  it('[N3] finds nothing under a bearer of their own making', async () => {
    expect(await poll(toBase64url(random(32)), 0)).toMatchObject({ frames: [], closed: 1006 });
    const ask = (headers: Record<string, string>, body = '{}') =>
      edge(apiPath(serviceId, 'line'), { method: 'POST', headers, body });
    expect(await (await ask({})).json()).toEqual({ code: 'not-proved' });
    expect(await (await ask({ [BEARER_HEADER]: 'short' })).json()).toEqual({ code: 'not-proved' });
    const malformed = await ask({ [BEARER_HEADER]: toBase64url(random(32)) }, 'no JSON');
    expect(await malformed.json()).toEqual({ code: 'malformed' });
  });

  it('[X5] opens and uses none from another origin', async () => {
    const path = (await room()).replace(/socket$/, 'line');
    for (const where of [
      path,
      apiPath(serviceId, 'line'),
      apiPath(serviceId, 'desk/line'),
      apiPath(serviceId, 'waits/line')
    ]) {
      const foreign = { method: 'POST', headers: { Origin: 'https://evil.example' } };
      expect((await edge(where, foreign)).status).toBe(403);
    }
  });

  it('[J1] opens none to a room that is not there, and at the desk only who is signed in', async () => {
    const nowhere = await edge(roomPath(serviceId, '0'.repeat(32), 'line'), { method: 'POST' });
    expect(nowhere.status).toBe(404);
    const stranger = await openLine(apiPath(serviceId, 'desk'));
    expect((await poll(stranger, 1)).closed).not.toBeNull();
    const signedIn = await openLine(apiPath(serviceId, 'desk'), { Cookie: kari.cookie });
    expect((await poll(signedIn, 0)).frames.length).toBeGreaterThan(0);
  });
});
