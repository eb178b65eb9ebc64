// Odd requests, byte by byte: where the runtime hands them to us, our own coded refusal with every header;
// where it does not, nothing of its internals. Rules: X1, X5.
import { expect, it } from 'vitest';
import { apiPath } from '#lib/protocol/addresses.ts';
import { homeService } from '#lib/protocol/services.ts';
import { askRaw, requestText, UPGRADE, type RawAnswer } from './raw.ts';
import { pause, start } from './started.ts';

const { serviceId } = homeService;
const status = apiPath(serviceId, 'status');
const desk = apiPath(serviceId, 'desk');

function expectOurs(answer: RawAnswer, code: number, body: string): void {
  expect([answer.status, answer.body]).toEqual([code, body]);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(answer.headers.get('cache-control')).toBe('no-store');
}

const MALFORMED = '{"code":"malformed"}';
const NOT_ALLOWED = '{"code":"not-allowed"}';

it('[X1] refuses odd targets, methods, hosts and upgrades with its own code and headers', async () => {
  const server = await start();
  const host = `localhost:${server.port}`;
  const raw = (text: string) => askRaw(server.port, text);
  const ask = (asked: Partial<Parameters<typeof requestText>[0]>) =>
    raw(requestText({ host, ...asked }));

  expectOurs(await ask({ target: '*' }), 400, MALFORMED);
  expectOurs(await ask({ target: '*', method: 'OPTIONS' }), 400, MALFORMED);
  expectOurs(await ask({ target: '*', host: 'localhost' }), 400, MALFORMED);
  for (const odd of [
    'a b',
    'a:99999999',
    `${host}@evil.example`,
    'evil.example/x?',
    'a,b',
    `${host}*`
  ])
    expectOurs(await ask({ target: status, host: odd }), 400, MALFORMED);
  const twice = `GET ${status} HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\n\r\n`;
  expectOurs(await raw(twice), 400, MALFORMED);
  // A target with a host of its own is read under the Host that was sent.
  expectOurs(
    await ask({ target: `http://${host}${status}`, host: 'evil.example' }),
    403,
    NOT_ALLOWED
  );

  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE', 'QUERY'])
    for (const target of ['/', '/r', status, '/nowhere']) {
      const answer = await ask({ method, target });
      expectOurs(answer, 405, NOT_ALLOWED);
      expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
    }

  const Origin = `http://${host}`;
  const upgrade = (headers: Record<string, string>, method = 'GET') =>
    ask({ method, target: desk, headers: { ...UPGRADE, Origin, ...headers } });
  expect((await upgrade({})).status).toBe(101);
  for (const version of ['12', '8', '', '13, 8', 'thirteen'])
    expectOurs(await upgrade({ 'Sec-WebSocket-Version': version }), 400, MALFORMED);
  for (const key of ['', 'short', 'a'.repeat(200)])
    expectOurs(await upgrade({ 'Sec-WebSocket-Key': key }), 400, MALFORMED);
  expectOurs(await upgrade({}, 'POST'), 400, MALFORMED);

  expect(server.err()).toBe('');
  expect((await ask({ target: status })).status).toBe(200);
});

it('[X1] what the runtime keeps to itself shows nothing of it, and is nothing to the operator', async () => {
  const server = await start();
  const host = `localhost:${server.port}`;
  const ask = async (text: string): Promise<RawAnswer> => {
    const answer = await askRaw(server.port, text, 3_000);
    expect(answer.text).not.toMatch(/workerd|stack|\.c\+\+|\/[a-z]+\/[a-z]+\//i);
    return answer;
  };
  // None of our code runs for these: the runtime answers by itself, or hangs up.
  const kept: readonly (readonly [string, number])[] = [
    [`BREW ${status} HTTP/1.1\r\nHost: ${host}\r\n\r\n`, 501],
    [`get ${status} HTTP/1.1\r\nHost: ${host}\r\n\r\n`, 501],
    [`CONNECT evil.example:443 HTTP/1.1\r\nHost: ${host}\r\n\r\n`, 500],
    [`GET ${status} HTTP/1.1\r\n\r\n`, 400],
    [`GET ${status} HTTP/1.1\r\nHost: \r\n\r\n`, 400],
    [`GET ${status} HTTP/3.0\r\nHost: ${host}\r\n\r\n`, 400],
    [`GET /\r\n\r\n`, 400],
    [`GET / HTTP/1.1\r\nHost: ${host}\r\nno colon\r\n\r\n`, 400],
    [`POST ${status} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: -5\r\n\r\n`, 400],
    ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', 400],
    ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 0]
  ];
  for (const [text, code] of kept)
    expect([text.slice(0, 40), (await ask(text)).status]).toEqual([text.slice(0, 40), code]);
  const after = await askRaw(server.port, requestText({ target: status, host }));
  expect(after.status).toBe(200);
  // Its output about them comes a moment later.
  await pause(300);
  expect(server.err()).toBe('');
});
