// What the last line of `npm test` counts: a test that this machine could not run is left out, never passed.
import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { Tally } from '../../scripts/tally.ts';

const SUITE = `import { expect, it } from 'vitest';
it('passes', () => expect(1).toBe(1));
it('needs root', (ctx) => ctx.skip('only root can mount'));
it('needs root for its second half', (ctx) => { expect(1).toBe(1); ctx.skip('only root can mount'); });
`;

it('counts a test that was left out as left out, with vitest’s own report', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tryggrom-tally-'));
  try {
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'one.test.ts'), SUITE);
    const report = join(folder, 'report.json');
    const args = ['run', '--root', folder, '--reporter=json', `--outputFile.json=${report}`];
    execFileSync(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], {
      stdio: 'ignore'
    });
    const tally = new Tally();
    tally.addVitest(report);
    expect(tally.line()).toBe('1 passed, 0 failed, 2 left out on this machine');
    tally.addVitest(join(folder, 'none.json'));
    expect(tally.line()).toBe('1 passed, 0 failed, 2 left out on this machine');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('no test leaves itself out without a word to the tally', () => {
  const silent = globSync('tests/{ops,disk}/*.ts').filter((file) =>
    /return void console\.log|=== null\) return;|console\.log\('Left out/.test(
      readFileSync(file, 'utf8')
    )
  );
  expect(silent).toEqual([]);
});
