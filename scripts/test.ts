// `npm test`: everything, cheapest failures first. It ends with how long each stage took and one line that
// counts the tests. A stage that fails ends the run, after those lines.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
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

interface Look {
  readonly title: string;
  readonly script: string;
  readonly args: readonly string[];
}

/** Runs beside others, and prints its output in one piece at its end. */
async function runBeside({ title, script, args }: Look): Promise<boolean> {
  const child = spawn(process.execPath, [`node_modules/${script}`, ...args]);
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => said.push(chunk));
  const code = await new Promise((done) => child.once('close', done));
  console.log(`\n── ${title}`);
  process.stdout.write(Buffer.concat(said));
  return code === 0;
}

/** Independent checks of the code, as many at a time as there are processors. */
async function lookAll(looks: readonly Look[]): Promise<boolean> {
  const waiting = [...looks];
  let green = true;
  const next = async (): Promise<void> => {
    for (let look = waiting.shift(); look !== undefined; look = waiting.shift())
      if (!(await runBeside(look))) green = false;
  };
  await Promise.all(Array.from({ length: availableParallelism() }, next));
  return green;
}

const vitest = (title: string, name: string, config: string): Look => ({
  title,
  script: 'vitest/vitest.mjs',
  args: [
    'run',
    '--config',
    config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${RESULTS}/${name}.json`
  ]
});

function runVitest(title: string, name: string, config: string): boolean {
  const { script, args } = vitest(title, name, config);
  const passed = run(title, script, args);
  tally.addVitest(`${RESULTS}/${name}.json`);
  return passed;
}

type Suite = Parameters<typeof vitest>;

/** Lanes run in parallel: stages that mostly wait beside stages that mostly compute. */
async function runLanes(...lanes: readonly (readonly Suite[])[]): Promise<boolean> {
  const passed = await Promise.all(
    lanes.map(async (suites) => {
      for (const [title, name, config] of suites) {
        const startedMs = Date.now();
        const green = await runBeside(vitest(title, name, config));
        tally.addVitest(`${RESULTS}/${name}.json`);
        took.push(`${name} ${Math.round((Date.now() - startedMs) / 1_000)} s`);
        if (!green) return false;
      }
      return true;
    })
  );
  return passed.every(Boolean);
}

type Stage = readonly [name: string, run: () => boolean | Promise<boolean>];

const LOOKS: readonly Look[] = [
  {
    title: 'Types: pages',
    script: 'svelte-check/bin/svelte-check',
    args: ['--tsgo', '--fail-on-warnings', '--output', 'human']
  },
  { title: 'Lint', script: 'eslint/bin/eslint.js', args: ['--max-warnings', '0', '.'] },
  {
    title: 'Format',
    script: 'prettier/bin/prettier.cjs',
    args: ['--check', '--cache', '--log-level', 'warn', '.']
  },
  { title: 'Types: server', script: '@typescript/native/bin/tsc', args: ['-p', 'party'] }
];

const STAGES: readonly Stage[] = [
  ['kit', () => run('Kit', '@sveltejs/kit/svelte-kit.js', ['sync'])],
  ['types, lint, format', () => lookAll(LOOKS)],
  ['unit', () => runVitest('Unit tests', 'unit', 'vitest.config.ts')]
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
    'those four',
    () =>
      runLanes(
        [
          ['Room server in workerd', 'workers', 'vitest.workers.config.ts'],
          ['As somebody runs it: start, stop, proxy', 'ops', 'vitest.ops.config.ts']
        ],
        [['Disk: kill, restart, erase', 'disk', 'vitest.disk.config.ts']],
        [['Hostile server: the model', 'model', 'vitest.model.config.ts']]
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
