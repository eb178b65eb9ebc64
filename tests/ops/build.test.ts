// The first start, and every one after an upgrade, builds: for half a minute it must be as easy to stop as
// a running server, and what goes wrong is one sentence. A copy of the project, with its real tools. Rules:
// X6.
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { SOURCES } from '../../scripts/build.ts';
import { newFolder, refused, run, until } from './started.ts';

const PROMISE_MS = 3_000;

/** The project without a build, as after `npm ci`. */
function unbuilt(): string {
  const tree = newFolder();
  for (const source of SOURCES) cpSync(source, join(tree, source), { recursive: true });
  const made = '.svelte-kit/tsconfig.json';
  mkdirSync(dirname(join(tree, made)));
  cpSync(made, join(tree, made));
  symlinkSync(resolve('node_modules'), join(tree, 'node_modules'));
  return tree;
}

const startOf = (tree: string) => [process.execPath, join(tree, 'scripts/start.cjs')] as const;

/** Processes that run in this folder. */
const processesIn = (tree: string): readonly string[] =>
  readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`).startsWith(tree);
    } catch {
      return false; // ended in the meantime
    }
  });

it.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
  '[X6] %s while it builds: it is gone within three seconds, with every tool, and without a word',
  async (signal) => {
    const tree = unbuilt();
    const started = run(startOf(tree), { DATA_DIR: newFolder() });
    await until(() => started.out().includes('Building'));
    if (process.platform === 'linux') await until(() => processesIn(tree).length > 1);
    const sinceMs = Date.now();
    started.child.kill(signal);
    expect(await started.ended).toBe(signal === 'SIGKILL' ? signal : 0);
    if (process.platform === 'linux') await until(() => processesIn(tree).length === 0, PROMISE_MS);
    expect(Date.now() - sinceMs).toBeLessThan(PROMISE_MS);
    expect(started.err()).toBe('');
  }
);

it('[X6] a build that fails is one sentence, and what the tools say is left to “npm run build”', async () => {
  const tree = unbuilt();
  writeFileSync(join(tree, 'vite.config.ts'), 'export default nothing.at.all;\n');
  const { code, out, err } = await refused({}, startOf(tree));
  expect(code).toBe(1);
  expect(out).toMatch(/^Building [^\n]+\n$/);
  expect(err).toBe('Tryggrom could not be built: run “npm run build” to see what is wrong.\n');
  const told = run([process.execPath, 'scripts/build.ts'], {}, { cwd: tree });
  expect(await told.ended).toBe(1);
  expect(told.err()).toContain('nothing is not defined');
});

it('[X6] a project folder that cannot be written is one sentence', async (ctx) => {
  if (process.getuid?.() !== 0) return ctx.skip('only root can become nobody');
  const tree = unbuilt();
  chmodSync(tree, 0o755);
  const { code, err } = await refused({}, startOf(tree), { uid: 65_534 });
  expect([code, err]).toEqual([
    1,
    `Tryggrom cannot be built in ${tree}: this user may not write there.\n`
  ]);
});
