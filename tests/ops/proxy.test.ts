// The example proxy of deploy/ in front of the product, with a real nginx: everything works through it,
// slow clients are cut off, and too many are refused. Rules: X5, X6, I1.
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, it, type TestContext } from 'vitest';
import { apiPath } from '#lib/protocol/addresses.ts';
import { homeService } from '#lib/protocol/services.ts';
import { append, guestJoin, leave, sealSay } from '../wire-client/guest.ts';
import { request } from '../wire-client/http.ts';
import { createRoom } from '../wire-client/made-room.ts';
import { setUpService } from '../wire-client/member.ts';
import { acceptGuest, decide, reply, staffEnter } from '../wire-client/staff.ts';
import { findNginx, startProxy, type Proxy, type ProxySettings } from './nginx.ts';
import { requestText } from './raw.ts';
import { freePort } from '../free-port.ts';
import { start, until, type Started } from './started.ts';

const { serviceId } = homeService;
let found: ReturnType<typeof findNginx>;
beforeAll(() => {
  found = findNginx();
});

/** The path of nginx; without one the test is left out. */
const nginxOr = (ctx: TestContext): string =>
  typeof found === 'string' ? found : ctx.skip(found.leftOut);

const systems = getCACertificates('default');
afterAll(() => setDefaultCACertificates(systems));

interface Behind {
  readonly server: Started;
  readonly proxy: Proxy;
  readonly url: string;
}

/** The product behind the example; this process trusts its certificate from then on. */
async function behindProxy(path: string, caps?: ProxySettings['caps']): Promise<Behind> {
  const [port, plainPort, serverPort] = [await freePort(), await freePort(), await freePort()];
  const url = `https://localhost:${port}`;
  const server = await start({
    PORT: String(serverPort),
    ORIGINS: url,
    TRUSTED_PROXIES: '127.0.0.1'
  });
  const ports = { port, plainPort, serverPort };
  const proxy = await startProxy(path, caps === undefined ? ports : { ...ports, caps });
  setDefaultCACertificates([...systems, proxy.certificate]);
  return { server, proxy, url };
}

interface Line {
  readonly socket: Socket;
  /** Connected, with TLS if the port uses it. */
  readonly opened: () => boolean;
  readonly got: () => string;
  readonly closed: () => boolean;
}

function lineOf(socket: Socket): Line {
  let [got, opened, closed] = ['', false, false];
  socket.setEncoding('latin1').on('data', (text) => (got += String(text)));
  socket.on('error', () => undefined).on('close', () => (closed = true));
  const open = 'encrypted' in socket ? 'secureConnect' : 'connect';
  socket.on(open, () => (opened = true));
  return { socket, got: () => got, opened: () => opened, closed: () => closed };
}

const tcp = ({ port }: Proxy): Line => lineOf(connectPlain({ port, host: '127.0.0.1' }));
const tls = ({ port, certificate }: Proxy, localAddress = '127.0.0.1'): Line =>
  lineOf(
    connectTls({
      // The socket takes the local address, TLS the rest.
      socket: connectPlain({ port, host: '127.0.0.1', localAddress }),
      servername: 'localhost',
      ca: certificate
    })
  );

const goodbyeHead = (url: string): string =>
  requestText({
    method: 'POST',
    target: apiPath(serviceId, 'leave'),
    host: new URL(url).host,
    headers: { 'Sec-Fetch-Site': 'same-origin', 'Content-Length': '48' }
  });

it('[X5] through the example proxy: set-up, https cookies, a room with both sides, and the goodbye', async (ctx) => {
  const nginx = nginxOr(ctx);
  const { server, proxy, url } = await behindProxy(nginx);
  expect(server.setupLink).toContain(`${url}/desk#setup-`);
  const member = await setUpService(server.setupLink, homeService);
  expect(member.cookie).toMatch(/^__Host-session=/);
  const room = await createRoom(member);
  const guest = await guestJoin(room);
  await append(guest.line, await sealSay(guest.epoch, 0, 'hei'));
  const staff = await staffEnter(member, room);
  const epoch = staff.entered.epochs[0];
  if (epoch === undefined) throw new Error('the guest is not there');
  const keys = await acceptGuest(room, epoch);
  await decide(staff, guest.epoch.epochId, 'confirm');
  await reply(staff, guest.epoch.epochId, keys.staffKey, 'jeg er her');
  await leave(guest.epoch);
  staff.wire.close();

  const page = await fetch(`${url}/r`, { headers: { 'X-Forwarded-Proto': 'http' } });
  expect(page.status).toBe(200);
  expect(page.headers.get('strict-transport-security')).toMatch(/max-age/);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  // Over http there is only the redirect to https; another origin's page stays another's.
  const plain = await fetch(`http://localhost:${proxy.plainPort}/r`, { redirect: 'manual' });
  expect([plain.status, plain.headers.get('location')]).toEqual([301, `${url}/r`]);
  for (const foreign of [url.replace('https', 'http'), server.url, 'https://localhost'])
    await expect(request({ ...member, url: foreign }, 'POST', 'sign-out', {})).rejects.toThrow();
  const posted = (origin: string) =>
    fetch(url + apiPath(serviceId, 'sign-in/start'), {
      method: 'POST',
      headers: { origin },
      body: '{}'
    });
  expect((await posted(url)).status).toBe(400);
  expect((await posted(url.replace('https', 'http'))).status).toBe(403);
  const large = await fetch(url + apiPath(serviceId, 'sign-in/start'), {
    method: 'POST',
    headers: { origin: url },
    body: 'x'.repeat(300_000)
  });
  expect([large.status, await large.text()]).toEqual([413, '{"code":"too-large"}']);

  server.child.kill('SIGTERM');
  await server.ended;
  const gone = await fetch(`${url}/api/s/${serviceId}/status`);
  expect([gone.status, await gone.text()]).toEqual([503, '{"code":"unavailable"}']);
  expect(proxy.log()).toBe('');
  expect(server.err()).toBe('');
});

it('[X6] the example proxy cuts off what is slow, and others are served meanwhile', async (ctx) => {
  const nginx = nginxOr(ctx);
  const { server, proxy, url } = await behindProxy(nginx);
  const host = new URL(url).host;
  const EACH = 150;
  const all = <T>(make: () => T): T[] => Array.from({ length: EACH }, make);
  const silent = all(() => tcp(proxy));
  const afterHandshake = all(() => tls(proxy));
  const inHeaders = all(() => tls(proxy));
  // From a separate address: these count as under way.
  const inBody = all(() => tls(proxy, '127.0.0.2'));
  for (const { socket } of inHeaders) socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\n`);
  for (const { socket } of inBody) socket.write(goodbyeHead(url));
  // A header every second, forever: the time limit is for all of them together.
  const trickle = setInterval(() => {
    for (const { socket } of inHeaders) if (!socket.destroyed) socket.write('X-More: 1\r\n');
  }, 1_000);
  const slow = [...silent, ...afterHandshake, ...inHeaders, ...inBody];
  try {
    // All of them were accepted.
    await until(() => slow.every((line) => line.opened()));
    expect((await fetch(`${url}/api/s/${serviceId}/status`)).status).toBe(200);
    await until(() => slow.every((line) => line.closed()), 60_000);
  } finally {
    clearInterval(trickle);
    for (const { socket } of slow) socket.destroy();
  }
  expect((await fetch(`${url}/api/s/${serviceId}/status`)).status).toBe(200);
  expect(proxy.log()).toBe('');
  expect(server.err()).toBe('');
});

/** Requests that stay under way: their headers are there, their bodies are not. */
async function underWay(behind: Behind, count: number, from: string): Promise<Line[]> {
  const lines = Array.from({ length: count }, () => tls(behind.proxy, from));
  for (const { socket } of lines) socket.write(goodbyeHead(behind.url));
  return lines;
}

const refusedAmong = (lines: readonly Line[]): number =>
  lines.filter(
    (line) => line.got().startsWith('HTTP/1.1 503') && line.got().endsWith('{"code":"unavailable"}')
  ).length;

it('[X6] the example proxy holds its caps: for one address, and in all', async (ctx) => {
  const nginx = nginxOr(ctx);
  const own = await behindProxy(nginx);
  const many = await underWay(own, 220, '127.0.0.2');
  await until(() => refusedAmong(many) === 20);
  // Another address is not affected.
  expect((await fetch(`${own.url}/api/s/${serviceId}/status`)).status).toBe(200);
  for (const { socket } of many) socket.destroy();
  expect(own.proxy.log()).toBe('');

  const few = await behindProxy(nginx, { ofOneAddress: 10, inAll: 25 });
  const lines: Line[] = [];
  for (const from of ['127.0.0.2', '127.0.0.3', '127.0.0.4'])
    lines.push(...(await underWay(few, 10, from)));
  await until(() => refusedAmong(lines) === 5);
  expect((await fetch(`${few.url}/api/s/${serviceId}/status`)).status).toBe(503);
  for (const { socket } of lines) socket.destroy();
  await until(async () => (await fetch(`${few.url}/api/s/${serviceId}/status`)).status === 200);
  expect(few.proxy.log()).toBe('');
});
