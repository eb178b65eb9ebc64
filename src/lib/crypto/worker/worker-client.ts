// The page's side, for both guest-crypto.ts and staff-crypto.ts: calls by id, errors come back as
// CryptoError. It makes no worker itself: the shell passes one, because the Trusted Types policy must live
// in the page.

import { CryptoError } from '../primitives/crypto-error.ts';
import type { WorkerItself } from './operation-types.ts';
import {
  type WorkerAnswer,
  type WorkerRequest,
  movableBuffers,
  MOVING_OPERATIONS
} from './worker-wire.ts';

/** What the client needs of a Worker. */
export type CryptoWorker = {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  addEventListener(type: 'error' | 'messageerror', listener: (event: Event) => void): void;
  terminate(): void;
};

type Waiting = {
  resolve(value: unknown): void;
  reject(error: CryptoError): void;
  onProgress: ((fraction: number) => void) | undefined;
};

/**
 * A client over a worker.
 * @param makeWorker called at once, and again for every call in `stretching`: that instance only
 *   runs Argon2 [K3], and is ended when it has answered. `standBy` makes it ahead
 * @param names every operation of the worker
 * @param lingering ends it one answer later: freeing it and its memory costs a slow phone as much
 *   as the handshake that somebody waits for just then
 */
export function openCrypto<Operations extends object>(
  makeWorker: () => CryptoWorker,
  names: readonly (keyof Operations & string)[],
  stretching: ReadonlySet<string>,
  lingering = false
): Operations & WorkerItself {
  const worker = makeWorker();
  let ahead: CryptoWorker | null = null;
  const spent = new Set<CryptoWorker>();
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let closed = false;

  const endSpent = (): void => {
    for (const one of spent) one.terminate();
    spent.clear();
  };
  const fail = (message: string): void => {
    closed = true;
    for (const { reject } of waiting.values()) reject(new CryptoError('unavailable', message));
    waiting.clear();
  };
  worker.addEventListener('message', ({ data }: MessageEvent<WorkerAnswer>) => {
    const call = waiting.get(data.id);
    if (data.kind === 'progress') {
      call?.onProgress?.(data.fraction);
      return;
    }
    waiting.delete(data.id);
    endSpent();
    if (data.kind === 'result') call?.resolve(data.value);
    else call?.reject(new CryptoError(data.code, data.message));
  });
  worker.addEventListener('error', () => {
    fail('the crypto worker failed');
  });
  worker.addEventListener('messageerror', () => {
    fail('the crypto worker could not be understood');
  });

  const post = (
    name: string,
    args: unknown[],
    onProgress: Waiting['onProgress'],
    stretcher: MessagePort | null
  ): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (closed) throw new CryptoError('unavailable', 'the crypto worker is gone');
      const id = ++lastId;
      waiting.set(id, { resolve, reject, onProgress });
      const transfer: Transferable[] = MOVING_OPERATIONS.has(name) ? movableBuffers(args) : [];
      if (stretcher !== null) transfer.push(stretcher);
      const request: WorkerRequest = { kind: 'call', id, name, args, stretcher };
      try {
        worker.postMessage(request, transfer);
      } catch (cause) {
        waiting.delete(id);
        throw new CryptoError('malformed', 'arguments that cannot be sent', { cause });
      }
    });

  const call = async (name: string, given: unknown[]): Promise<unknown> => {
    const last = given.at(-1);
    const onProgress = typeof last === 'function' ? (last as Waiting['onProgress']) : undefined;
    const args = typeof last === 'function' ? given.slice(0, -1) : given;
    if (!stretching.has(name)) return post(name, args, onProgress, null);
    const { port1, port2 } = new MessageChannel();
    const second = ahead ?? makeWorker();
    ahead = null;
    const failed = new Promise<never>((_, reject) => {
      second.addEventListener('error', () => {
        reject(new CryptoError('unavailable', 'the Argon2 worker failed'));
      });
    });
    try {
      second.postMessage({ kind: 'stretch', port: port2 } satisfies WorkerRequest, [port2]);
      const answer = await Promise.race([post(name, args, onProgress, port1), failed]);
      if (lingering) spent.add(second);
      return answer;
    } finally {
      if (!spent.has(second)) second.terminate();
    }
  };

  const operations = names.map((name) => [name, (...args: unknown[]) => call(name, args)]);
  return {
    ...(Object.fromEntries(operations) as Operations),
    standBy() {
      if (closed || ahead !== null) return;
      const made = makeWorker();
      // A worker that fails to load is not kept: the call that needs it makes another, and gets the reason.
      made.addEventListener('error', () => {
        made.terminate();
        if (ahead === made) ahead = null;
      });
      made.postMessage({ kind: 'standBy' } satisfies WorkerRequest, []);
      ahead = made;
    },
    close() {
      fail('the worker was closed');
      worker.terminate();
      endSpent();
      ahead?.terminate();
      ahead = null;
    }
  };
}
