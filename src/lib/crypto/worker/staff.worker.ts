// Staff's crypto worker: wires the operations to postMessage and to the platform's randomness,
// and does nothing else. A bundle of its own.

import { type CryptoWorkerScope, serveCrypto } from './worker-server.ts';
import { createStaffOperations } from './staff-operations.ts';

serveCrypto(
  globalThis as unknown as CryptoWorkerScope,
  createStaffOperations((n) => crypto.getRandomValues(new Uint8Array(n)))
);
