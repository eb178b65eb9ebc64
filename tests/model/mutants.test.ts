// The model must find every seeded fault of ours, and the same search without a fault must find nothing.
import { describe, expect, it } from 'vitest';
import { withGraph } from './graph.ts';
import { MUTANTS } from './mutants/mutants.ts';
import { report, type Wish } from './search.ts';

const wish = (lying: boolean): Wish => ({ lying, seed: 3, runs: 2_400, shrink: false });

describe('the model finds', () => {
  it.each(MUTANTS.map((mutant) => [mutant.rule, mutant.name, mutant] as const))(
    '[%s] %s',
    async (_rule, _name, mutant) => {
      const found = await withGraph(mutant, (model) => model.search(wish(mutant.lying)));
      expect(found, 'nothing was found').not.toBeNull();
      // A promise was seen to be broken; a mutant that only crashes would prove nothing.
      expect(found?.message).toMatch(/^\[[A-Z]\d/);
    }
  );
});

it.each([false, true])('finds nothing where there is nothing (lying: %s)', async (lying) => {
  const small = { ...wish(lying), runs: 100 };
  const found = await withGraph(null, (model) => model.search(small));
  expect(report(small, found)).toBe('');
});
