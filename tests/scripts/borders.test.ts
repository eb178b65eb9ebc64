// Every border of eslint.config.js bites: what a folder may not reach is refused, by alias and by relative
// path, as a value, as a type, when a file loads and later; and its own house stays open to it.
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const eslint = new ESLint();
const BORDER = new Set(['no-restricted-imports', 'no-restricted-syntax']);

/** What the borders say to this code in that file. */
async function refusals(file: string, code: string): Promise<readonly string[]> {
  const svelte = file.endsWith('.svelte');
  const text = svelte ? `<script lang="ts">\n${code}\n</script>\n` : code;
  const [result] = await eslint.lintText(text, { filePath: file });
  if (result === undefined) throw new Error(`${file} is not linted`);
  const broken = result.messages.filter(({ fatal }) => fatal === true);
  expect(broken, file).toEqual([]);
  return result.messages.flatMap(({ ruleId, message }) =>
    ruleId !== null && BORDER.has(ruleId) ? [message] : []
  );
}

const WAYS: readonly ((path: string) => string)[] = [
  (path) => `import { a } from '${path}';\nexport const b = a;`,
  (path) => `import type { A } from '${path}';\nexport type B = A;`,
  (path) => `export { a } from '${path}';`,
  (path) => `export const a = () => import('${path}');`,
  (path) => `export type A = typeof import('${path}');`
];

const FORBIDDEN: readonly (readonly [file: string, paths: readonly string[]])[] = [
  [
    'src/lib/protocol/new.ts',
    [
      '#lib/crypto/bytes.ts',
      '../crypto/bytes.ts',
      '#lib/room/outbox.ts',
      'svelte',
      'idb',
      'node:fs'
    ]
  ],
  [
    'src/lib/crypto/new.ts',
    ['#lib/guest/exit.ts', '../guest/exit.ts', '../../lib/ui/fetch-part.ts', 'valibot', 'idb']
  ],
  ['src/lib/room/new.ts', ['#lib/guest/exit.ts', '../staff/code-name.ts', '#lib/ui/fetch-part.ts']],
  ['src/lib/i18n/new.ts', ['#lib/guest/exit.ts', '#lib/staff/code-name.ts', '../crypto/bytes.ts']],
  [
    'src/lib/guest/new.ts',
    [
      '#lib/staff/code-name.ts',
      '../staff/code-name.ts',
      '../../lib/staff/code-name.ts',
      '#lib/i18n/staff/en.ts',
      '../i18n/staff/en.ts',
      '#lib/ui/desk/desk-rows.ts',
      '../../../party/env.ts'
    ]
  ],
  ['src/lib/guest/New.svelte', ['#lib/staff/code-name.ts', '../ui/desk/Desk.svelte']],
  ['src/lib/guest/core/new.ts', ['#lib/staff/code-name.ts', '../../staff/code-name.ts']],
  [
    'src/lib/staff/new.ts',
    ['#lib/guest/exit.ts', '../guest/exit.ts', '#lib/i18n/guest/en.ts', '../../../tests/x.ts']
  ],
  ['src/lib/ui/New.svelte', ['#lib/guest/exit.ts', '../staff/code-name.ts', '#lib/ui/desk/x.ts']],
  [
    'src/lib/ui/desk/New.svelte',
    ['#lib/guest/exit.ts', '../../guest/exit.ts', '../../i18n/guest/en.ts']
  ],
  ['src/new.ts', ['#lib/staff/code-name.ts', './lib/staff/code-name.ts', '#lib/crypto/bytes.ts']],
  [
    'src/routes/(guest)/new.ts',
    ['#lib/staff/code-name.ts', '#lib/crypto/bytes.ts', '../../lib/staff/code-name.ts']
  ],
  [
    'src/routes/(staff)/new.ts',
    ['#lib/guest/exit.ts', '#lib/crypto/bytes.ts', '../../lib/guest/a.ts']
  ],
  [
    'party/room/new.ts',
    [
      '#lib/guest/exit.ts',
      '#lib/staff/code-name.ts',
      '#lib/room/outbox.ts',
      '../../src/lib/guest/exit.ts',
      '#lib/crypto/handshake.ts',
      'hpke',
      '@panva/hpke-noble',
      '../../scripts/build.ts'
    ]
  ]
];

const ALLOWED: readonly (readonly [file: string, paths: readonly string[]])[] = [
  ['src/lib/protocol/new.ts', ['valibot', './limits.ts', '#lib/protocol/limits.ts']],
  ['src/lib/crypto/new.ts', ['./bytes.ts', '#lib/protocol/limits.ts', '@noble/hashes/sha2.js']],
  ['src/lib/guest/new.ts', ['#lib/ui/fetch-part.ts', '../i18n/guest/en.ts', './exit.ts', 'idb']],
  ['src/lib/staff/new.ts', ['#lib/i18n/staff/en.ts', '#lib/room/outbox.ts', './code-name.ts']],
  ['src/lib/i18n/new.ts', ['./guest/en.ts', './staff/en.ts', '#lib/protocol/policy.ts']],
  ['party/room/new.ts', ['#lib/protocol/limits.ts', '#lib/crypto/bytes.ts', '../bytes.ts']]
];

describe('borders', () => {
  it.each(FORBIDDEN)(
    '%s may not reach what is beyond its border, in any way',
    async (file, paths) => {
      for (const path of paths)
        for (const way of WAYS)
          expect([path, way(path), (await refusals(file, way(path))).length]).toEqual([
            path,
            way(path),
            1
          ]);
    }
  );

  it.each(ALLOWED)('%s reaches what belongs to it', async (file, paths) => {
    for (const path of paths)
      for (const way of WAYS) expect(await refusals(file, way(path))).toEqual([]);
  });
});
