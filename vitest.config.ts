// Unit tests in Node (pure files, crypto); the room server's tests run in the real workerd
// (vitest.workers.config.ts); the browser tests are Playwright's.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'unit',
    include: ['tests/{protocol,crypto,sync,guest,staff,ui,i18n,scripts,party-core}/**/*.test.ts'],
    environment: 'node',
    maxWorkers: availableParallelism(),
    // A busy machine takes its time; nothing here waits for a clock.
    testTimeout: 120_000,
    hookTimeout: 60_000
  }
});
