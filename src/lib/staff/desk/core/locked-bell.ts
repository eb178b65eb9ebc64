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

/** Whoever has been answered, or has staff with them, and is left again counts as another one. */
export const follow = (seen: Acknowledged, { alone }: WaitsFrame): Acknowledged => ({
  ...seen,
  alone: Math.min(seen.alone, alone)
});

export const rings = (waits: WaitsFrame | null, seen: Acknowledged): boolean =>
  waits !== null &&
  waits.alone > 0 &&
  (waits.alone > seen.alone || (waits.newestMs ?? 0) > seen.newestMs);
