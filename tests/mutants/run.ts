// `npm run mutants [words]`: puts every small fault of mutants.ts into its file, in memory only, and runs the
// test that is named for it: that one must fail. Says what took a fault without a word, and ends with 1 then.
import { startVitest } from 'vitest/node';
import type { Plugin } from 'vite';
import { NAMED_MUTANTS, type NamedMutant } from './mutants.ts';

const [words = '', ...flags] = process.argv.slice(2);
/** Prints every test that fails, instead of asking for the named one. */
const find = flags.includes('--find');

const plugin = (mutant: NamedMutant, done: () => void): Plugin => ({
  name: `mutant: ${mutant.name}`,
  enforce: 'pre',
  transform(code, id) {
    if (!id.split('?')[0]?.endsWith(`/${mutant.file}`)) return null;
    const parts = code.split(mutant.from);
    if (parts.length !== 2)
      throw new Error(`its place is found ${String(parts.length - 1)} times in ${mutant.file}`);
    done();
    return { code: parts.join(mutant.to), map: null };
  }
});

/** Titles of the tests that failed with this fault; null: it was never in any file that ran. */
async function failing(mutant: NamedMutant): Promise<readonly string[] | null> {
  const config = mutant.in.startsWith('party/') ? 'vitest.workers.config.ts' : 'vitest.config.ts';
  let put = false;
  const vitest = await startVitest(
    'test',
    [`tests/${mutant.in}.test.ts`],
    {
      config,
      watch: false,
      reporters: [{}],
      // Else what another fault was made of would be run.
      fsModuleCache: false,
      ...(find || mutant.by === '' ? {} : { testNamePattern: escaped(mutant.by) })
    },
    { plugins: [plugin(mutant, () => (put = true))], logLevel: 'silent' }
  );
  const failed = vitest.state
    .getTestModules()
    .flatMap((module) => [...module.children.allTests('failed')])
    .map(({ name }) => name);
  await vitest.close();
  process.exitCode = 0;
  return put ? failed : null;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

let survived = 0;
const chosen = NAMED_MUTANTS.filter(({ name, file, in: where }) =>
  [name, file, where].some((text) => text.includes(words))
);
for (const mutant of chosen) {
  // A run that had to prepare something first may not have seen it.
  const failed = (await failing(mutant)) ?? (await failing(mutant));
  const caught = failed?.some((title) => title.startsWith(mutant.by)) === true;
  if (!caught) survived += 1;
  const said = failed === null ? 'NOT RUN' : caught ? 'caught' : 'SURVIVED';
  console.log(`${said.padEnd(8)}  [${mutant.rule}] ${mutant.name}`);
  if (find) for (const title of failed ?? []) console.log(`            ${mutant.in}: ${title}`);
}
console.log(`${String(chosen.length - survived)} of ${String(chosen.length)} mutants caught`);
process.exit(survived === 0 ? 0 : 1);
