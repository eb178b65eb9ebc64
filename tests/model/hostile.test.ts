// Thousands of runs against a server that drops, duplicates, reorders, replays, alters, forks, rolls back,
// denies and lets strangers in.
import { expect, it } from 'vitest';
import { report, search } from './search.ts';
import { SEEDS } from './seeds.ts';

it.each(SEEDS.hostile)(
  '[O2, O6, J5, J6] shows no lie silently when the server lies (seed %i, %i runs)',
  async (seed, runs) => {
    const wish = { lying: true, seed, runs };
    expect(report(wish, await search(wish))).toBe('');
  }
);
