// Tests against the built server on its own workerd and disk: killed, restarted, and its files read
// byte by byte. Each file has a server and a disk of its own, and waits more than it computes.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'disk',
    include: ['tests/disk/**/*.test.ts'],
    environment: 'node',
    maxWorkers: availableParallelism(),
    testTimeout: 900_000,
    hookTimeout: 60_000
  }
});
