// Unit tests in Node (pure files, crypto); the room server's tests run in the real workerd
// (vitest.workers.config.ts); the browser tests are Playwright's. Files share the modules that they load: a
// third less to compute. Only a file that replaces a module has its modules to itself.
import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const FILES = 'tests/{protocol,crypto,sync,guest,staff,ui,i18n,scripts,party-core}/**/*.test.ts';
const REPLACING = globSync(FILES).filter((file) => readFileSync(file, 'utf8').includes('vi.mock('));

export default defineConfig({
  test: {
    maxWorkers: availableParallelism(),
    projects: [
      { name: 'unit', include: [FILES], exclude: REPLACING, isolate: false },
      { name: 'unit, alone', include: REPLACING, isolate: true }
    ].map((files) => ({
      test: {
        ...files,
        environment: 'node',
        setupFiles: 'tests/own-globals.ts',
        // A busy machine takes its time; nothing here waits for a clock.
        testTimeout: 120_000,
        hookTimeout: 60_000
      }
    }))
  }
});
