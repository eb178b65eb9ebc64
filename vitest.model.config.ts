// The model test: our own reducers and crypto against a network that loses and a server that lies.
// Slower than the unit tests, so it has a run of its own.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { modelPlugin } from './tests/model/mutation.ts';

export default defineConfig({
  plugins: [modelPlugin(null)],
  test: {
    name: 'model',
    include: ['tests/model/**/*.test.ts'],
    environment: 'node',
    maxWorkers: availableParallelism(),
    testTimeout: 600_000,
    hookTimeout: 60_000
  }
});
