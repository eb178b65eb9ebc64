// `npm test`: everything, cheapest failures first. It ends with how long each stage took and one line that
// counts the tests. A stage that fails ends the run, after those lines.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { build, isBuilt, wordsOf } from './build.ts';
import { Tally } from './tally.ts';

const RESULTS = 'test-results';
const tally = new Tally();
const took: string[] = [];

function run(title: string, script: string, args: readonly string[]): boolean {
  console.log(`\n── ${title}`);
  const done = spawnSync(process.execPath, [`node_modules/${script}`, ...args], {
    stdio: 'inherit'
  });
  return done.status === 0;
}

interface Job {
  readonly title: string;
  /** Its name in the line of times, and its report's, if it runs tests. */
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
}

/** Runs beside others, and prints its output in one piece at its end. */
async function runBeside({ title, name, script, args }: Job): Promise<boolean> {
  const startedMs = Date.now();
  const child = spawn(process.execPath, [`node_modules/${script}`, ...args]);
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => said.push(chunk));
  const code = await new Promise((done) => child.once('close', done));
  console.log(`\n── ${title}`);
  process.stdout.write(Buffer.concat(said));
  tally.addVitest(`${RESULTS}/${name}.json`);
  took.push(`${name} ${Math.round((Date.now() - startedMs) / 1_000)} s`);
  return code === 0;
}

/** Lanes run in parallel: jobs that mostly wait beside jobs that mostly compute. */
async function runLanes(...lanes: readonly (readonly Job[])[]): Promise<boolean> {
  const passed = await Promise.all(
    lanes.map(async (jobs) => {
      for (const job of jobs) if (!(await runBeside(job))) return false;
      return true;
    })
  );
  return passed.every(Boolean);
}

const vitest = (title: string, name: string): Job => ({
  title,
  name,
  script: 'vitest/vitest.mjs',
  args: [
    'run',
    '--config',
    name === 'unit' ? 'vitest.config.ts' : `vitest.${name}.config.ts`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${RESULTS}/${name}.json`
  ]
});

type Stage = readonly [name: string, run: () => boolean | Promise<boolean>];

const KEPT = ['--cache', '--cache-strategy', 'content'];

const LOOKS: readonly Job[] = [
  {
    title: 'Types: pages',
    name: 'types',
    script: 'svelte-check/bin/svelte-check',
    args: ['--tsgo', '--fail-on-warnings', '--output', 'human']
  },
  {
    title: 'Types: server',
    name: 'types of the server',
    script: '@typescript/native/bin/tsc',
    args: ['-p', 'party']
  },
  {
    title: 'Lint',
    name: 'lint',
    script: 'eslint/bin/eslint.js',
    // No rule looks beyond its file, so one that has not changed need not be read again.
    args: [...KEPT, '--cache-location', 'node_modules/.cache/eslint/', '--max-warnings', '0', '.']
  },
  {
    title: 'Format',
    name: 'format',
    script: 'prettier/bin/prettier.cjs',
    args: [...KEPT, '--check', '--log-level', 'warn', '.']
  }
];

const STAGES: readonly Stage[] = [
  ['kit', () => run('Kit', '@sveltejs/kit/svelte-kit.js', ['sync'])],
  ['check', () => runLanes(LOOKS, [vitest('Unit tests', 'unit')])]
];

const FULL: readonly Stage[] = [
  [
    'build',
    async () => {
      console.log('\n── Build');
      if (!isBuilt()) await build();
      return true;
    }
  ],
  [
    'server',
    () =>
      runLanes(
        [vitest('Room server in workerd', 'workers')],
        [
          vitest('Disk: kill, restart, erase', 'disk'),
          vitest('As somebody runs it: start, stop, proxy', 'ops')
        ],
        [vitest('Hostile server: the model', 'model')]
      )
  ],
  [
    'browser',
    () => {
      const passed = run('Browser tests', '@playwright/test/cli.js', ['test']);
      tally.addPlaywright(`${RESULTS}/browser.json`);
      return passed;
    }
  ]
];

rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });
const stages = process.argv.includes('--check') ? STAGES : [...STAGES, ...FULL];
let green = true;
for (const [name, stage] of stages) {
  const startedMs = Date.now();
  try {
    green = await stage();
  } catch (error) {
    console.error(wordsOf(error));
    green = false;
  }
  took.push(`${name} ${Math.round((Date.now() - startedMs) / 1_000)} s`);
  if (!green) break;
}
console.log(`\nTook: ${took.join(', ')}`);
if (!green && tally.failed === 0) tally.failed = 1;
console.log(`\n${tally.line()}`);
process.exitCode = green ? 0 : 1;
