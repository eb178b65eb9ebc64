// The edge: headers on everything, own origin only, nothing passed on that nobody needs; limits.
import { runInDurableObject } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import { toBase64url } from '#lib/crypto/bytes.ts';
import { apiPath, roomPath } from '#lib/protocol/addresses.ts';
import { MAX_CONNECTIONS_PER_ROOM } from '#lib/protocol/limits.ts';
import worker from '../../party/worker.ts';
import {
  bindings,
  desk,
  makeRoom,
  officer,
  planRoom,
  serviceId,
  type Officer
} from './desk-client.ts';
import { GuestLine, guestEnvelope, joinedGuest, StaffLine } from './room-client.ts';
import { edge, ORIGIN, sleep } from './wire.ts';

let kari: Officer;
beforeAll(async () => {
  kari = await officer();
});

/** A built site of three files, served as the bare file service does: no type, no index. */
const FILES: Record<string, string> = {
  '/index.html': '<p>nb',
  '/en.html': '<p>en',
  '/r.html': '<p>nb r',
  '/fi/r.html': '<p>fi r',
  '/desk.html': '<p>desk',
  '/service-worker.js': 'self.x = 1',
  '/_app/immutable/a.js': 'export {}',
  '/_headers.json': JSON.stringify({
    '/r.html': "default-src 'none'; script-src 'self' 'sha256-x'"
  })
};
const asked: Request[] = [];
const ASSETS = {
  fetch: async (input: RequestInfo | URL): Promise<Response> => {
    const request = new Request(input);
    asked.push(request);
    const text = FILES[new URL(request.url).pathname];
    return text === undefined
      ? new Response('Not Found', { status: 404 })
      : new Response(text, { headers: { 'Content-Type': 'application/octet-stream' } });
  }
} as unknown as Fetcher;

const page = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  worker.fetch(new Request(ORIGIN + path, { headers }), { ...bindings, ASSETS });

const EVERYWHERE: Record<string, string | RegExp> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Content-Security-Policy': /frame-ancestors 'none'/,
  'Permissions-Policy': /camera=\(\).*clipboard-write=\(self\)/
};

function expectSecured(response: Response): void {
  for (const [name, value] of Object.entries(EVERYWHERE)) {
    const found = response.headers.get(name);
    if (typeof value === 'string') expect(found).toBe(value);
    else expect(found).toMatch(value);
  }
  expect(response.headers.get('Content-Security-Policy')).toContain(
    "require-trusted-types-for 'script'"
  );
}

describe('pages', () => {
  it('gives every response its security headers, errors and refusals too', async () => {
    for (const response of [
      await page('/'),
      await page('/nowhere'),
      await page('/service-worker.js'),
      await desk('GET', 'status'),
      await desk('POST', 'sign-in', {}),
      await edge('/api/nonsense'),
      await edge('/', { method: 'POST' })
    ])
      expectSecured(response);
  });

  it('gives pages the policy that the build made for them, and scripts one for workers', async () => {
    const r = (await page('/r')).headers.get('Content-Security-Policy');
    expect(r).toContain("script-src 'self' 'sha256-x'");
    const script = (await page('/service-worker.js')).headers.get('Content-Security-Policy');
    expect(script).toMatch(/script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'/);
    const unlisted = (await page('/desk')).headers.get('Content-Security-Policy');
    expect(unlisted).toMatch(/^default-src 'none'/);
  });

  it('chooses the language by the browser, says so to caches, and sets types and lifetimes', async () => {
    const body = async (path: string, language?: string) =>
      (await page(path, language === undefined ? {} : { 'Accept-Language': language })).text();
    expect(await body('/')).toBe('<p>nb');
    expect(await body('/', 'en-GB,en;q=0.9')).toBe('<p>en');
    expect(await body('/r', 'fi, en;q=0.8')).toBe('<p>fi r');
    expect(await body('/r', 'nn')).toBe('<p>nb r');
    expect(await body('/fi/r', 'en')).toBe('<p>fi r');
    const r = await page('/r');
    expect(r.headers.get('Vary')).toContain('Accept-Language');
    expect(r.headers.get('Cache-Control')).toBe('no-cache');
    expect(r.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    const app = await page('/_app/immutable/a.js');
    expect(app.headers.get('Cache-Control')).toContain('immutable');
    expect((await page('/service-worker.js')).headers.get('Cache-Control')).toBe('no-cache');
  });

  it('serves no listing, no dot, no way up and not its own notes', async () => {
    for (const path of ['/_headers.json', '/.git/config', '/%2e%2e/x', '/_app', '/a.exe'])
      expect((await page(path)).status).toBe(404);
  });

  it('asks for https to stay https, and only then', async () => {
    const https = await page('/', { 'X-Forwarded-Proto': 'https' });
    expect(https.headers.get('Strict-Transport-Security')).toMatch(/max-age=\d+/);
    expect((await page('/')).headers.get('Strict-Transport-Security')).toBeNull();
  });
});

describe('own origin only', () => {
  it('refuses requests and sockets that another page sends', async () => {
    const foreign = { Origin: 'https://elsewhere.test' };
    const post = await desk('POST', 'sign-in/start', {}, foreign);
    expect([post.status, await post.json()]).toEqual([403, { code: 'not-allowed' }]);
    const room = await makeRoom(kari);
    const socket = await edge(roomPath(serviceId, room.hex, 'socket'), {
      headers: { Upgrade: 'websocket', ...foreign }
    });
    expect([socket.status, socket.webSocket]).toEqual([403, null]);
    const none = await edge(roomPath(serviceId, room.hex, 'socket'), {
      headers: { Upgrade: 'websocket' }
    });
    expect(none.status).toBe(403);
    const beacon = await edge(apiPath(serviceId, 'leave'), {
      method: 'POST',
      headers: { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
      body: new Uint8Array(48)
    });
    expect(beacon.status).toBe(403);
  });

  it('[I1] passes no address on to any object', async () => {
    const seen: Headers[] = [];
    const stub = {
      fetch: async (request: Request) => {
        seen.push(request.headers);
        return Response.json({});
      }
    };
    const DESK = { getByName: () => stub } as unknown as typeof bindings.DESK;
    const address = { 'CF-Connecting-IP': '203.0.113.7', 'X-Forwarded-For': '203.0.113.7' };
    const request = new Request(ORIGIN + apiPath(serviceId, 'status'), {
      headers: { ...address, 'X-Real-IP': '203.0.113.7', 'User-Agent': 'someone', Cookie: 'a=b' }
    });
    await worker.fetch(request, { ...bindings, DESK });
    expect(seen.map((headers) => [...headers.keys()])).toEqual([['cookie']]);
  });
});

describe('[X1] bad input', () => {
  it('[X1] answers what does not fit with one stable code and changes nothing', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    const bad: readonly (readonly [string, string])[] = [
      ['not json', 'malformed'],
      ['{"t":"append","ref":7}', 'malformed'],
      ['{"t":"append","ref":7,"envelope":"AA","more":1}', 'malformed'],
      ['{"t":"join","v":2,"ref":7}', 'unsupported-version'],
      ['x'.repeat(200_000), 'too-large']
    ];
    for (const [text, code] of bad) {
      line.wire.sendText(text);
      const answer = await line.wire.take('refused');
      expect(answer.code).toBe(code);
      if (text.startsWith('{')) expect(answer.ref).toBe(7);
    }
    expect(await line.append(await guestEnvelope(epoch, 0, 'hei'))).toMatchObject({ order: 1 });
  });

  it('[X1] refuses requests that are too large, and wrong methods and shapes', async () => {
    const large = await desk('POST', 'sign-in', { signInName: 'x'.repeat(60_000) });
    expect([large.status, await large.json()]).toEqual([413, { code: 'too-large' }]);
    expect(await (await desk('POST', 'sign-in', { a: 1 })).json()).toEqual({ code: 'malformed' });
    expect((await desk('GET', 'rooms', undefined, { Cookie: kari.cookie })).status).toBe(404);
    expect((await edge(apiPath('00000000', 'status'))).status).toBe(404);
    expect((await edge(apiPath(serviceId, 'status'), { method: 'DELETE' })).status).toBe(403);
  });

  it('[X1] never shows a stack or a name when something inside fails', async () => {
    const broken = { getByName: () => ({ fetch: () => Promise.reject(new Error('secret')) }) };
    const request = new Request(ORIGIN + apiPath(serviceId, 'status'));
    const answer = await worker.fetch(request, {
      ...bindings,
      DESK: broken as unknown as typeof bindings.DESK
    });
    expect([answer.status, await answer.text()]).toEqual([503, '{"code":"unavailable"}']);
  });

  it('[X1] a room whose storage fails refuses, and says nothing about itself', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    await runInDurableObject(bindings.ROOM.getByName(room.hex), (_instance, state) => {
      state.storage.sql.exec('ALTER TABLE entry RENAME TO hidden');
    });
    const answer = await line.append(await guestEnvelope(epoch, 0, 'hei'));
    expect(answer).toEqual({ t: 'refused', ref: 2, code: 'unavailable' });
    await runInDurableObject(bindings.ROOM.getByName(room.hex), (_instance, state) => {
      state.storage.sql.exec('ALTER TABLE hidden RENAME TO entry');
    });
    expect(await line.append(await guestEnvelope(epoch, 0, 'hei'))).toMatchObject({ n: 1 });
  });
});

describe('[R3] an end', () => {
  it('[R3] is not acknowledged by a room that could not write it down', async () => {
    const room = await makeRoom(kari);
    const { line } = await joinedGuest(room);
    const staff = await StaffLine.enter(kari, room);
    const rename = (from: string, to: string): Promise<void> =>
      runInDurableObject(bindings.ROOM.getByName(room.hex), (_instance, state) => {
        state.storage.sql.exec(`ALTER TABLE ${from} RENAME TO ${to}`);
      });
    await rename('core', 'hidden');
    const refused = { t: 'refused', code: 'unavailable' };
    expect(await line.ask({ t: 'end', ref: 8 })).toMatchObject(refused);
    expect(await staff.ask({ t: 'close', ref: 8, reason: 'staff' })).toMatchObject(refused);
    await rename('hidden', 'core');
    expect(await staff.ask({ t: 'close', ref: 9, reason: 'staff' })).toMatchObject({ t: 'done' });
  });
});

describe('[X2] limits', () => {
  it('[X2] asks a connection that sends too fast to slow down, and loses nothing', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    const first = toBase64url(await guestEnvelope(epoch, 0, 'hei'));
    const second = toBase64url(await guestEnvelope(epoch, 1, 'to'));
    const slow = (frame: { t: string; code?: string }) => frame.code === 'slow-down';
    for (let ref = 1_000; !line.wire.waiting.some(slow) && ref < 10_000;) {
      for (let i = 0; i < 50; i += 1, ref += 1)
        line.wire.send({ t: 'append', ref, envelope: first });
      // As many answers as frames: no more than one batch is ever under way.
      await line.wire.answer(ref - 1);
    }
    const slowed = await line.wire.take('refused', slow);
    const { retryAtMs = 0 } = slowed;
    expect(retryAtMs).toBeGreaterThan(Date.now() - 1_000);
    await sleep(Math.max(0, retryAtMs - Date.now()) + 100);
    line.wire.send({ t: 'append', ref: 502, envelope: second });
    expect(await line.wire.answer(502)).toMatchObject({ t: 'receipt', n: 2, order: 2 });
  });

  it('[X2] closes a connection that sends nothing but nonsense', async () => {
    const room = await makeRoom(kari);
    const { line } = await joinedGuest(room);
    for (let i = 0; i < 150; i += 1) line.wire.sendText('{"t":"nonsense"}');
    expect(await line.wire.closed).toBe(4400);
  });

  it('[X2] lets nobody who has proved nothing fill a room', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    const strangers = await Promise.all(
      Array.from({ length: MAX_CONNECTIONS_PER_ROOM }, () => GuestLine.open(room.hex))
    );
    const closed = await Promise.race(strangers.map(({ wire }) => wire.closed));
    expect(closed).toBe(4429);
    expect(await StaffLine.enter(kari, room)).toBeDefined();
    expect(await line.append(await guestEnvelope(epoch, 0, 'her'))).toMatchObject({ t: 'receipt' });
  });

  it('[X2] takes no room for granted: an unknown body field is refused whole', async () => {
    const room = await planRoom();
    const answer = await desk(
      'POST',
      'rooms',
      { ...room.request, extra: true },
      { Cookie: kari.cookie }
    );
    expect(await answer.json()).toEqual({ code: 'malformed' });
  });
});
