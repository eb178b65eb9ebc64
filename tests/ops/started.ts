// The product as an operator starts it: the same command, its output captured, on a free port and in a
// separate folder. Processes that a test leaves running are ended after it, by process number.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { freePort } from '../free-port.ts';

export type Settings = Readonly<Record<string, string>>;

const folders: string[] = [];
/** The signal that ends each process after its test. */
const children = new Map<ChildProcess, NodeJS.Signals>();

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tryggrom-ops-'));
  folders.push(folder);
  return folder;
}

/** Only its parent can reap an ended process; a zombie counts as ended. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (error) {
    // No /proc on this system: only the signal has told.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' && process.platform !== 'linux';
  }
}

export const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));

/** Waits until something holds. @throws {Error} after `patienceMs` */
export async function until(
  holds: () => boolean | Promise<boolean>,
  patienceMs = 20_000
): Promise<void> {
  const endMs = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error('it never came to hold');
    await pause(20);
  }
}

export interface Run {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  /** Code or signal; everything that it printed has been read. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** Runs a command with exactly these settings, and none of this process's own. */
export function run(
  command: readonly [string, ...string[]],
  settings: Settings,
  options: { readonly detached?: boolean; readonly uid?: number; readonly cwd?: string } = {},
  endBy: NodeJS.Signals = 'SIGKILL'
): Run {
  const { PATH = '', HOME = '/' } = process.env;
  const [program, ...args] = command;
  const child = spawn(program, args, {
    env: { PATH, HOME, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options
  });
  children.set(child, endBy);
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  const ended = new Promise<number | NodeJS.Signals>((done) => {
    child.once('close', (code, signal) => {
      children.delete(child);
      done(signal ?? code ?? 1);
    });
  });
  return { child, out: () => out, err: () => err, ended };
}

export const START = [process.execPath, 'scripts/start.cjs'] as const;

export interface Started extends Run {
  readonly port: number;
  readonly url: string;
  readonly dataDir: string;
  readonly setupLink: string;
  /** The process that holds port and folder. */
  readonly runtimePid: () => number;
}

/** Starts the product and waits until it says that it runs. @throws {Error} with its own words */
export async function start(
  settings: Settings = {},
  command: readonly [string, ...string[]] = START,
  options: Parameters<typeof run>[2] = {}
): Promise<Started> {
  const port = Number(settings['PORT'] ?? (await freePort()));
  const dataDir = settings['DATA_DIR'] ?? newFolder();
  const started = run(command, { ...settings, PORT: String(port), DATA_DIR: dataDir }, options);
  const over = started.ended.then((code) => {
    throw new Error(`It ended (${code}) before it ran:\n${started.out()}\n${started.err()}`);
  });
  await Promise.race([until(() => started.out().includes('Stop it with Ctrl+C.'), 60_000), over]);
  return {
    ...started,
    port,
    url: `http://localhost:${port}`,
    dataDir,
    setupLink: /\S+\/desk#setup-\S+/.exec(started.out())?.[0] ?? '',
    runtimePid: () =>
      (JSON.parse(readFileSync(join(dataDir, 'tryggrom.lock'), 'utf8')) as { runtime: number })
        .runtime
  };
}

/** Starts what must fail to start, and returns its output. */
export async function refused(
  settings: Settings,
  command: readonly [string, ...string[]] = START,
  options: Parameters<typeof run>[2] = {}
): Promise<{ readonly code: number | NodeJS.Signals; readonly out: string; readonly err: string }> {
  const PORT = settings['PORT'] ?? String(await freePort());
  const DATA_DIR = settings['DATA_DIR'] ?? newFolder();
  const { ended, out, err } = run(command, { ...settings, PORT, DATA_DIR }, options);
  return { code: await ended, out: out(), err: err() };
}

afterEach(async () => {
  for (const [child, endBy] of children) child.kill(endBy);
  await until(() => children.size === 0);
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
