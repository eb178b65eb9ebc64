// No file of the product imports itself indirectly, not even for a type: what two files need from each
// other belongs in a third.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const RULES: ICruiseOptions = {
  validate: true,
  ruleSet: {
    forbidden: [{ name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } }]
  },
  // Types are removed before anything runs, and still tie files together.
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' }
};
const RESOLVE = {
  conditionNames: ['import', 'types', 'svelte', 'node'],
  extensions: ['.ts', '.js', '.svelte']
};

async function cyclesIn(
  paths: readonly string[],
  baseDir = process.cwd()
): Promise<readonly string[]> {
  const { output } = await cruise([...paths], { ...RULES, baseDir }, RESOLVE);
  const { modules, summary } = output as ICruiseResult;
  expect(modules.length).toBeGreaterThan(1);
  return summary.violations.map(({ cycle = [] }) => cycle.map(({ name }) => name).join(' → '));
}

describe('cycles', () => {
  let dir = '';
  beforeAll(() => void (dir = mkdtempSync(join(tmpdir(), 'cycles-'))));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('there is none in pages and server, types and components included', async () => {
    expect(await cyclesIn(['src', 'party'])).toEqual([]);
  });

  it('one of types only is found', async () => {
    writeFileSync(join(dir, 'a.ts'), `import type { B } from './b.ts';\nexport type A = B | 1;\n`);
    writeFileSync(join(dir, 'b.ts'), `import type { A } from './a.ts';\nexport type B = A | 2;\n`);
    expect(await cyclesIn(['a.ts', 'b.ts'], dir)).not.toEqual([]);
  });
});
