// The young person's crypto worker, loaded after the first paint. It only wires the operations to
// postMessage and to the platform's randomness.

import { type CryptoWorkerScope, serveCrypto } from './worker-server.ts';
import { createGuestOperations } from './guest-operations.ts';

serveCrypto(
  globalThis as unknown as CryptoWorkerScope,
  createGuestOperations((n) => crypto.getRandomValues(new Uint8Array(n)))
);
