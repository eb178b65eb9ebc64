// Runs the peer on the same workerd as the product, with the same kind of storage: localDisk.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';

const workerdPath = (createRequire(import.meta.url)('workerd') as { default: string }).default;

const config = (port: number, dataDir: string, workerPath: string): string => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .bare),
    (name = "disk", disk = (path = ${JSON.stringify(dataDir)}, writable = true))
  ],
  sockets = [ (name = "http", address = "127.0.0.1:${port}", http = (), service = "main") ]
);
const bare :Workerd.Worker = (
  modules = [ (name = "worker", esModule = embed ${JSON.stringify(workerPath)}) ],
  compatibilityDate = "2026-03-01",
  bindings = [ (name = "objects", durableObjectNamespace = "BareObject") ],
  durableObjectNamespaces = [
    (className = "BareObject", uniqueKey = "bare-object", enableSql = true)
  ],
  durableObjectStorage = (localDisk = "disk")
);
`;

export interface RunningPeer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** @throws {Error} when it does not answer. */
export async function serveBareObject(port: number, dataDir: string): Promise<RunningPeer> {
  mkdirSync(dataDir, { recursive: true });
  const configPath = join(resolve(dataDir), 'bare.capnp');
  const storage = join(resolve(dataDir), 'objects');
  mkdirSync(storage, { recursive: true });
  writeFileSync(
    configPath,
    config(port, storage, relative(dirname(configPath), join(import.meta.dirname, 'worker.js')))
  );
  const child = spawn(workerdPath, ['serve', configPath], {
    stdio: ['ignore', 'inherit', 'inherit']
  });
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const up = await fetch(url).then(
      (answer) => answer.ok,
      () => false
    );
    if (up)
      return {
        url,
        pid: child.pid as number,
        stop: async () => {
          child.kill('SIGKILL');
          await exited;
        }
      };
    await new Promise((wake) => setTimeout(wake, 50));
  }
  child.kill('SIGKILL');
  throw new Error('The bare object did not answer within five seconds.');
}
