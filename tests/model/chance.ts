// Reproducible randomness: every run of the model draws from one seed, so that a failure repeats exactly.
// Never used where a key must be secret.

export interface Chance {
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number;
  happens(probability: number): boolean;
  pick<T>(all: readonly T[]): T | undefined;
  bytes(n: number): Uint8Array<ArrayBuffer>;
}

/** A small generator (mulberry32): 32 bits of state, evenly distributed. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
  const below = (limit: number): number => (limit < 1 ? 0 : next() % limit);
  return {
    below,
    happens: (probability) => next() < probability * 0x1_0000_0000,
    pick: (all) => all[below(all.length)],
    bytes: (n) => Uint8Array.from({ length: n }, () => next() >>> 24)
  };
}
