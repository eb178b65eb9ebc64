// `npm test`: everything, in the order in which failures are cheapest. Closes with one line that
// counts the tests. A stage that fails ends the run, after that line.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { build, isBuilt } from './build.ts';

interface Tally {
  passed: number;
  failed: number;
}

const RESULTS = 'test-results';
const tally: Tally = { passed: 0, failed: 0 };

function run(title: string, script: string, args: readonly string[]): boolean {
  console.log(`\n── ${title}`);
  const done = spawnSync(process.execPath, [`node_modules/${script}`, ...args], {
    stdio: 'inherit'
  });
  return done.status === 0;
}

function addVitest(file: string): void {
  if (!existsSync(file)) return;
  const report = JSON.parse(readFileSync(file, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
  };
  tally.passed += report.numPassedTests;
  tally.failed += report.numFailedTests;
}

function addPlaywright(file: string): void {
  if (!existsSync(file)) return;
  const { stats } = JSON.parse(readFileSync(file, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number };
  };
  tally.passed += stats.expected + stats.flaky;
  tally.failed += stats.unexpected;
}

const vitest = (title: string, name: string, config: string): boolean => {
  const file = `${RESULTS}/${name}.json`;
  const passed = run(title, 'vitest/vitest.mjs', [
    'run',
    '--config',
    config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`
  ]);
  addVitest(file);
  return passed;
};

const STAGES: readonly (() => boolean)[] = [
  () => run('Format', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']),
  () => run('Kit', '@sveltejs/kit/svelte-kit.js', ['sync']),
  () => run('Lint', 'eslint/bin/eslint.js', ['--max-warnings', '0', '.']),
  () =>
    run('Types: pages', 'svelte-check/bin/svelte-check', [
      '--fail-on-warnings',
      '--output',
      'human'
    ]),
  () => run('Types: server', 'typescript/bin/tsc', ['-p', 'party']),
  () => vitest('Unit tests', 'unit', 'vitest.config.ts')
];

const FULL: readonly (() => boolean)[] = [
  () => {
    console.log('\n── Build');
    if (!isBuilt()) build();
    return true;
  },
  () => vitest('Room server in workerd', 'workers', 'vitest.workers.config.ts'),
  () => vitest('Disk: kill, restart, erase', 'disk', 'vitest.disk.config.ts'),
  () => {
    const passed = run('Browser tests', '@playwright/test/cli.js', ['test']);
    addPlaywright(`${RESULTS}/browser.json`);
    return passed;
  }
];

rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });
const stages = process.argv.includes('--check') ? STAGES : [...STAGES, ...FULL];
let green = true;
for (const stage of stages) {
  try {
    green = stage();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    green = false;
  }
  if (!green) break;
}
if (!green && tally.failed === 0) tally.failed = 1;
console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
process.exitCode = green ? 0 : 1;
