// Build of the pages and of the service worker. The worker's list holds only what a young person's page can
// need: staff code is never sent to a phone.
import { sveltekit } from '@sveltejs/kit/vite';
import { SvelteKitPWA } from '@vite-pwa/sveltekit';
import { defineConfig } from 'vite';
import { guestManifest } from './scripts/guest-files.ts';

/**
 * Modules that the first screen shares with other parts: in one file instead of a dozen small ones, each of
 * which would cost a young person's phone a request and its own compression.
 */
const FIRST = [
  ...['addresses', 'deletion-day', 'languages', 'limits', 'services'].map(
    (name) => `src/lib/protocol/${name}.ts`
  ),
  ...['promise', 'format', 'plural'].map((name) => `src/lib/i18n/${name}.ts`),
  ...['Button', 'Icon', 'Strip'].map((name) => `src/lib/ui/${name}.svelte`),
  'src/lib/core/work.ts',
  ...['fetch-part', 'own-text', 'page-age', 'page-language', 'private-field'].map(
    (name) => `src/lib/ui/${name}.ts`
  ),
  ...['Emergency', 'ExitControl', 'Languages', 'MoreAbout', 'Screen'].map(
    (name) => `src/lib/guest/screens/${name}.svelte`
  ),
  ...[
    'core/message-shape',
    'entry/arrived-address',
    'exit/exit',
    'exit/exit-keys',
    'exit/kept-names',
    'exit/leaving',
    'exit/tab-place',
    'platform/before-reload',
    'platform/keyboard-room'
  ].map((name) => `src/lib/guest/${name}.ts`),
  'rolldown/runtime',
  'vite/preload-helper'
];

/** The same for modules that are needed right after the first paint, and by the conversation too. */
const MEETING = [
  ...[
    'primitives/bytes',
    'primitives/crypto-error',
    'room/code-words',
    'room/key-schedule',
    'room/room-token'
  ].map((name) => `src/lib/crypto/${name}.ts`),
  'src/lib/ui/script-urls.ts',
  'src/lib/protocol/face-answer.ts',
  'src/lib/protocol/face.ts',
  'src/lib/protocol/message-body.ts',
  'src/lib/sync/core/room-end.ts',
  'src/lib/sync/face-request.ts',
  ...[
    'entry/word-suggestions',
    'platform/newer-version',
    'platform/page-updates',
    'platform/trusted-scripts'
  ].map((name) => `src/lib/guest/${name}.ts`)
];

/** Modules of a conversation on either side, and of what only delivers waiting messages. */
const TALKING = [
  'node_modules/partysocket/',
  'node_modules/idb/',
  ...[
    'core/chain-view',
    'core/line-watch',
    'core/outbox',
    'core/outbox-driver',
    'outbox-store',
    'room-socket',
    'storage-error',
    'stored-database'
  ].map((name) => `src/lib/sync/${name}.ts`),
  ...[
    'Composer.svelte',
    'Announcer.svelte',
    'MessageBody.svelte',
    'MessageList.svelte',
    'core/announcements.ts',
    'core/message-groups.ts',
    'scroll-keeper.ts'
  ].map((name) => `src/lib/ui/${name}`),
  ...[
    'primitives/padding',
    'room/chain',
    'room/device-key',
    'room/envelope-header',
    'room/transcript',
    'worker/worker-client',
    'worker/worker-wire'
  ].map((name) => `src/lib/crypto/${name}.ts`),
  ...['content', 'guest-wire'].map((name) => `src/lib/protocol/${name}.ts`),
  ...['final-codes', 'losses'].map((name) => `src/lib/guest/core/${name}.ts`)
];

const isOneOf =
  (parts: readonly string[]) =>
  (id: string): boolean =>
    parts.some((part) => id.includes(part));

export default defineConfig({
  plugins: [
    sveltekit(),
    SvelteKitPWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'service-worker.ts',
      manifest: false,
      injectRegister: false,
      injectManifest: {
        globPatterns: ['client/**/*.{js,css,svg,png,wasm}', 'prerendered/**/*.html'],
        modifyURLPrefix: {},
        manifestTransforms: [guestManifest]
      }
    })
  ],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'first', test: isOneOf(FIRST), priority: 2 },
            { name: 'meeting', test: isOneOf(MEETING), priority: 1 },
            { name: 'talking', test: isOneOf(TALKING), priority: 0 }
          ]
        }
      }
    }
  },
  worker: {
    format: 'es',
    rolldownOptions: {
      // Unused hybrids with P-256 and P-384: a third of the guest's worker.
      treeshake: { manualPureFunctions: ['QSF', 'createKitchenSink', 'ecdhKem'] }
    }
  }
});
