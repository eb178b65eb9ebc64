// `npm run soak [minutes]`: what is too long for `npm test`. It runs every named mutant once; then, until
// the time is over, searches of the model under new seeds and power cuts in the middle of writing. It
// prints each seed before use, so that anybody can repeat a failure. Ends with 1 at the first failure.
import { randomInt } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { build, isBuilt } from './build.ts';

const minutes = Number(process.argv[2] ?? 60);
if (!Number.isFinite(minutes) || minutes < 0) throw new Error('how many minutes?');
const untilMs = Date.now() + minutes * 60_000;
const RUNS = 5_000;

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  const options = { stdio: 'inherit', env: { ...process.env, ...env } } as const;
  if (spawnSync(process.execPath, args, options).status !== 0) process.exit(1);
}

const vitest = (config: string, ...rest: readonly string[]): readonly string[] => [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--config',
  config,
  ...rest
];

run(['tests/mutants/run.ts']);
if (!isBuilt()) await build();
for (let round = 1; Date.now() < untilMs; round += 1) {
  const seed = randomInt(2 ** 31);
  console.log(`\n── Round ${String(round)}: MODEL_SEED=${String(seed)} MODEL_RUNS=${String(RUNS)}`);
  run(vitest('vitest.model.config.ts', 'honest', 'hostile'), {
    MODEL_SEED: String(seed),
    MODEL_RUNS: String(RUNS)
  });
  run(vitest('vitest.disk.config.ts', 'kill'), { KILL_CUTS: '48' });
}
