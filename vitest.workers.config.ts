// The room server's tests: in the real workerd, with real sockets, real storage and real crypto. The
// service's policy has short durations where a test must see time pass, and small quotas where it must
// fill a room; nothing else differs from production.
import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { createHash } from 'node:crypto';
import { defineConfig } from 'vitest/config';
import { nettpatrulje } from './src/lib/protocol/services.ts';
import { REACHED, SETUP_TOKEN, TEST_LIFETIMES, TEST_QUOTAS } from './tests/party/settings.ts';

const policy = {
  ...nettpatrulje,
  lifetimes: { ...nettpatrulje.lifetimes, ...TEST_LIFETIMES },
  quotas: TEST_QUOTAS
};

export default defineConfig({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: './party/wrangler.jsonc' },
      miniflare: {
        bindings: {
          ...REACHED,
          SERVICE_POLICY: JSON.stringify(policy),
          SETUP_TOKEN_HASH: createHash('sha256').update(SETUP_TOKEN).digest('hex')
        }
      }
    })
  ],
  test: {
    name: 'workers',
    include: ['tests/party/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 20_000
  }
});
