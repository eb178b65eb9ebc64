// Builds everything that a server needs into .build: the pages (site/), the Content-Security-Policy of each
// page as a header (site/_headers.json), and the room server as one module (worker/). Builds only when one
// of its sources is newer than the last build. Its tools end with whoever builds. Rules: X6, V2.
import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs';
import { join, resolve } from 'node:path';
import { CannotStart } from './cannot-start.ts';
import { putBack, setAside } from './earlier-files.ts';
import { withoutLateStyles } from './late-styles.ts';
import { endOf, tied } from './tied-child.ts';
import { writeFault, writeFaultIn } from './write-faults.ts';

export const BUILD_DIR = '.build';
export const SITE_DIR = '.build/site';
export const WORKER_DIR = '.build/worker';
/** Built separately from the pages' own scripts, and imports none of them: see src/boot.ts. */
const BOOT = 'static/boot.js';
const ASIDE_DIR = '.svelte-kit/earlier-files';
const STAMP = '.build/built';
/** The sources of a build, and nothing else. */
export const SOURCES = [
  'src',
  'party',
  'static',
  'scripts',
  'package.json',
  'package-lock.json',
  'svelte.config.js',
  'vite.config.ts',
  'tsconfig.json'
];

function newestMs(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}

/** A tool has failed; the message is everything that it printed. */
class ToolFailed extends Error {
  override readonly name = 'ToolFailed';
}

/** Runs a tool in a group of its own, which ends with whoever builds. @throws {ToolFailed} */
async function run(command: string, args: readonly string[]): Promise<void> {
  const tool = [process.execPath, `node_modules/${command}`, ...args];
  const child = spawn('/bin/sh', ['-c', tied('-$$'), ...tool], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
    env: {
      ...process.env,
      WRANGLER_SEND_METRICS: 'false',
      WRANGLER_LOG_SANITIZE: 'true',
      WRANGLER_WRITE_LOGS: 'false',
      CI: 'true'
    }
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const line = child.stdio[3] as Writable;
  line.on('error', () => undefined);
  if ((await endOf(child, line)) !== 0)
    throw new ToolFailed(`The build failed in ${command}:\n${said}`);
}

/** Pages below the site's folder, as paths that start with a slash. */
function pages(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.html'))
    .map((path) => `/${path.replaceAll('\\', '/')}`);
}

const META_CSP = /<meta http-equiv="content-security-policy" content="([^"]*)">/i;

/**
 * Moves each page's policy into a header, which applies before the first byte is read. Removes the styles
 * that load later.
 */
function finishPages(): void {
  const policies: Record<string, string> = {};
  for (const page of pages(SITE_DIR)) {
    const path = join(SITE_DIR, page);
    const text = readFileSync(path, 'utf8');
    const csp = META_CSP.exec(text)?.[1];
    if (csp === undefined) throw new Error(`No policy stands in ${page}.`);
    policies[page] = csp.replaceAll('&#39;', "'").replaceAll('&quot;', '"');
    writeFileSync(path, withoutLateStyles(text.replace(META_CSP, '')));
  }
  writeFileSync(join(SITE_DIR, '_headers.json'), JSON.stringify(policies));
}

/** Whether .build is as new as its sources. */
export const isBuilt = (): boolean =>
  existsSync(STAMP) && statSync(STAMP).mtimeMs > Math.max(...SOURCES.map(newestMs));

async function buildAll(): Promise<void> {
  const startedMs = Date.now();
  setAside('.build', ASIDE_DIR, startedMs);
  rmSync('.build', { recursive: true, force: true });
  mkdirSync('.build', { recursive: true });
  // Made before the pages, so that the service worker caches it too.
  await run('rolldown/bin/cli.mjs', [
    'src/boot.ts',
    '-o',
    BOOT,
    '-f',
    'iife',
    '-m',
    '--logLevel',
    'silent'
  ]);
  await run('vite/bin/vite.js', ['build', '--logLevel', 'error']);
  finishPages();
  putBack(ASIDE_DIR, '.build', startedMs);
  await run('wrangler/bin/wrangler.js', [
    'deploy',
    '--dry-run',
    '-c',
    'party/wrangler.jsonc',
    '--outdir',
    resolve(WORKER_DIR)
  ]);
  writeFileSync(STAMP, `${Date.now() - startedMs} ms\n`);
}

/** @throws {CannotStart} one sentence; its cause has the words of the tool */
export async function build(): Promise<void> {
  try {
    await buildAll();
  } catch (cause) {
    const said = cause instanceof ToolFailed ? cause.message : '';
    const why = writeFault(cause) ?? writeFaultIn(said);
    throw new CannotStart(
      why === null
        ? 'Tryggrom could not be built: run “npm run build” to see what is wrong.'
        : `Tryggrom cannot be built in ${process.cwd()}: ${why}.`,
      { cause }
    );
  }
}

export async function buildIfNeeded(): Promise<void> {
  if (isBuilt()) return;
  console.log('Building (about half a minute the first time) …');
  await build();
}

/** For whoever works on it: what the tools said, whole. */
export const wordsOf = (error: unknown): unknown =>
  error instanceof CannotStart && error.cause instanceof Error ? error.cause.message : error;

// No top-level await: start.cjs requires this file.
if (import.meta.main)
  build().catch((error: unknown) => {
    console.error(wordsOf(error));
    process.exitCode = 1;
  });
