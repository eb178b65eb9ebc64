// Staff's crypto worker: wires the operations to postMessage and to the platform's randomness,
// and does nothing else. A bundle of its own.

import { type DoorScope, serveDoor } from './worker-server.ts';
import { createStaffOperations } from './staff-operations.ts';

serveDoor(
  globalThis as unknown as DoorScope,
  createStaffOperations((n) => crypto.getRandomValues(new Uint8Array(n)))
);
