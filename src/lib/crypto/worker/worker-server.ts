// The worker's side: takes calls, runs one operation each, answers by id. An error crosses as a code and a
// sentence for developers, never as a stack or a foreign error.

import { CryptoError } from '../primitives/crypto-error.ts';
import type { OnProgress, Stretch } from './operation-types.ts';
import {
  type WorkerAnswer,
  type WorkerRequest,
  movableBuffers,
  MOVING_OPERATIONS
} from './worker-wire.ts';
import { rehearseStretch, serveStretch, stretchHere, stretchOver } from '../primitives/stretch.ts';

/** What this needs of a worker's global scope, or of a port. */
export type CryptoWorkerScope = {
  addEventListener(type: 'message', listener: (event: MessageEvent<WorkerRequest>) => void): void;
  postMessage(message: WorkerAnswer, transfer: Transferable[]): void;
};

export function serveCrypto(
  scope: CryptoWorkerScope,
  operationsWith: (stretch: Stretch) => object
): void {
  scope.addEventListener('message', ({ data }) => {
    if (data.kind === 'stretch') {
      serveStretch(data.port);
      return;
    }
    if (data.kind === 'standBy') {
      rehearseStretch();
      return;
    }
    const { id, name } = data;
    const onProgress: OnProgress = (fraction) => {
      scope.postMessage({ id, kind: 'progress', fraction }, []);
    };
    runCall(data, onProgress, operationsWith).then(
      (value) => {
        const transfer = MOVING_OPERATIONS.has(name) ? movableBuffers([value]) : [];
        scope.postMessage({ id, kind: 'result', value }, transfer);
      },
      (error: unknown) => {
        const known = error instanceof CryptoError ? error : null;
        const code = known?.code ?? 'internal';
        scope.postMessage({ id, kind: 'error', code, message: known?.message ?? '' }, []);
      }
    );
  });
}

async function runCall(
  call: WorkerRequest & { kind: 'call' },
  onProgress: OnProgress,
  operationsWith: (stretch: Stretch) => object
): Promise<unknown> {
  const { stretcher } = call;
  const stretch: Stretch =
    stretcher === null
      ? (password, salt, cost) => stretchHere(password, salt, cost, onProgress)
      : stretchOver(stretcher, onProgress);
  const operations = operationsWith(stretch) as Record<string, unknown>;
  const operation = Object.hasOwn(operations, call.name) ? operations[call.name] : undefined;
  if (typeof operation !== 'function') throw new CryptoError('internal', 'no such operation');
  return (await operation(...call.args)) as unknown;
}
