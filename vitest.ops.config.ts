// Tests of the server as an operator runs it: started, refused, stopped, killed, on a full disk and
// behind a proxy. One file at a time: each starts servers of its own, on two cores.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'ops',
    include: ['tests/ops/**/*.test.ts'],
    globalSetup: './tests/browser/house/built.ts',
    environment: 'node',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000
  }
});
