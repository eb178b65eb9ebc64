// `npm run mutants [words]`: puts every small fault of mutants.ts into its file, in memory only, and runs
// the test named for it. The test must pass without the fault, and fail with it by an expectation, not by a
// timeout. Prints the faults that no test noticed, and then exits with 1.
import { startVitest } from 'vitest/node';
import type { Plugin } from 'vite';
import { NAMED_MUTANTS } from './mutants.ts';
import type { NamedMutant } from './named-mutant.ts';

const flags = process.argv.slice(2).filter((arg) => arg.startsWith('--'));
const [words = ''] = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
/** Runs the whole file and prints every test that fails, instead of the named one alone. */
const find = flags.includes('--find');

/** @param onPut called when the fault is in its place */
const plugin = ({ name, file, from, to, also }: NamedMutant, onPut: () => void): Plugin => ({
  name: `mutant: ${name}`,
  enforce: 'pre',
  transform(code, id) {
    if (!id.split('?')[0]?.endsWith(`/${file}`)) return null;
    const changed = [[from, to] as const, ...(also ? [also] : [])].reduce((text, [a, b]) => {
      const parts = text.split(a);
      if (parts.length !== 2)
        throw new Error(`its place is found ${String(parts.length - 1)} times in ${file}`);
      return parts.join(b);
    }, code);
    onPut();
    return { code: changed, map: null };
  }
});

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

interface Ran {
  readonly passed: readonly string[];
  /** Titles of tests that failed by an expectation. */
  readonly failed: readonly string[];
}

/** Runs the tests of one file whose titles begin like this; without titles, all of them. */
async function run(where: string, titles: readonly string[], plugins: Plugin[]): Promise<Ran> {
  const vitest = await startVitest(
    'test',
    [`tests/${where}.test.ts`],
    {
      config: where.startsWith('party/') ? 'vitest.workers.config.ts' : 'vitest.config.ts',
      watch: false,
      reporters: [{}],
      // Otherwise modules built for another fault would run.
      fsModuleCache: false,
      ...(titles.length === 0 ? {} : { testNamePattern: titles.map(escaped).join('|') })
    },
    { plugins, logLevel: 'silent' }
  );
  const tests = vitest.state.getTestModules().flatMap(({ children }) => [...children.allTests()]);
  await vitest.close();
  process.exitCode = 0;
  const ended = (state: 'passed' | 'failed') =>
    tests.filter((test) => test.result().state === state);
  const byExpecting = ended('failed').filter(
    (test) => !test.result().errors?.some(({ message }) => message.includes('timed out in'))
  );
  return {
    passed: ended('passed').map(({ name }) => name),
    failed: byExpecting.map(({ name }) => name)
  };
}

const chosen = NAMED_MUTANTS.filter(({ name, file, in: where }) =>
  [name, file, where].some((text) => text.includes(words))
);
if (chosen.length === 0) throw new Error(`no mutant is called, or stands in, "${words}"`);

const begins = (titles: readonly string[], by: string): boolean =>
  titles.some((title) => title.startsWith(by));

let survived = 0;
for (const where of new Set(chosen.map((mutant) => mutant.in))) {
  const here = chosen.filter((mutant) => mutant.in === where);
  const sound = await run(
    where,
    here.map(({ by }) => by),
    []
  );
  for (const mutant of here) {
    let put = false;
    const plugins = [plugin(mutant, () => (put = true))];
    const { failed } = await run(where, find ? [] : [mutant.by], plugins);
    const proof = begins(sound.passed, mutant.by);
    const said = !put
      ? 'NOT RUN'
      : !proof
        ? 'NO PROOF'
        : begins(failed, mutant.by)
          ? 'caught'
          : 'SURVIVED';
    if (said !== 'caught') survived += 1;
    console.log(`${said.padEnd(8)}  [${mutant.rule}] ${mutant.name}`);
    if (find) for (const title of failed) console.log(`            ${where}: ${title}`);
  }
}
console.log(`${String(chosen.length - survived)} of ${String(chosen.length)} mutants caught`);
process.exit(survived === 0 ? 0 : 1);
