// The list of mutants stays true while it is not run: every fault has its one place, and the test that is
// named for it is there. `npm run mutants` runs them.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MUTANTS } from '../model/mutants/mutants.ts';
import { NAMED_MUTANTS } from '../mutants/mutants.ts';

it('every fault stands in its file exactly once', () => {
  for (const { name, file, from } of [...MUTANTS, ...NAMED_MUTANTS])
    expect([name, readFileSync(file, 'utf8').split(from).length - 1]).toEqual([name, 1]);
});

it('every fault has a test that quotes a rule', () => {
  expect(NAMED_MUTANTS.length).toBeGreaterThanOrEqual(40);
  expect(new Set(NAMED_MUTANTS.map(({ name }) => name)).size).toBe(NAMED_MUTANTS.length);
  for (const { name, in: where, by } of NAMED_MUTANTS) {
    // What a table of cases puts into a title stands elsewhere.
    const begin = by.slice(0, 24);
    const text = readFileSync(`tests/${where}.test.ts`, 'utf8');
    expect([name, by.length > 8 && text.includes(begin)]).toEqual([name, true]);
  }
});
