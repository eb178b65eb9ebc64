// Lint, and the borders between folders. A pure file cannot reach clock, chance, network or storage, and
// neither side can import what must not be shipped with it.
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
  'performance',
  'self',
  'location',
  'history',
  'Worker',
  'BroadcastChannel',
  'XMLHttpRequest',
  'addEventListener'
].map((name) => ({ name, message: 'Pure files get time, chance and I/O as arguments.' }));

const PURE_PROPERTIES = [
  { object: 'Math', property: 'random', message: 'Randomness is an argument.' },
  { object: 'crypto', property: 'getRandomValues', message: 'Randomness is an argument.' },
  { object: 'crypto', property: 'randomUUID', message: 'Randomness is an argument.' },
  {
    object: 'globalThis',
    property: 'crypto',
    message: 'Use `crypto.subtle`; randomness is an argument.'
  },
  ...PURE_GLOBALS.map(({ name, message }) => ({ object: 'globalThis', property: name, message }))
];

/** Closes the detours around a border. */
const STRAIGHT = ['(?:^\\./|\\w/)\\.\\./', 'Name it by its shortest path.'];

const restricted = (files, patterns) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: patterns.map(([regex, message]) => ({ regex, message })) }
    ],
    'no-restricted-syntax': [
      'error',
      ...patterns.flatMap(([regex, message]) => {
        const named = `Literal[value=/${regex.replaceAll('/', '\\u002F')}/]`;
        return ['ImportExpression >', 'TSImportType'].map((where) => ({
          selector: `${where} ${named}`,
          message
        }));
      }),
      {
        selector: 'ImportExpression > TemplateLiteral',
        message: 'Say what is imported in one word.'
      }
    ]
  }
});

/** Core code may import core code, protocol, crypto and the types of texts. */
const CORE = [
  `^(?!\\./|(?:\\.\\./)+(?:[\\w/]+/)?core/|(?:\\.\\./)+rpc\\.ts$|valibot$|#lib/(?:${[
    'protocol/',
    'crypto/(?!worker/)',
    'i18n/',
    '(?:[\\w/]+/)?core/'
  ].join('|')}))`,
  'A core reaches other cores, protocol and crypto only.'
];

/**
 * A border: what the files of one folder may not import, by alias or relative path, as value or type,
 * statically or dynamically. A folder `core` inside it has one more.
 * @param patterns regular expressions of import paths, each with the reason
 */
const border = (files, patterns) => [
  restricted(files, [...patterns, STRAIGHT]),
  restricted(
    files.filter((one) => one.endsWith('/**')).map((one) => `${one}/core/**`),
    [...patterns, STRAIGHT, CORE]
  )
];

/** These folders and files of `src/lib`, by alias or by any relative path that leaves this folder. */
const lib = (...names) =>
  `^(?:#lib/|(?:\\./|(?:\\.\\./)+)(?:src/)?lib/|(?:\\.\\./)+)(?:${names.join('|')})(?:/|\\.|$)`;
const packages = (...names) => `^(?:${names.join('|')})`;

const GUEST = lib('guest', 'i18n/guest-[\\w-]+', 'i18n/\\w+/(?:door|talk|rare|guest)');
const STAFF = lib(
  'staff',
  // What staff write among themselves [R9]: no young person's page can read it.
  'protocol/log-content',
  'i18n/desk-[\\w-]+',
  'i18n/\\w+/desk',
  'crypto/worker/staff[\\w.-]*',
  'crypto/account'
);
/** Build, test and server code is no part of a page. */
const OUTSIDE = [
  '^(?:\\.{1,2}/)+(?:party|scripts|tests|bench)/',
  'Pages know nothing outside src.'
];

/**
 * A folder `core` only decides and has no effects; protocol and crypto, shared by both sides, are pure as
 * well.
 */
const PURE_FILES = ['**/core/**/*.ts', 'src/lib/protocol/**/*.ts', 'src/lib/crypto/**/*.ts'];
const SHELLS_AMONG_THEM = ['src/lib/crypto/worker/**'];

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
    // Trusted Types and the exit order need our own navigation; links lead to other sites.
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
    files: ['**/core/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^#lib/i18n/',
              allowTypeImports: true,
              message: 'A core knows the shape of texts, and gets them as arguments.'
            }
          ]
        }
      ]
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
  border(
    ['src/lib/protocol/**'],
    [
      [
        '^(?:#lib/(?!protocol/)|\\.\\./|svelte|idb|partysocket|node:)',
        'protocol imports valibot only.'
      ]
    ]
  ),
  border(['src/lib/core/**'], [['^', 'The dialect of reducers needs nothing.']]),
  border(
    ['src/lib/crypto/**'],
    [
      [lib('sync', 'guest', 'staff', 'ui', 'i18n'), 'crypto is bytes in, bytes out.'],
      [packages('valibot', 'idb', 'svelte', 'partysocket'), 'crypto is bytes in, bytes out.'],
      OUTSIDE
    ]
  ),
  border(
    ['src/lib/sync/**'],
    [[lib('guest', 'staff', 'ui', 'i18n'), 'sync is shared: it knows neither side.'], OUTSIDE]
  ),
  border(
    ['src/lib/i18n/**'],
    [[lib('sync', 'crypto', 'ui', 'guest/\\w+', 'staff/\\w+'), 'Texts know no code.'], OUTSIDE]
  ),
  restricted(
    ['src/lib/crypto/worker/guest*.ts'],
    [
      [lib('i18n', 'guest', 'staff', 'ui', 'sync'), 'Crypto knows no page.'],
      ['/staff[\\w-]*\\.|/account/', 'Staff code never travels to a phone.'],
      OUTSIDE,
      STRAIGHT
    ]
  ),
  border(['src/lib/guest/**'], [[STAFF, 'Staff code never travels to a phone.'], OUTSIDE]),
  border(
    ['src/lib/staff/**'],
    [[GUEST, 'Staff use what is shared, not the guest’s own.'], OUTSIDE]
  ),
  border(
    ['src/lib/ui/**'],
    [
      [GUEST, 'What both sides share knows neither.'],
      [STAFF, 'What both sides share knows neither.'],
      OUTSIDE
    ]
  ),
  border(
    ['src/*.ts', 'src/params/**', 'src/routes/*', 'src/routes/(guest)/**', 'src/routes/(lost)/**'],
    [
      [STAFF, 'Staff code never travels to a phone.'],
      [lib('crypto'), 'Routes wire lib together; crypto is behind the sessions.'],
      OUTSIDE
    ]
  ),
  border(
    ['src/routes/(staff)/**'],
    [
      [GUEST, 'Staff use what is shared, not the guest’s own.'],
      [lib('crypto'), 'Routes wire lib together; crypto is behind the sessions.'],
      OUTSIDE
    ]
  ),
  border(
    ['party/**'],
    [
      [
        '^(?:#lib/|(?:\\.{1,2}/)+(?:src/)?lib/)(?!protocol/|crypto/|core/)',
        'party imports protocol, crypto and the dialect of reducers only.'
      ],
      [
        `${lib('crypto/(?:room/handshake|primitives/(?:box|key-pair)|worker)')}|^hpke|^@panva/`,
        'The server holds no key that needs HPKE.'
      ],
      ['^(?:\\.{1,2}/)+(?:scripts|tests|bench)/', 'The server knows nothing outside party and lib.']
    ]
  ),
  { files: ['src/**', 'party/**'], rules: { 'no-console': 'error' } }
);
