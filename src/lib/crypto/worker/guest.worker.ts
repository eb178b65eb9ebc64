// The young person's crypto worker. Loaded after the first paint; wires the operations to
// postMessage and to the platform's randomness, and does nothing else.

import { type DoorScope, serveDoor } from './worker-server.ts';
import { createGuestOperations } from './guest-operations.ts';

serveDoor(
  globalThis as unknown as DoorScope,
  createGuestOperations((n) => crypto.getRandomValues(new Uint8Array(n)))
);
