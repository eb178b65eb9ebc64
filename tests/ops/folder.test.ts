// The data folder: one server at a time, whatever became of the last one; and a format, so that a folder of
// another version is left exactly as it is. Rules: X6, R6.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { homeService } from '#lib/protocol/services.ts';
import { setUpService } from '../wire-client/member.ts';
import { isAlive, newFolder, refused, start, until } from './started.ts';

const another = (folder: string, pid: number): string =>
  `Another Tryggrom (process ${pid}) is using the folder ${folder}: stop that one first, or name another folder by DATA_DIR.\n`;

/** Names, contents, rights and times of everything below, the folder itself included. */
function fingerprint(folder: string): string[] {
  return ['.', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })].sort().map((name) => {
    const path = join(folder, name);
    const { mode, mtimeMs, size, ino } = statSync(path);
    const content = statSync(path).isFile()
      ? createHash('sha256').update(readFileSync(path)).digest('hex')
      : '';
    return [name, mode, mtimeMs, size, ino, content].join(' ');
  });
}

it('[X6] two servers never use one folder, and the second one says so', async () => {
  const first = await start();
  const starter = first.child.pid ?? 0;
  for (let again = 0; again < 2; again += 1) {
    const second = await refused({ DATA_DIR: first.dataDir });
    expect([second.code, second.out]).toEqual([1, '']);
    expect(second.err).toBe(another(first.dataDir, starter));
  }
  // The same folder by another name is the same folder.
  const link = join(newFolder(), 'link');
  symlinkSync(first.dataDir, link);
  expect((await refused({ DATA_DIR: link })).err).toBe(another(link, starter));
  expect((await fetch(first.url)).status).toBe(200);
  expect(await setUpService(first.setupLink, homeService)).toBeDefined();
});

it('[X6] of two that start at once, one runs', async () => {
  const DATA_DIR = newFolder();
  const both = await Promise.allSettled([start({ DATA_DIR }), start({ DATA_DIR })]);
  expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
  const reasons = both.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
  expect(reasons[0]).toContain('is using the folder');
});

it('[X6] a lock whose holder was killed, or lost its power, is taken over without a question', async () => {
  const first = await start();
  const member = await setUpService(first.setupLink, homeService);
  first.child.kill('SIGKILL');
  await until(() => !isAlive(first.runtimePid()));
  // Its number now belongs to another program: this very one.
  const lock = join(first.dataDir, 'tryggrom.lock');
  writeFileSync(lock, JSON.stringify({ starter: process.pid, runtime: process.ppid }));
  const second = await start({ DATA_DIR: first.dataDir });
  expect(second.err()).toBe('');
  const status = await fetch(`${second.url}/api/s/${member.serviceId}/status`);
  expect(await status.json()).toMatchObject({ setUp: true });
  // A cut can leave anything in that file.
  for (const rest of ['', '{"starter":', '\0\0\0\0\0\0\0\0', '{"starter":-1,"runtime":"x"}']) {
    second.child.kill('SIGKILL');
    await second.ended;
    await until(() => !isAlive(second.runtimePid()));
    writeFileSync(lock, rest);
    const next = await start({ DATA_DIR: first.dataDir });
    const starter = next.child.pid ?? 0;
    expect((await refused({ DATA_DIR: first.dataDir })).err).toBe(another(first.dataDir, starter));
    next.child.kill('SIGTERM');
    await next.ended;
  }
});

it('[X6] a runtime that lost starter and watcher at once is named, and keeps its folder', async (ctx) => {
  if (process.platform !== 'linux') return ctx.skip('only Linux tells who holds a file');
  const first = await start();
  const runtime = first.runtimePid();
  const watchers = readdirSync('/proc').filter(
    (pid) =>
      /^\d+$/.test(pid) &&
      existsSync(`/proc/${pid}/stat`) &&
      readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(runtime)
  );
  expect(watchers).toHaveLength(1);
  process.kill(Number(watchers[0]), 'SIGKILL');
  first.child.kill('SIGKILL');
  await until(() => !isAlive(first.child.pid ?? 0));
  try {
    expect(isAlive(runtime)).toBe(true);
    expect((await refused({ DATA_DIR: first.dataDir })).err).toBe(another(first.dataDir, runtime));
  } finally {
    process.kill(runtime, 'SIGKILL');
  }
  await until(() => !isAlive(runtime));
  await start({ DATA_DIR: first.dataDir });
});

it('[X6] writes the folder’s format at its first start, for its own user alone', async () => {
  const folder = join(newFolder(), 'new', 'data');
  const first = await start({ DATA_DIR: folder });
  expect(readFileSync(join(folder, 'tryggrom.json'), 'utf8')).toBe(
    '{"format":1,"objects":{"room":1,"desk":1,"door":1,"archive":1,"latch":1}}\n'
  );
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  for (const name of ['tryggrom.json', 'tryggrom.lock'])
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  // Files that only a start needs are gone: one has the hash of the set-up token.
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  first.child.kill('SIGTERM');
  await first.ended;
});

it('[X6, R6] leaves a folder of the time before formats as it is, and says so', async () => {
  const before = await start();
  await setUpService(before.setupLink, homeService);
  before.child.kill('SIGTERM');
  await before.ended;
  const folder = before.dataDir;
  for (const name of ['tryggrom.json', 'tryggrom.lock']) rmSync(join(folder, name));
  const as = fingerprint(folder);
  const answer = await refused({ DATA_DIR: folder });
  expect(answer).toEqual({
    code: 1,
    out: '',
    err: `The folder ${folder} was written before folders had a format, and cannot be opened any more. It was left as it is; name another folder by DATA_DIR.\n`
  });
  expect(fingerprint(folder)).toEqual(as);
});

it('[X6, R6] leaves a folder of a newer format, or of none that can be read, as it is', async () => {
  const cases: readonly (readonly [string, string])[] = [
    ['{"format":2}', 'was written by a newer Tryggrom (format 2; this one knows 1).'],
    ['{"format":17,"more":true}', 'was written by a newer Tryggrom (format 17; this one knows 1).'],
    [
      '{"format":1,"objects":{"room":2}}',
      'was written by a newer Tryggrom (version 2 of its rooms; this one knows 1).'
    ],
    ['', 'holds a tryggrom.json that does not name a format.'],
    ['{"format":', 'holds a tryggrom.json that does not name a format.'],
    ['{"format":"1"}', 'holds a tryggrom.json that does not name a format.'],
    ['{"format":0}', 'holds a tryggrom.json that does not name a format.'],
    ['null', 'holds a tryggrom.json that does not name a format.']
  ];
  for (const [text, what] of cases) {
    const folder = newFolder();
    writeFileSync(join(folder, 'tryggrom.json'), text);
    mkdirSync(join(folder, 'tryggrom-room'), { mode: 0o755 });
    const as = fingerprint(folder);
    const answer = await refused({ DATA_DIR: folder });
    const err = `The folder ${folder} ${what} It was left as it is; name another folder by DATA_DIR.\n`;
    expect(answer).toEqual({ code: 1, out: '', err });
    expect(fingerprint(folder)).toEqual(as);
  }
});
