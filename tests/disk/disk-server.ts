// The built server as `npm start` runs it, with its output captured. A test that must show that no request
// is needed can start it without a single one. Rules: R4.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ServicePolicy } from '#lib/protocol/policy.ts';
import { homeService } from '#lib/protocol/services.ts';
import { workerdConfig } from '../../party/workerd-config.ts';
import { SITE_DIR, WORKER_DIR } from '../../scripts/build.ts';
import { freePort } from '../free-port.ts';
import { setUpService, type Member } from '../wire-client/member.ts';

const workerdPath = (createRequire(import.meta.url)('workerd') as { default: string }).default;

export interface DiskServer {
  readonly url: string;
  readonly dataDir: string;
  readonly policy: ServicePolicy;
  /** Process id of the workerd that runs now. */
  readonly pid: () => number;
  /** Everything that it has printed, over all its restarts. */
  readonly output: () => string;
  /** A power cut: SIGKILL, and then nothing runs. */
  readonly kill: () => Promise<void>;
  /** SIGKILL from inside the running turn: no other work of this process comes between. */
  readonly killNow: () => void;
  /** Starts it again on the same disk and sends nothing. */
  readonly startSilently: () => void;
  /** Starts it again and waits until it answers. */
  readonly start: () => Promise<void>;
  /** Ends it and erases its disk. */
  readonly remove: () => Promise<void>;
}

export interface DiskService extends DiskServer {
  readonly member: Member;
}

/** The shipped policy with other durations, in milliseconds. */
export const policyWith = (lifetimes: Partial<ServicePolicy['lifetimes']>): ServicePolicy => ({
  ...homeService,
  lifetimes: { ...homeService.lifetimes, ...lifetimes }
});

/** A server on an empty disk, with its first administrator signed in. */
export async function newService(policy: ServicePolicy): Promise<DiskService> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tryggrom-disk-'));
  const token = randomBytes(32);
  const port = await freePort();
  const url = `http://localhost:${String(port)}`;
  const configPath = join(mkdtempSync(join(tmpdir(), 'tryggrom-config-')), 'config.capnp');
  const workerModulePath = resolve(WORKER_DIR, 'worker.js');
  if (!existsSync(workerModulePath))
    throw new Error('The disk tests run what is built: node scripts/build.ts first.');
  mkdirSync(resolve(SITE_DIR), { recursive: true });
  const config = workerdConfig({
    port,
    host: '127.0.0.1',
    workerModulePath,
    siteDir: resolve(SITE_DIR),
    dataDir,
    setupTokenHash: createHash('sha256').update(token).digest('hex'),
    servicePolicyJson: JSON.stringify(policy),
    origins: [url],
    trustedProxies: [],
    startId: ''
  });
  writeFileSync(configPath, config, { mode: 0o600 });

  let child: ChildProcess | null = null;
  let ended = Promise.resolve();
  let printed = '';
  const startSilently = (): void => {
    const fresh = spawn(workerdPath, ['serve', '--experimental', configPath], {
      stdio: ['ignore', 'pipe', 'pipe']
    });
    child = fresh;
    ended = new Promise((done) => fresh.once('close', () => done()));
    for (const stream of [fresh.stdout, fresh.stderr])
      stream.on('data', (text: Buffer) => {
        printed += text.toString();
      });
  };
  const start = async (): Promise<void> => {
    startSilently();
    const mine = child;
    for (let attempt = 0; attempt < 400 && mine?.exitCode === null; attempt += 1) {
      const status = `${url}/api/s/${policy.serviceId}/status`;
      const up = await fetch(status).then(
        (answer) => answer.ok,
        () => false
      );
      if (up) return;
      await new Promise((wake) => setTimeout(wake, 25));
    }
    throw new Error(`The server did not answer within ten seconds.\n${printed}`);
  };
  const killNow = (): void => {
    child?.kill('SIGKILL');
  };
  const kill = async (): Promise<void> => {
    killNow();
    await ended;
  };
  await start();
  const member = await setUpService(`${url}/desk#setup-${token.toString('base64url')}`, policy);
  return {
    url,
    dataDir,
    policy,
    member,
    pid: () => child?.pid ?? 0,
    output: () => printed,
    kill,
    killNow,
    startSilently,
    start,
    remove: async () => {
      await kill();
      rmSync(dataDir, { recursive: true, force: true });
      rmSync(configPath, { force: true });
    }
  };
}
