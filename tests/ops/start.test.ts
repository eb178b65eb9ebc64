// A failure to start is reported in one plain sentence, with exit code 1 and no stack. It never claims to
// run when another one does. Rules: X6.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { parse } from 'acorn';
import { afterEach, expect, it } from 'vitest';
import { homeService } from '#lib/protocol/services.ts';
import { freePort } from '../free-port.ts';
import { newFolder, refused, start, START, type Settings } from './started.ts';

/** One sentence of ours, and no other output. */
function expectSentence(
  { code, out, err }: Awaited<ReturnType<typeof refused>>,
  sentence: string | RegExp
): void {
  expect(err).toMatch(/^[^\n]+[.]\n$/);
  if (typeof sentence === 'string') expect(err).toBe(`${sentence}\n`);
  else expect(err).toMatch(sentence);
  expect(err).not.toMatch(/\bat .+:\d+|workerd|Error:|errno/);
  expect(out).not.toContain('running');
  expect(code).toBe(1);
}

const ONLY_ROOT = 'only root can become nobody';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Another program on a port; it answers every request as given. */
const occupy = (host: string, port: number, answer = ''): Promise<void> =>
  new Promise((done, fail) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      if (answer !== '') socket.end(answer);
    });
    servers.push(server);
    server.once('error', fail);
    server.listen({ host, port }, done);
  });

const policy = (change: object): string => JSON.stringify({ ...homeService, ...change });

it.each<[Settings, string | RegExp]>([
  [{ PORT: 'abc' }, 'PORT is “abc”, which is no number from 1 to 65535.'],
  [{ PORT: '0' }, /^PORT is “0”/],
  [{ PORT: '70000' }, /^PORT is “70000”/],
  [{ PORT: '80.5' }, /^PORT is “80\.5”/],
  [{ PORT: '-1' }, /^PORT is “-1”/],
  [{ HOST: '192.0.2.77' }, 'HOST is “192.0.2.77”, which is no address of this machine.'],
  [{ HOST: 'no such host' }, 'HOST is “no such host”, which is no address to listen on.'],
  [{ HOST: 'nowhere.invalid' }, 'HOST is “nowhere.invalid”, which is no address of this machine.'],
  [{ ORIGINS: 'rom.example.org' }, /^ORIGINS holds “rom\.example\.org”; write it like https:/],
  [{ ORIGINS: 'https://a.example https://b.example/desk' }, /^ORIGINS holds “https:\/\/b\.ex/],
  [{ ORIGINS: '*' }, /^ORIGINS holds “\*”/],
  [{ TRUSTED_PROXIES: '10.0.0.0/8' }, /^TRUSTED_PROXIES holds “10\.0\.0\.0\/8”/],
  [{ TRUSTED_PROXIES: '127.0.0.1, proxy' }, /^TRUSTED_PROXIES holds “proxy”/],
  [{ SERVICE_POLICY: '{' }, /^SERVICE_POLICY is no policy: it is not written in JSON/],
  [{ SERVICE_POLICY: '{}' }, /^SERVICE_POLICY is no policy: “v” is missing/],
  [
    { SERVICE_POLICY: policy({ lifetimes: { ...homeService.lifetimes, retentionMs: 'a year' } }) },
    /^SERVICE_POLICY is no policy: “lifetimes\.retentionMs” is/
  ],
  [
    { SERVICE_POLICY: policy({ timeZone: 'Europe/Olso' }) },
    'The policy names the time zone “Europe/Olso”, which nobody knows; write it like Europe/Oslo.'
  ]
])('[X6] says what is wrong with %o', async (settings, sentence) => {
  expectSentence(await refused(settings), sentence);
});

it('[X6] says that a port is taken, and takes nobody else’s answer for its own', async () => {
  const port = await freePort();
  const taken = `Port ${port} is taken by another program: stop that one, or choose another port by PORT.`;
  const first = await start({ PORT: String(port) });
  expectSentence(await refused({ PORT: String(port) }), taken);
  // The first one goes on undisturbed.
  expect((await fetch(first.url)).status).toBe(200);
  expect(first.err()).toBe('');
});

it('[X6] is not running where a browser that is given its name reaches another program', async () => {
  // `localhost` means both addresses; ours has one of them, and the other looks just like it.
  const port = await freePort();
  const body = JSON.stringify({ v: 1, setUp: true, policy: homeService });
  await occupy('::1', port, `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  expectSentence(
    await refused({ PORT: String(port) }),
    /^Port \d+ is taken by another program on ::1:/
  );
});

it('[X6] says that a port is not for this user', async (ctx) => {
  if (process.getuid?.() !== 0) return ctx.skip(ONLY_ROOT);
  if (Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8')) <= 80)
    return ctx.skip('on this machine everybody may listen on port 80');
  const DATA_DIR = newFolder();
  chmodSync(DATA_DIR, 0o777);
  const inside = join(DATA_DIR, 'own');
  const answer = await refused({ PORT: '80', DATA_DIR: inside }, START, { uid: 65_534 });
  expectSentence(answer, 'This user may not listen on port 80: choose one from 1024 on by PORT.');
});

const unstorable = (dir: string, why: string): string =>
  `DATA_DIR is ${dir}, and nothing can be stored there: ${why}.`;

it('[X6] says that nothing can be stored in DATA_DIR, and why', async () => {
  const file = join(newFolder(), 'file');
  writeFileSync(file, 'somebody’s');
  const there = 'there is something on the way that is no folder';
  expectSentence(await refused({ DATA_DIR: file }), unstorable(file, there));
  expectSentence(await refused({ DATA_DIR: join(file, 'x') }), unstorable(join(file, 'x'), there));
  expect(readFileSync(file, 'utf8')).toBe('somebody’s');
});

it('[X6] says that DATA_DIR is another user’s, or can only be read', async (ctx) => {
  if (process.getuid?.() !== 0) return ctx.skip(ONLY_ROOT);
  const folder = newFolder();
  const roots = join(folder, 'roots');
  mkdirSync(roots, { mode: 0o755 });
  chmodSync(folder, 0o755);
  const asNobody = (DATA_DIR: string) => refused({ DATA_DIR }, START, { uid: 65_534 });
  expectSentence(await asNobody(roots), unstorable(roots, 'it belongs to another user'));
  const below = join(roots, 'data');
  expectSentence(await asNobody(below), unstorable(below, 'this user may not write there'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=1m', 'none', roots]);
  if (mounted.status !== 0) return ctx.skip('nothing can be mounted here');
  try {
    expectSentence(await refused({ DATA_DIR: below }), unstorable(below, 'it can only be read'));
  } finally {
    execFileSync('umount', [roots]);
  }
});

it('[X6] too old a Node is told what to do, by a file that any Node can read', async () => {
  const text = readFileSync('scripts/start.cjs', 'utf8');
  expect(() => parse(text, { ecmaVersion: 5, sourceType: 'script' })).not.toThrow();
  const pretend = (version: string) =>
    `Object.defineProperty(process.versions, 'node', { value: '${version}' }); require('./scripts/start.cjs')`;
  for (const version of ['0.12.18', '8.17.0', '20.20.2', '23.11.1'])
    expectSentence(
      await refused({}, [process.execPath, '-e', pretend(version)]),
      `Tryggrom needs Node 24 and this is Node ${version}: start it by “npm start”, which uses the Node that “npm ci” has brought along.`
    );
});

it('[X6] an old Node that this machine has is really told so', async (ctx) => {
  const systems = '/usr/bin/node';
  if (!existsSync(systems)) return ctx.skip('this machine has no Node of its own');
  const version = execFileSync(systems, ['-v'], { encoding: 'utf8' }).trim();
  if (Number(/^v(\d+)/.exec(version)?.[1]) >= 24)
    return ctx.skip('this machine’s own Node is new enough');
  expectSentence(await refused({}, [systems, 'scripts/start.cjs']), /^Tryggrom needs Node 24 and/);
});

it('[X6] the documents name every variable that it reads, and no other', () => {
  const named = (text: string, pattern: RegExp) =>
    [...new Set([...text.matchAll(pattern)].map((found) => found[1]))].sort();
  const read = named(readFileSync('scripts/settings.ts', 'utf8'), /given\(env, '([A-Z_]+)'\)/g);
  const table = named(readFileSync('docs/OPERATIONS.md', 'utf8'), /^\| `([A-Z_]+)` \|/gm);
  expect(read.length).toBeGreaterThan(5);
  expect(table).toEqual(read);
});
