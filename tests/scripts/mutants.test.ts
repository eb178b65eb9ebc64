// Keeps the list of mutants valid between its runs: every fault has its place, and the test named for it
// exists and quotes a rule. `npm run mutants` runs them.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MUTANTS } from '../model/mutants/mutants.ts';
import { NAMED_MUTANTS } from '../mutants/mutants.ts';

it('every fault stands in its file exactly once', () => {
  const places = [
    ...MUTANTS,
    ...NAMED_MUTANTS,
    ...NAMED_MUTANTS.flatMap(({ also, ...mutant }) => (also ? [{ ...mutant, from: also[0] }] : []))
  ];
  for (const { name, file, from } of places)
    expect([name, readFileSync(file, 'utf8').split(from).length - 1]).toEqual([name, 1]);
});

it('every fault has a test that quotes a rule', () => {
  expect(NAMED_MUTANTS.length).toBeGreaterThanOrEqual(40);
  expect(new Set(NAMED_MUTANTS.map(({ name }) => name)).size).toBe(NAMED_MUTANTS.length);
  for (const { name, in: where, by } of NAMED_MUTANTS) {
    const text = readFileSync(`tests/${where}.test.ts`, 'utf8');
    // A table of cases puts its own words into the title in place of %s.
    const titles = [...text.matchAll(/(['"`])(\[[A-Z]\d.*?)\1,/g)].map(([, , title = '']) => title);
    const named = titles.some((title) => {
      const [begin = ''] = title.split(/%\w|\$\w|\$\{/);
      return title.startsWith(by) || (begin !== title && by.startsWith(begin));
    });
    expect([name, named]).toEqual([name, true]);
  }
});
