// The edge: headers on everything, own origin only, only what is needed is passed on; limits.
import { runInDurableObject } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
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
import { GuestConnection, guestEnvelope, joinedGuest, StaffConnection } from './room-client.ts';
import { edge, ORIGIN, PROXY, SECURE_ORIGIN, sleep } from './wire.ts';

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

const page = (
  path: string,
  headers: Record<string, string> = {},
  cf: Record<string, unknown> = { clientIp: PROXY }
): Promise<Response> =>
  worker.fetch(new Request(ORIGIN + path, { headers, cf }), { ...bindings, ASSETS });

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

  it('[X5] asks for https to stay https, and only then', async () => {
    const stays = async (headers: Record<string, string>, cf?: Record<string, unknown>) =>
      (await page('/', headers, cf)).headers.has('Strict-Transport-Security');
    const proxied = { 'X-Forwarded-Proto': 'https' };
    expect(await stays(proxied)).toBe(true);
    expect(await stays({})).toBe(false);
    // A stranger, a runtime that does not name the client, and a proxy that forwards a client's claim.
    expect(await stays(proxied, { clientIp: '198.51.100.7:40000' })).toBe(false);
    expect(await stays(proxied, {})).toBe(false);
    expect(await stays({ 'X-Forwarded-Proto': 'https, http' })).toBe(false);
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

  /** One request as a page of `origin` sends it to `at`, and its result. */
  const asks = async (
    at: string,
    origin: string | null,
    more: { cf?: Record<string, unknown>; headers?: Record<string, string> } = {},
    env: Partial<typeof bindings> = {}
  ): Promise<string> => {
    const headers = { ...(origin === null ? {} : { Origin: origin }), ...more.headers };
    const request = new Request(at + apiPath(serviceId, 'sign-in/start'), {
      method: 'POST',
      headers,
      body: 'x'.repeat(60_000),
      cf: more.cf ?? {}
    });
    const answer = await worker.fetch(request, { ...bindings, ASSETS, ...env });
    return (await answer.json<{ code: string }>()).code;
  };
  /** The request reached its body check, which refuses it for its size. */
  const taken = 'too-large';

  it('[X5] compares the whole origin: scheme, host and port', async () => {
    expect(await asks(ORIGIN, ORIGIN)).toBe(taken);
    const foreign = [
      SECURE_ORIGIN,
      `${ORIGIN}:8080`,
      'http://room.test.evil.example',
      'http://evil.example',
      `${ORIGIN}/`,
      'HTTP://ROOM.TEST',
      'null',
      '',
      null
    ];
    for (const origin of foreign)
      expect([origin, await asks(ORIGIN, origin)]).toEqual([origin, 'not-allowed']);
    const proxied = { cf: { clientIp: PROXY }, headers: { 'X-Forwarded-Proto': 'https' } };
    expect(await asks(ORIGIN, SECURE_ORIGIN, proxied)).toBe(taken);
    expect(await asks(ORIGIN, ORIGIN, proxied)).toBe('not-allowed');
  });

  it('[X5] believes X-Forwarded-Proto from a proxy that the operator named, and from nobody else', async () => {
    const headers = { 'X-Forwarded-Proto': 'https' };
    const from = (clientIp: unknown, env: Partial<typeof bindings> = {}) =>
      asks(ORIGIN, SECURE_ORIGIN, { headers, cf: { clientIp } }, env);
    for (const known of [
      '192.0.2.1:1',
      '[::ffff:c000:201]:65535',
      '192.0.2.1',
      '[2001:DB8:0::1]:7'
    ])
      expect([known, await from(known)]).toEqual([known, taken]);
    for (const stranger of [
      '192.0.2.10:1',
      '192.0.2.11',
      '[2001:db8::2]:1',
      '[::1]:1',
      '',
      'room.test:80',
      7,
      null
    ])
      expect([stranger, await from(stranger)]).toEqual([stranger, 'not-allowed']);
    expect(await from('192.0.2.1:1', { TRUSTED_PROXIES: '' })).toBe('not-allowed');
    expect(await asks(ORIGIN, SECURE_ORIGIN, { headers })).toBe('not-allowed');
  });

  it('[X5] gives a host that nobody named nothing, pages included', async () => {
    // DNS rebinding: the stranger's own name, pointed here, with pages and Origin to match.
    const evil = 'http://evil.example';
    expect(await asks(evil, evil)).toBe('not-allowed');
    for (const path of ['/', '/r', '/desk', '/service-worker.js', apiPath(serviceId, 'status')]) {
      const answer = await worker.fetch(new Request(evil + path), { ...bindings, ASSETS });
      expect([path, answer.status, await answer.text()]).toEqual([
        path,
        403,
        '{"code":"not-allowed"}'
      ]);
      expectSecured(answer);
    }
    const other = `${ORIGIN}:8080`;
    expect(await asks(other, other)).toBe('not-allowed');
    expect(await asks(other, other, {}, { ORIGINS: `${ORIGIN},${other}/` })).toBe(taken);
    // A goodbye needs no Origin; it still needs a host.
    const goodbye = await worker.fetch(
      new Request(evil + apiPath(serviceId, 'leave'), { method: 'POST', body: new Uint8Array(48) }),
      { ...bindings, ASSETS }
    );
    expect(goodbye.status).toBe(403);
  });

  it('[X5] takes the host of the address where none is named, and nothing where none is right', async () => {
    expect(await asks('https://any.example', 'https://any.example', {}, { ORIGINS: '' })).toBe(
      taken
    );
    expect(await asks('https://any.example', 'http://any.example', {}, { ORIGINS: '' })).toBe(
      'not-allowed'
    );
    for (const ORIGINS of ['room.test', 'ftp://room.test', 'http://room.test/path', '*'])
      expect([ORIGINS, await asks(ORIGIN, ORIGIN, {}, { ORIGINS })]).toEqual([
        ORIGINS,
        'not-allowed'
      ]);
  });

  it('[X5] understands no host that holds more than a host', async () => {
    for (const Host of [
      'room.test@evil.example',
      'evil.example/x?',
      'room.test, evil.example',
      'room.test  room.test',
      '',
      'room.test:0x1',
      'evil.example'
    ])
      expect([Host, await asks(ORIGIN, ORIGIN, { headers: { Host } })]).toEqual([
        Host,
        'malformed'
      ]);
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
    expect((await edge(apiPath('00000000', 'status'))).status).toBe(503);
    for (const method of ['DELETE', 'PUT', 'OPTIONS', 'PROPFIND', 'PURGE'])
      for (const path of [apiPath(serviceId, 'status'), '/r']) {
        const wrong = await edge(path, { method });
        expect([wrong.status, await wrong.json()]).toEqual([405, { code: 'not-allowed' }]);
        expect(wrong.headers.get('Allow')).toBe('GET, HEAD, POST');
      }
    const posted = await edge('/r', { method: 'POST' });
    expect([posted.status, await posted.json()]).toEqual([405, { code: 'not-allowed' }]);
  });

  it('[X1] refuses what opens no WebSocket in its own words, not in the runtime’s', async () => {
    const upgrade = (headers: Record<string, string>, method = 'GET') => {
      const right = {
        Upgrade: 'websocket',
        Origin: ORIGIN,
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ=='
      };
      const request = new Request(ORIGIN + apiPath(serviceId, 'desk'), {
        method,
        headers: { ...right, ...headers }
      });
      return worker.fetch(request, { ...bindings, ASSETS });
    };
    expect((await upgrade({})).status).toBe(101);
    for (const wrong of [
      await upgrade({ 'Sec-WebSocket-Version': '12' }),
      await upgrade({ 'Sec-WebSocket-Version': '' }),
      await upgrade({ 'Sec-WebSocket-Key': 'short' }),
      await upgrade({ 'Sec-WebSocket-Key': '' }),
      await upgrade({}, 'POST')
    ]) {
      expect([wrong.status, await wrong.text()]).toEqual([400, '{"code":"malformed"}']);
      expectSecured(wrong);
    }
  });

  it('[X6] answers the process that started it, by its own id, and nobody else', async () => {
    const asked = async (path: string, START_ID: string) =>
      (await worker.fetch(new Request(ORIGIN + path), { ...bindings, ASSETS, START_ID })).status;
    expect(await asked('/api/start/abc', 'abc')).toBe(204);
    expect(await asked('/api/start/abd', 'abc')).toBe(400);
    expect(await asked('/api/start/', '')).toBe(400);
  });

  it('[X6] says that a goodbye was not written down when it was not', async () => {
    const answers = async (leave: () => Promise<unknown>): Promise<unknown> => {
      const DESK = { getByName: () => ({ roomExists: async () => true }) };
      const ROOM = { getByName: () => ({ leave }) };
      const request = new Request(ORIGIN + apiPath(serviceId, 'leave'), {
        method: 'POST',
        headers: { 'Sec-Fetch-Site': 'same-origin' },
        body: new Uint8Array(48)
      });
      const env = { ...bindings, DESK, ROOM } as unknown as typeof bindings;
      const answer = await worker.fetch(request, env);
      return [answer.status, await answer.text()];
    };
    const unwritten = [503, '{"code":"unavailable"}'];
    expect(await answers(async () => undefined)).toEqual([204, '']);
    expect(await answers(() => Promise.reject(new Error('disk')))).toEqual(unwritten);
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
    const staff = await StaffConnection.enter(kari, room);
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
      // As many answers as frames: no more than one batch is ever in progress.
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
      Array.from({ length: MAX_CONNECTIONS_PER_ROOM }, () => GuestConnection.open(room.hex))
    );
    const closed = await Promise.race(strangers.map(({ wire }) => wire.closed));
    expect(closed).toBe(4429);
    expect(await StaffConnection.enter(kari, room)).toBeDefined();
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
