// Lint, and the borders between folders: a pure file can reach no clock, chance, network or storage,
// and no side can import what must not travel with it.
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

const PURE_GLOBALS = [
  'Date',
  'fetch',
  'WebSocket',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'caches',
  'console',
  'navigator',
  'document',
  'window',
  'setTimeout',
  'setInterval',
  'performance'
].map((name) => ({ name, message: 'Pure files get time, chance and I/O as arguments.' }));

const PURE_PROPERTIES = [
  { object: 'Math', property: 'random', message: 'Randomness is an argument.' },
  { object: 'crypto', property: 'getRandomValues', message: 'Randomness is an argument.' },
  { object: 'crypto', property: 'randomUUID', message: 'Randomness is an argument.' },
  {
    object: 'globalThis',
    property: 'crypto',
    message: 'Use `crypto.subtle`; randomness is an argument.'
  }
];

const restricted = (patterns) => ({
  'no-restricted-imports': [
    'error',
    { patterns: patterns.map(([group, message]) => ({ group, message })) }
  ]
});

const PURE_FILES = [
  'src/lib/protocol/**/*.ts',
  'src/lib/crypto/**/*.ts',
  'src/lib/room/chain-view.ts',
  'src/lib/room/line-watch.ts',
  'src/lib/room/outbox.ts',
  'src/lib/guest/*-core.ts',
  'src/lib/guest/core/**/*.ts',
  'src/lib/staff/*-core.ts',
  'src/lib/staff/core/**/*.ts',
  'party/**/*-core.ts',
  'party/**/room-expiry.ts'
];
const SHELLS_AMONG_THEM = [
  'src/lib/crypto/*.worker.ts',
  'src/lib/crypto/crypto-door.ts',
  'src/lib/crypto/*-door.ts'
];

export default ts.config(
  {
    ignores: [
      '.svelte-kit',
      '.build',
      '.data',
      'static/boot.js',
      'node_modules',
      'test-results',
      'tests/vectors',
      'tests/fixtures/format-*'
    ]
  },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    // Trusted Types and the exit order need our own navigation; links leave for other sites.
    rules: { 'svelte/no-navigation-without-resolve': 'off' }
  },
  {
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'svelte/no-at-html-tags': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-invalid-void-type': 'off'
    }
  },
  {
    files: PURE_FILES,
    ignores: SHELLS_AMONG_THEM,
    rules: {
      'no-restricted-globals': ['error', ...PURE_GLOBALS],
      'no-restricted-properties': ['error', ...PURE_PROPERTIES]
    }
  },
  {
    files: ['src/lib/protocol/**/*.ts'],
    rules: restricted([
      [
        ['#lib/*', '!#lib/protocol/*', 'svelte*', 'idb', 'partysocket*', '../*'],
        'protocol imports valibot only.'
      ]
    ])
  },
  {
    files: ['src/lib/crypto/**/*.ts'],
    rules: restricted([
      [
        [
          '#lib/room/*',
          '#lib/guest/*',
          '#lib/staff/*',
          '#lib/ui/*',
          '#lib/i18n/*',
          'valibot',
          'idb',
          'svelte*'
        ],
        'crypto is bytes in, bytes out.'
      ]
    ])
  },
  {
    files: ['src/lib/room/**/*.ts'],
    rules: restricted([
      [['#lib/guest/*', '#lib/staff/*', '#lib/ui/*'], 'room is shared: it knows neither side.']
    ])
  },
  {
    files: ['src/lib/guest/**'],
    rules: restricted([
      [['#lib/staff/*', '#lib/i18n/staff/*'], 'Staff code never travels to a phone.']
    ])
  },
  {
    files: ['src/lib/staff/**'],
    rules: restricted([
      [['#lib/guest/*', '#lib/i18n/guest/*'], 'Staff use what is shared, not the guest’s own.']
    ])
  },
  {
    files: ['party/**/*.ts'],
    rules: {
      ...restricted([
        [
          [
            '#lib/*',
            '!#lib/protocol',
            '!#lib/crypto',
            '#lib/*/**',
            '!#lib/protocol/**',
            '!#lib/crypto/**'
          ],
          'party imports protocol and crypto only.'
        ],
        [
          [
            '#lib/crypto/handshake.ts',
            '#lib/crypto/box.ts',
            '#lib/crypto/*-operations.ts',
            'hpke',
            '@panva/*'
          ],
          'The server holds no key that needs HPKE.'
        ]
      ]),
      'no-console': 'error'
    }
  },
  {
    files: ['src/routes/**'],
    rules: restricted([
      [
        ['#lib/crypto/*', '#lib/crypto/**'],
        'Routes wire lib together; crypto is behind the sessions.'
      ]
    ])
  },
  { files: ['src/**'], rules: { 'no-console': 'error' } }
);
