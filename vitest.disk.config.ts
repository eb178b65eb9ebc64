// Tests against the built server on its own workerd and disk: killed, restarted, and its files read
// byte by byte. One file at a time: they measure time and share two cores.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'disk',
    include: ['tests/disk/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 60_000
  }
});
