// Thousands of runs in which nobody lies and everything else goes wrong: lines are cut, servers restart,
// tabs are discarded, duplicated, hidden and frozen, disks are full, clocks are off.
import { expect, it } from 'vitest';
import { report, search } from './search.ts';
import { SEEDS } from './seeds.ts';

it.each(SEEDS.honest)(
  '[O1, O3, O6] loses nothing, doubles nothing and cries no wolf when nobody lies (seed %i, %i runs)',
  async (seed, runs) => {
    const wish = { lying: false, seed, runs };
    expect(report(wish, await search(wish))).toBe('');
  }
);
