// Every border of eslint.config.js works: a forbidden import is refused by alias and by relative path, as
// value and as type, static and dynamic; and a folder's own files stay open to it.
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const eslint = new ESLint();
const BORDER = new Set([
  'no-restricted-imports',
  'no-restricted-syntax',
  '@typescript-eslint/no-restricted-imports'
]);

/** What the borders report about this code in that file. */
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

const EXIT = '#lib/guest/exit/exit.ts';
const CODE_NAME = '#lib/staff/desk/core/code-name.ts';
const BYTES = '#lib/crypto/primitives/bytes.ts';

const FORBIDDEN: readonly (readonly [file: string, paths: readonly string[]])[] = [
  [
    'src/lib/protocol/new.ts',
    [BYTES, '../crypto/primitives/bytes.ts', '#lib/sync/core/outbox.ts', 'svelte', 'idb', 'node:fs']
  ],
  ['src/lib/core/new.ts', ['#lib/protocol/limits.ts', EXIT, './a.ts', 'idb']],
  [
    'src/lib/crypto/room/new.ts',
    [EXIT, '../../guest/exit/exit.ts', '../../../lib/ui/fetch-part.ts', 'valibot', 'idb']
  ],
  ['src/lib/sync/new.ts', [EXIT, '../staff/desk/core/code-name.ts', '#lib/ui/fetch-part.ts']],
  [
    'src/lib/sync/core/new.ts',
    [EXIT, '../outbox-store.ts', '../../staff/desk/desk-socket.ts', 'idb']
  ],
  [
    'src/lib/i18n/new.ts',
    [
      EXIT,
      CODE_NAME,
      '../crypto/primitives/bytes.ts',
      '../guest/exit/exit.ts',
      '../staff/desk/a.ts'
    ]
  ],
  [
    'src/lib/crypto/worker/guest-new.ts',
    [
      './staff-operations.ts',
      '#lib/crypto/worker/staff-crypto.ts',
      '../account/directory.ts',
      '#lib/crypto/account/anchor.ts',
      EXIT,
      '#lib/i18n/en/door.ts'
    ]
  ],
  [
    'src/lib/guest/entry/new.ts',
    [
      CODE_NAME,
      '../../staff/desk/core/code-name.ts',
      '../../../lib/staff/desk/core/code-name.ts',
      '#lib/i18n/en/desk.ts',
      '../../i18n/desk-texts.ts',
      '#lib/staff/screens/desk-rows.ts',
      '#lib/crypto/worker/staff-crypto.ts',
      '#lib/crypto/account/directory.ts',
      '#lib/protocol/log-content.ts',
      '../../protocol/log-content.ts',
      './../../staff/desk/core/code-name.ts',
      '../core/../../staff/desk/core/code-name.ts',
      '../../../../party/env.ts'
    ]
  ],
  ['src/lib/guest/screens/New.svelte', [CODE_NAME, '../../staff/screens/Desk.svelte']],
  [
    'src/lib/guest/core/new.ts',
    [
      CODE_NAME,
      '../../staff/desk/core/code-name.ts',
      EXIT,
      '../platform/over-reload.ts',
      '#lib/ui/fetch-part.ts',
      '#lib/crypto/worker/guest-crypto.ts',
      'idb',
      'svelte'
    ]
  ],
  [
    'src/lib/staff/room/new.ts',
    [EXIT, '../../guest/exit/exit.ts', '#lib/i18n/en/guest.ts', '../../../../tests/x.ts']
  ],
  ['src/lib/staff/room/core/new.ts', [EXIT, '../room-keys.ts', '../../desk/desk-view.svelte.ts']],
  ['src/lib/ui/New.svelte', [EXIT, '../staff/desk/core/code-name.ts', '#lib/staff/screens/x.ts']],
  ['src/lib/staff/screens/New.svelte', [EXIT, '../../guest/exit/exit.ts', '../../i18n/en/door.ts']],
  ['src/new.ts', [CODE_NAME, './lib/staff/desk/core/code-name.ts', BYTES]],
  ['src/params/new.ts', [CODE_NAME, BYTES, '../lib/staff/desk/core/code-name.ts']],
  ['src/routes/new.ts', [CODE_NAME, BYTES, '../lib/staff/desk/core/code-name.ts']],
  ['src/routes/(guest)/new.ts', [CODE_NAME, BYTES, '../../lib/staff/desk/core/code-name.ts']],
  ['src/routes/(lost)/new.ts', [CODE_NAME, BYTES, '../../lib/staff/desk/core/code-name.ts']],
  ['src/routes/(staff)/new.ts', [EXIT, BYTES, '../../lib/guest/a.ts']],
  [
    'party/room/object/new.ts',
    [
      EXIT,
      CODE_NAME,
      '#lib/sync/core/outbox.ts',
      '../../../src/lib/guest/exit/exit.ts',
      '#lib/crypto/room/handshake.ts',
      '#lib/crypto/primitives/box.ts',
      '#lib/crypto/primitives/key-pair.ts',
      '#lib/crypto/worker/staff-operations.ts',
      'hpke',
      '@panva/hpke-noble',
      '../../../scripts/build.ts'
    ]
  ],
  ['party/room/core/new.ts', [EXIT, '../object/room.ts', '../../env.ts', 'partyserver', 'node:fs']]
];

const ALLOWED: readonly (readonly [file: string, paths: readonly string[]])[] = [
  ['src/lib/protocol/new.ts', ['valibot', './limits.ts', '#lib/protocol/limits.ts']],
  [
    'src/lib/crypto/room/new.ts',
    [
      '../primitives/bytes.ts',
      '../account/directory.ts',
      '#lib/protocol/limits.ts',
      '@noble/hashes/sha2.js'
    ]
  ],
  [
    'src/lib/guest/runtime/new.ts',
    ['#lib/ui/fetch-part.ts', '../exit/exit.ts', '../core/state.ts', 'idb']
  ],
  [
    'src/lib/guest/core/new.ts',
    ['./state.ts', '#lib/sync/core/outbox.ts', '#lib/ui/core/message-groups.ts', BYTES]
  ],
  [
    'src/lib/staff/room/new.ts',
    ['#lib/i18n/en/desk.ts', '#lib/sync/core/outbox.ts', './room-keys.ts']
  ],
  ['src/lib/i18n/new.ts', ['./en/guest.ts', './en/desk.ts', '#lib/protocol/policy.ts']],
  ['party/room/object/new.ts', ['#lib/protocol/limits.ts', BYTES, '../../bytes.ts']],
  [
    'party/room/core/new.ts',
    ['#lib/core/work.ts', '#lib/protocol/limits.ts', './room-state.ts', '../../rpc.ts']
  ]
];

/** What a core may not use: clock, chance, network, storage, page, console. */
const IMPURE = [
  'Date.now()',
  'Math.random()',
  'crypto.randomUUID()',
  'crypto.getRandomValues(new Uint8Array(1))',
  'fetch("/")',
  'localStorage.length',
  'sessionStorage.length',
  'indexedDB.databases()',
  'caches.keys()',
  'document.title',
  'navigator.onLine',
  'setTimeout(() => undefined, 1)',
  'performance.now()',
  'self.name',
  'location.href',
  'history.length',
  'new Worker("/")',
  'new BroadcastChannel("a")',
  'new XMLHttpRequest()',
  'addEventListener("a", () => undefined)',
  'globalThis.document',
  'globalThis.fetch("/")',
  'console.log(1)'
];
const CORES = [
  'src/lib/guest/core/new.ts',
  'src/lib/staff/room/core/new.ts',
  'src/lib/staff/desk/core/new.ts',
  'src/lib/sync/core/new.ts',
  'src/lib/ui/core/new.ts',
  'party/room/core/new.ts',
  'src/lib/protocol/new.ts',
  'src/lib/crypto/room/new.ts'
];

describe('borders', () => {
  it.each(FORBIDDEN)(
    '%s may not reach what is beyond its border, in any way',
    async (file, paths) => {
      for (const path of paths)
        for (const way of WAYS)
          expect([path, way(path), (await refusals(file, way(path))).length > 0]).toEqual([
            path,
            way(path),
            true
          ]);
    }
  );

  it.each(ALLOWED)('%s reaches what belongs to it', async (file, paths) => {
    for (const path of paths)
      for (const way of WAYS) expect(await refusals(file, way(path))).toEqual([]);
  });

  it.each(CORES)(
    '%s decides, and reaches no clock, chance, network, storage or console',
    async (file) => {
      for (const touch of IMPURE) {
        const [result] = await eslint.lintText(`export const a = () => ${touch};\n`, {
          filePath: file
        });
        const rules = result?.messages.map(({ ruleId }) =>
          ruleId?.replace(/^no-restricted-\w+$/, 'pure')
        );
        expect([touch, rules]).toEqual([touch, expect.arrayContaining(['pure'])]);
      }
    }
  );
});

describe('borders that look at how', () => {
  it('a path that is put together is refused', async () => {
    const code = 'export const a = () => import(`#lib/staff/desk/core/code-name.ts`);';
    expect(await refusals('src/lib/guest/entry/new.ts', code)).not.toEqual([]);
  });

  it.each(['src/lib/guest/core/new.ts', 'src/lib/staff/room/core/new.ts'])(
    '%s knows the shape of texts, and no text',
    async (file) => {
      const own = file.includes('guest') ? 'guest' : 'desk';
      const path = `#lib/i18n/${own}-texts.ts`;
      expect(await refusals(file, `import { a } from '${path}';\nexport const b = a;`)).not.toEqual(
        []
      );
      expect(await refusals(file, `import type { A } from '${path}';\nexport type B = A;`)).toEqual(
        []
      );
    }
  );
});
