// Staff's crypto worker, a bundle of its own. It only wires the operations to postMessage and to the
// platform's randomness.

import { type CryptoWorkerScope, serveCrypto } from './worker-server.ts';
import { createStaffOperations } from './staff-operations.ts';

serveCrypto(
  globalThis as unknown as CryptoWorkerScope,
  createStaffOperations((n) => crypto.getRandomValues(new Uint8Array(n)))
);
