// Browser tests on the built product: every file starts its own server on a free port.
import { defineConfig } from '@playwright/test';
import { BROWSER_ARGS, findShell } from './scripts/find-browser.ts';

export default defineConfig({
  testDir: 'tests/browser',
  globalSetup: './tests/browser/house/built.ts',
  testMatch: '**/*.test.ts',
  outputDir: 'test-results',
  fullyParallel: false,
  workers: 2,
  // A busy machine may cut a browser off; a test that fails twice has failed.
  retries: process.env['CI'] === undefined ? 0 : 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/browser.json' }]],
  use: {
    launchOptions: { executablePath: await findShell(), args: [...BROWSER_ARGS] },
    trace: 'off',
    screenshot: 'only-on-failure'
  }
});
