// Runs the built product on this machine: embedded workerd, durable storage in one folder. Used by
// `npm start`, by the browser tests and by the benchmarks, so that all three run the same thing.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { homeService } from '../src/lib/protocol/services.ts';
import { parseServicePolicy, type ServicePolicy } from '../src/lib/protocol/policy.ts';
import { workerdConfig } from '../party/workerd-config.ts';
import { SITE_DIR, WORKER_DIR } from './build.ts';

export interface ServeOptions {
  readonly port: number;
  readonly dataDir: string;
  /** Interface to listen on; a phone on the same network needs HTTPS in front. */
  readonly host?: string;
  readonly policy?: ServicePolicy;
}

export interface RunningServer {
  readonly url: string;
  readonly pid: number;
  readonly policy: ServicePolicy;
  /** Where the first administrator is made; null once there is one. */
  readonly setupLink: string | null;
  readonly process: ChildProcess;
  /** Stops it; SIGKILL is what a power cut looks like. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Path of workerd's own executable: killing it kills the server, with nothing in between. */
const workerdPath = (createRequire(import.meta.url)('workerd') as { default: string }).default;

const statusUrl = (url: string, policy: ServicePolicy): string =>
  `${url}/api/s/${policy.serviceId}/status`;

async function waitUntilAnswering(url: string, child: ChildProcess): Promise<{ setUp: boolean }> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (child.exitCode !== null) throw new Error('The server stopped before it answered.');
    try {
      const answer = await fetch(url);
      if (answer.ok) return (await answer.json()) as { setUp: boolean };
    } catch {
      // Not listening yet.
    }
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error('The server did not answer within ten seconds.');
}

/**
 * Starts workerd on what .build holds and waits until it answers.
 * @throws {Error} in plain words when it does not start.
 */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const host = options.host ?? '127.0.0.1';
  const policy = options.policy ?? homeService;
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true });
  chmodSync(dataDir, 0o700);
  const token = randomBytes(32);
  const configPath = join(dataDir, `.workerd-${options.port}.capnp`);
  const config = workerdConfig({
    port: options.port,
    host,
    workerModulePath: resolve(WORKER_DIR, 'worker.js'),
    siteDir: resolve(SITE_DIR),
    dataDir,
    setupTokenHash: createHash('sha256').update(token).digest('hex'),
    servicePolicyJson: options.policy === undefined ? '' : JSON.stringify(options.policy)
  });
  writeFileSync(configPath, config, { mode: 0o600 });
  const child = spawn(workerdPath, ['serve', '--experimental', configPath], {
    stdio: ['ignore', 'inherit', 'inherit']
  });
  const url = `http://${host === '127.0.0.1' ? 'localhost' : host}:${options.port}`;
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  const stop = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> => {
    child.kill(signal);
    await exited;
  };
  try {
    const status = await waitUntilAnswering(
      statusUrl(`http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${options.port}`, policy),
      child
    );
    rmSync(configPath, { force: true });
    const setupLink = status.setUp ? null : `${url}/desk#setup-${token.toString('base64url')}`;
    return { url, pid: child.pid as number, policy, setupLink, process: child, stop };
  } catch (error) {
    await stop('SIGKILL');
    throw error;
  }
}

/** Reads SERVICE_POLICY: a JSON object, or nothing. @throws {Error} when it is no policy. */
export function policyFrom(json: string | undefined): ServicePolicy | undefined {
  if (json === undefined || json === '') return undefined;
  try {
    return parseServicePolicy(JSON.parse(json));
  } catch (cause) {
    throw new Error('SERVICE_POLICY is set, but it is no policy. See docs/OPERATIONS.md.', {
      cause
    });
  }
}
