// Browser tests on the built product: every file starts its own server on a free port.
import { defineConfig } from '@playwright/test';
import { availableParallelism } from 'node:os';
import { findShell, SHELL_ARGS } from './scripts/find-browser.ts';

export default defineConfig({
  testDir: 'tests/browser',
  globalSetup: './tests/browser/house/built.ts',
  testMatch: '**/*.test.ts',
  outputDir: 'test-results/browser',
  fullyParallel: false,
  // One more than processors, since tests also wait. More than six were not tried.
  workers: Math.min(availableParallelism() + 1, 6),
  // A busy machine may cut a browser off; a test that fails twice has failed.
  retries: process.env['CI'] === undefined ? 0 : 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/browser.json' }]],
  use: {
    launchOptions: { executablePath: await findShell(), args: [...SHELL_ARGS] },
    trace: 'off',
    screenshot: 'only-on-failure'
  }
});
