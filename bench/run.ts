// `npm run bench`: every benchmark, or those named (`npm run bench -- unlock kill`). One JSON object
// a line; ends with an error when a limit is missed. How to read them: bench/README.md.
import { buildIfNeeded } from '../scripts/build.ts';

const BENCHMARKS: Readonly<Record<string, () => Promise<void>>> = {
  unlock: async () => (await import('./unlock.ts')).benchUnlock(),
  messages: async () => (await import('./messages.ts')).benchMessages(),
  kill: async () => (await import('./kill.ts')).benchKill()
};

await buildIfNeeded();
const wanted = process.argv.slice(2);
const names = wanted.length === 0 ? Object.keys(BENCHMARKS) : wanted;
for (const name of names) {
  const bench = BENCHMARKS[name];
  if (bench === undefined) {
    console.error(`No benchmark “${name}”. There are: ${Object.keys(BENCHMARKS).join(', ')}.`);
    process.exitCode = 1;
    break;
  }
  try {
    await bench();
  } catch (error) {
    console.error(`MISSED: ${name}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
