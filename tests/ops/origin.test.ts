// The addresses at which the served product answers: only those that the operator named, compared as a
// whole. Requests are written byte by byte, because no client lets one set Host. Rules: X5.
import { expect, it } from 'vitest';
import { apiPath } from '#lib/protocol/addresses.ts';
import { homeService } from '#lib/protocol/services.ts';
import { setUpService } from '../wire-client/member.ts';
import { askRaw, requestText, UPGRADE, type Asked } from './raw.ts';
import { start } from './started.ts';

const { serviceId } = homeService;
const status = apiPath(serviceId, 'status');
const signIn = apiPath(serviceId, 'sign-in/start');
const desk = apiPath(serviceId, 'desk');
const REFUSED = [403, '{"code":"not-allowed"}'];

it('[X5] a name that a stranger leads here (DNS rebinding) gets nothing: no page, no answer, no socket', async () => {
  const { port } = await start();
  const ask = async (asked: Asked) => {
    const { status: code, body, headers } = await askRaw(port, requestText(asked));
    expect(headers.has('strict-transport-security')).toBe(false);
    return [code, body];
  };
  const hosts = ['evil.example', `evil.example:${port}`, 'localhost', `localhost:${port + 1}`];
  for (const host of hosts) {
    for (const target of ['/', '/r', '/desk', '/service-worker.js', '/robots.txt', status])
      expect(await ask({ target, host })).toEqual(REFUSED);
    const Origin = `http://${host}`;
    const post = { method: 'POST', host, headers: { Origin }, body: '{}' };
    expect(await ask({ ...post, target: signIn })).toEqual(REFUSED);
    expect(await ask({ ...post, target: apiPath(serviceId, 'leave') })).toEqual(REFUSED);
    expect(await ask({ target: desk, host, headers: { ...UPGRADE, Origin } })).toEqual(REFUSED);
  }
  for (const name of ['localhost', '127.0.0.1', '[::1]', 'LOCALHOST']) {
    const host = `${name}:${port}`;
    expect((await ask({ target: status, host }))[0]).toBe(200);
    const Origin = `http://${host.toLowerCase()}`;
    const opened = await ask({ target: desk, host, headers: { ...UPGRADE, Origin } });
    expect(opened[0]).toBe(101);
  }
});

it('[X5] a page of another scheme, host or port is another page', async () => {
  const { port } = await start();
  const host = `localhost:${port}`;
  const asks = async (Origin: string, more: Record<string, string> = {}) => {
    const headers = { Origin, ...more };
    const posted = await askRaw(
      port,
      requestText({ method: 'POST', target: signIn, host, headers, body: '{}' })
    );
    const opened = await askRaw(
      port,
      requestText({ target: desk, host, headers: { ...UPGRADE, ...headers } })
    );
    return [posted.status, opened.status];
  };
  // The schema refuses what the border let through.
  expect(await asks(`http://${host}`)).toEqual([400, 101]);
  for (const foreign of [
    `https://${host}`,
    `http://localhost:${port + 1}`,
    'http://localhost',
    `http://127.0.0.1:${port}`,
    `http://${host}/`,
    'null'
  ])
    expect([foreign, ...(await asks(foreign))]).toEqual([foreign, 403, 403]);
  // No proxy is named: a client that claims https is not believed.
  const told = { 'X-Forwarded-Proto': 'https' };
  expect(await asks(`https://${host}`, told)).toEqual([403, 403]);
  expect(await asks(`http://${host}`, told)).toEqual([400, 101]);
});

it('[X5] behind a named proxy https is https: origin, cookie and Strict-Transport-Security', async () => {
  const server = await start({
    ORIGINS: 'https://ROM.example:443/ , https://second.example',
    TRUSTED_PROXIES: '127.0.0.1,::1'
  });
  const { port } = server;
  expect(server.out()).toContain('Tryggrom is running: https://rom.example (through your proxy;');
  expect(server.setupLink).toMatch(/^https:\/\/rom\.example\/desk#setup-/);
  const asks = async (host: string, Origin: string, proto: string) => {
    const headers = { Origin, 'X-Forwarded-Proto': proto };
    const text = requestText({ method: 'POST', target: signIn, host, headers, body: '{}' });
    const answer = await askRaw(port, text);
    return [answer.status, answer.headers.has('strict-transport-security')];
  };
  expect(await asks('rom.example', 'https://rom.example', 'https')).toEqual([400, true]);
  expect(await asks('second.example', 'https://second.example', 'https')).toEqual([400, true]);
  expect(await asks('rom.example', 'https://second.example', 'https')).toEqual([403, true]);
  expect(await asks('rom.example', 'http://rom.example', 'https')).toEqual([403, true]);
  expect(await asks('rom.example', 'https://rom.example', 'http')).toEqual([403, false]);
  expect(await asks('rom.example', 'https://rom.example', 'https, http')).toEqual([403, false]);
  // This machine's own names stay, over http and only for itself.
  const { href } = new URL(server.setupLink.replace('https://rom.example', server.url));
  const member = await setUpService(href, homeService);
  expect(member.cookie).toMatch(/^session=/);
  const cookieOver = async (host: string, proto: string, name: string) => {
    const headers = {
      Cookie: member.cookie.replace(/^session/, name),
      'X-Forwarded-Proto': proto
    };
    const target = apiPath(serviceId, 'session');
    return (await askRaw(port, requestText({ target, host, headers }))).status;
  };
  expect(await cookieOver(`localhost:${port}`, 'http', 'session')).toBe(200);
  expect(await cookieOver('rom.example', 'https', 'session')).toBe(401);
  expect(await cookieOver('rom.example', 'https', '__Host-session')).toBe(200);
});
