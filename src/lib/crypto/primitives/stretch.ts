// Where Argon2 runs [K3]: in a second, short-lived instance of the same worker. The page ends it
// afterwards, so that its memory is freed. The two workers talk over a port: the page passes the port on
// and never sees password or result.

import { CryptoError, type CryptoErrorCode } from './crypto-error.ts';
import type { OnProgress, Stretch } from '../worker/operation-types.ts';
import type { Argon2Cost } from './passcode.ts';
import { asBytes, type Bytes } from './bytes.ts';

type Request = { password: Bytes; salt: Bytes; cost: Argon2Cost };
type Answer = { progress: number } | { output: Bytes } | { code: CryptoErrorCode };

/** Argon2id in this thread; without WebAssembly the slow way, with progress [K9]. */
export async function stretchHere(
  password: Bytes,
  salt: Bytes,
  cost: Argon2Cost,
  onProgress?: OnProgress
): Promise<Bytes> {
  if (typeof WebAssembly === 'object') {
    try {
      const { argon2id } = await import('./passcode.ts');
      return await argon2id(password, salt, cost);
    } catch (error) {
      if (error instanceof CryptoError && error.code !== 'unavailable') throw error;
    }
  }
  const { argon2idFallback } = await import('./passcode-fallback.ts');
  return argon2idFallback(password, salt, cost, onProgress);
}

/** The least that Argon2 allows; enough to load and compile it. */
const REHEARSAL: Argon2Cost = { memoryKiB: 8, passes: 1, lanes: 1, length: 4 };

/** This only prepares the second worker; a failure shows when the worker is needed. */
export function rehearseStretch(): void {
  const nothing = new Uint8Array(16);
  stretchHere(nothing, nothing, REHEARSAL).catch(() => undefined);
}

/** The second worker's side: runs Argon2 for requests over the port. */
export function serveStretch(port: MessagePort): void {
  const answer = (message: Answer): void => {
    port.postMessage(message);
  };
  port.onmessage = (event: MessageEvent<Request>) => {
    const { password, salt, cost } = event.data;
    stretchHere(password, salt, cost, (progress) => {
      answer({ progress });
    }).then(
      (output) => {
        answer({ output });
      },
      (error: unknown) => {
        answer({ code: error instanceof CryptoError ? error.code : 'internal' });
      }
    );
  };
}

/** The first worker's side: one Argon2 over the port. */
export function stretchOver(port: MessagePort, onProgress?: OnProgress): Stretch {
  return (password, salt, cost) =>
    new Promise((resolve, reject) => {
      port.onmessage = (event: MessageEvent<Answer>) => {
        const answer = event.data;
        if ('progress' in answer) {
          onProgress?.(answer.progress);
          return;
        }
        port.close();
        if ('output' in answer) resolve(asBytes(answer.output));
        else reject(new CryptoError(answer.code, 'Argon2 failed in its worker'));
      };
      port.postMessage({ password, salt, cost } satisfies Request);
    });
}
