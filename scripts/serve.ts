// Runs the built product on this machine: embedded workerd, durable storage in one folder. `npm start`, the
// browser tests and the benchmarks all use it, so that they run the same thing. It reports a server only
// when it is certain that this one runs and was just started. Rules: X6.
import { createHash, randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { canonicalOrigin } from '../party/edge/spelling.ts';
import { workerdConfig } from '../party/workerd-config.ts';
import type { ServicePolicy } from '../src/lib/protocol/policy.ts';
import { homeService } from '../src/lib/protocol/services.ts';
import { BUILD_DIR } from './build.ts';
import { CannotStart } from './cannot-start.ts';
import { onFolder, openFolder } from './data-folder.ts';
import { watchSpace } from './free-space.ts';
import { answersAsOurs, isTaken } from './own-answer.ts';
import { startRuntime, type Runtime } from './runtime.ts';
import { RuntimeWords } from './runtime-words.ts';

export interface ServeOptions {
  readonly port: number;
  readonly dataDir: string;
  /** The output of build.ts; this project's own by default. */
  readonly buildDir?: string;
  /** Interface to listen on; a phone on the same network needs HTTPS in front. */
  readonly host?: string;
  readonly policy?: ServicePolicy | undefined;
  /** Origins by which it answers, besides this machine's own names [X5]. */
  readonly origins?: readonly string[];
  readonly trustedProxies?: readonly string[];
  /** What the operator should read while it runs. */
  readonly say?: (sentence: string) => void;
}

export interface RunningServer {
  /** The address on this machine. */
  readonly url: string;
  /** The public address: the first origin that the operator named, or this machine's. */
  readonly publicUrl: string;
  readonly pid: number;
  readonly policy: ServicePolicy;
  /** The set-up link of the first administrator; null once there is one. */
  readonly setupLink: string | null;
  /** Its end, wanted or not: a signal or a code. The folder is free then. */
  readonly ended: Promise<NodeJS.Signals | number>;
  /** Stops it at once, as a power cut would. That is safe at any moment, and it frees the port. */
  readonly stop: () => Promise<void>;
}

const PATIENCE_MS = 20_000;

const inAddress = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host);
const isAny = (host: string): boolean => ['0.0.0.0', '::'].includes(host);
const isLoopback = (host: string): boolean => ['127.0.0.1', '::1', 'localhost'].includes(host);

/** This machine's names, and the interface that the operator chose, if it is one. */
function ownOrigins(host: string, port: number): readonly string[] {
  const names = ['localhost', '127.0.0.1', '[::1]'];
  if (!isAny(host) && !isLoopback(host)) names.unshift(inAddress(host));
  return names.flatMap((name) => canonicalOrigin(`http://${name}:${port}`) ?? []);
}

/** The address to ask from here, which a server on that interface must hear. */
const askedAt = (host: string): string =>
  isAny(host) || host === 'localhost' ? '127.0.0.1' : inAddress(host);

/**
 * Waits until our server answers at every address that its name means.
 * @throws {CannotStart} when another program has the port there
 */
async function untilOurs(host: string, port: number, startId: string): Promise<void> {
  const untilMs = Date.now() + PATIENCE_MS;
  while (!(await answersAsOurs(`http://${askedAt(host)}:${port}`, startId))) {
    if (Date.now() > untilMs) throw new CannotStart('The server does not answer.');
    await new Promise((wake) => setTimeout(wake, 50));
  }
  if (!isAny(host) && !isLoopback(host)) return;
  // Browsers try both for `localhost`, and another program may be on the other one.
  for (const address of ['127.0.0.1', '::1'])
    if (
      (await isTaken(address, port)) &&
      !(await answersAsOurs(`http://${inAddress(address)}:${port}`, startId))
    )
      throw new CannotStart(
        `Port ${port} is taken by another program on ${address}: stop that one, or choose another port by PORT.`
      );
}

/** Whether there is an administrator. @throws {CannotStart} when the desk cannot tell. */
async function isSetUp(origin: string, policy: ServicePolicy): Promise<boolean> {
  const answer = await fetch(`${origin}/api/s/${policy.serviceId}/status`).catch(() => null);
  if (answer?.ok !== true)
    throw new CannotStart(
      'The server runs, but its desk cannot be read: look at the disk of DATA_DIR first.'
    );
  return ((await answer.json()) as { readonly setUp: boolean }).setUp;
}

/** The result of `start`. If the runtime ends before, its last words become the reason. */
async function unlessItEnds<T>(
  runtime: Runtime,
  heard: readonly string[],
  start: Promise<T>
): Promise<T> {
  const early = runtime.ended.then(() => {
    throw new CannotStart(heard[0] ?? 'The server stopped before it answered.');
  });
  return await Promise.race([start, early]);
}

/**
 * Starts workerd on the contents of .build and waits until it answers.
 * @throws {CannotStart} with one plain sentence when it cannot
 */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const { port, host = '127.0.0.1', policy = homeService, buildDir = BUILD_DIR } = options;
  const say = options.say ?? ((sentence) => console.error(sentence));
  const dataDir = resolve(options.dataDir);
  const named = options.origins ?? [];
  const token = randomBytes(32);
  const startId = randomBytes(16).toString('hex');
  const config = workerdConfig({
    port,
    host,
    workerModulePath: resolve(buildDir, 'worker/worker.js'),
    siteDir: resolve(buildDir, 'site'),
    dataDir,
    setupTokenHash: createHash('sha256').update(token).digest('hex'),
    servicePolicyJson: options.policy === undefined ? '' : JSON.stringify(options.policy),
    origins: [...named, ...ownOrigins(host, port)],
    trustedProxies: options.trustedProxies ?? [],
    startId
  });
  const lock = openFolder(dataDir);
  const configPath = join(dataDir, '.workerd.capnp');
  const forgetConfig = (): void => rmSync(configPath, { force: true });
  let runtime: Runtime | null = null;
  const heard: string[] = [];
  let hear = (sentence: string): void => void heard.push(sentence);
  try {
    onFolder(dataDir, () => writeFileSync(configPath, config, { mode: 0o600 }));
    const words = new RuntimeWords({ port, host, dataDir: options.dataDir });
    runtime = startRuntime(configPath, lock.fd, words, (sentence) => hear(sentence));
    onFolder(dataDir, () => lock.heldBy(runtime?.pid ?? 0));
    const origin = `http://${askedAt(host)}:${port}`;
    const start = runtime.listening
      .then(() => untilOurs(host, port, startId))
      .then(() => isSetUp(origin, policy));
    const setUp = await unlessItEnds(runtime, heard, start);
    forgetConfig();
    heard.splice(0).forEach(say);
    hear = say;
    const unwatch = watchSpace(dataDir, say);
    const { pid, kill } = runtime;
    const ended = runtime.ended.finally(() => {
      unwatch();
      lock.release();
    });
    const url = `http://${isAny(host) || isLoopback(host) ? 'localhost' : inAddress(host)}:${port}`;
    const publicUrl = named[0] ?? url;
    const setupLink = setUp ? null : `${publicUrl}/desk#setup-${token.toString('base64url')}`;
    const stop = async (): Promise<void> => {
      await kill();
      await ended;
    };
    return { url, publicUrl, pid, policy, setupLink, ended, stop };
  } catch (error) {
    await runtime?.kill();
    forgetConfig();
    lock.release();
    throw error;
  }
}
