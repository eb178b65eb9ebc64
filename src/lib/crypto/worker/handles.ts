// Handles: what a page holds in place of a secret. The secret stays in the worker, and a handle means
// nothing outside the worker that gave it. Handles are never reused, so a stale one is refused.

import { CryptoError } from '../primitives/crypto-error.ts';
import type { Handle } from './operation-types.ts';

export type Handles<Kind extends string, Held> = {
  put(held: Held): Handle<Kind>;
  /** @throws CryptoError `unknown-handle` */
  get(handle: Handle<Kind>): Held;
  /** Whether there was something to drop. */
  drop(handle: number): boolean;
  clear(): void;
};

/** Handles of several kinds that share one numbering. */
export function createHandleFactory(): <Kind extends string, Held>(
  wipe: (held: Held) => void
) => Handles<Kind, Held> {
  let last = 0;
  return <Kind extends string, Held>(wipe: (held: Held) => void): Handles<Kind, Held> => {
    const held = new Map<number, Held>();
    return {
      put(value) {
        held.set(++last, value);
        return last as Handle<Kind>;
      },
      get(handle) {
        const value = held.get(handle);
        if (value === undefined) throw new CryptoError('unknown-handle', 'no longer held');
        return value;
      },
      drop(handle) {
        const value = held.get(handle);
        if (value !== undefined) wipe(value);
        return held.delete(handle);
      },
      clear() {
        for (const value of held.values()) wipe(value);
        held.clear();
      }
    };
  };
}
