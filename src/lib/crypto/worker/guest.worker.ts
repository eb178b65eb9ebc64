// The young person's crypto worker. Loaded after the first paint; wires the operations to
// postMessage and to the platform's randomness, and does nothing else.

import { type CryptoWorkerScope, serveCrypto } from './worker-server.ts';
import { createGuestOperations } from './guest-operations.ts';

serveCrypto(
  globalThis as unknown as CryptoWorkerScope,
  createGuestOperations((n) => crypto.getRandomValues(new Uint8Array(n)))
);
