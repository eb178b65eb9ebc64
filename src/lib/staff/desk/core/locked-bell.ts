// When a locked desk rings: somebody waits with nobody of staff there, and it was not acknowledged since. It knows
// numbers alone, so "another one" is a larger count, or a wait that began later. Pure. Rule: D10.
import type { WaitsFrame } from '#lib/protocol/desk-api.ts';

/** From one ring to the next. Chosen, not measured. */
export const RING_EVERY_MS = 10_000;

/** What somebody has seen: of how many, and up to the wait that began last. */
export interface Acknowledged {
  readonly alone: number;
  readonly newestMs: number;
}

export const nothingSeen: Acknowledged = { alone: 0, newestMs: 0 };

/** Everything that waits now has been seen. */
export const acknowledge = ({ alone, newestMs }: WaitsFrame): Acknowledged => ({
  alone,
  newestMs: newestMs ?? 0
});

/**
 * Whoever has been answered, or has staff with them, and is left again counts as another one: also where one word
 * tells of both. The newest that was seen has gone when a wait that began earlier is the newest now.
 */
export function follow(seen: Acknowledged, { alone, newestMs }: WaitsFrame): Acknowledged {
  const newest = Math.min(seen.newestMs, newestMs ?? 0);
  const left = newest < seen.newestMs ? Math.max(0, seen.alone - 1) : seen.alone;
  return { newestMs: newest, alone: Math.min(left, alone) };
}

export const rings = (waits: WaitsFrame | null, seen: Acknowledged): boolean =>
  waits !== null &&
  waits.alone > 0 &&
  (waits.alone > seen.alone || (waits.newestMs ?? 0) > seen.newestMs);
