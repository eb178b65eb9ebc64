// The headers of every response, page or not: requested over plain HTTP, because a browser hides some.
// Rules: X1; issue 2 §3.
import { expect, test, type APIResponse } from '@playwright/test';
import { furnish } from './house/house.ts';

// Only a desk that somebody has set up calls a room gone [R6].
const house = furnish();

function expectSecured(response: APIResponse): string {
  const headers = response.headers();
  const csp = headers['content-security-policy'] ?? '';
  expect(csp).toContain("default-src 'none'");
  expect(csp).toContain("frame-ancestors 'none'");
  expect(csp).toContain("base-uri 'none'");
  expect(csp).toContain("form-action 'none'");
  expect(csp).toContain("require-trusted-types-for 'script'");
  expect(csp).not.toContain("'unsafe-inline'");
  expect(csp).not.toContain("'unsafe-eval'");
  expect(csp).not.toMatch(/https?:|\*/);
  expect(headers).toMatchObject({
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY'
  });
  const permissions = headers['permissions-policy'] ?? '';
  for (const feature of ['camera', 'microphone', 'geolocation', 'usb', 'payment'])
    expect(permissions).toContain(`${feature}=()`);
  return csp;
}

test('[X1] pages carry the policy of the build as a header, and none in their text', async ({
  request
}) => {
  for (const path of ['/', '/r', '/en/r', '/fi', '/desk']) {
    const response = await request.get(`${house.url}${path}`);
    expect(response.status(), path).toBe(200);
    const csp = expectSecured(response);
    expect(csp).toMatch(/script-src [^;]*'sha256-/);
    expect(csp).toContain("connect-src 'self'");
    expect(csp).toContain("style-src 'self'");
    expect(await response.text()).not.toMatch(/http-equiv="content-security-policy"/i);
  }
});

test('[X1] scripts, workers, styles, pictures and what is not there carry them too', async ({
  request
}) => {
  const page = await (await request.get(`${house.url}/r`)).text();
  const assets = [...page.matchAll(/"(\/_app\/[^"]+\.(?:js|css))"/g)].map(
    (found) => found[1] ?? ''
  );
  expect(assets.length).toBeGreaterThan(2);
  const worker = await (await request.get(`${house.url}/service-worker.js`)).text();
  const listed = [...worker.matchAll(/"(\/_app\/[^"]*worker[^"]*\.js)"/g)].map((at) => at[1] ?? '');
  expect(listed.length).toBeGreaterThan(0);
  const paths = [
    ...assets,
    ...listed,
    '/service-worker.js',
    '/icon.svg',
    '/robots.txt',
    '/nothing'
  ];
  for (const path of new Set(paths)) {
    const response = await request.get(`${house.url}${path}`);
    expect(response.status(), path).toBe(path === '/nothing' ? 404 : 200);
    expectSecured(response);
  }
});

test('[X1, J1] the API carries them, refuses with a code, and shows no inside', async ({
  request
}) => {
  const { serviceId } = house.product.policy;
  const api = `${house.url}/api/s/${serviceId}`;
  const status = await request.get(`${api}/status`);
  expect(status.status()).toBe(200);
  expectSecured(status);
  expect(status.headers()['cache-control']).toBe('no-store');
  const unknown = await request.get(`${api}/r/${'0'.repeat(32)}/face`);
  expect(unknown.status()).toBe(404);
  expect(await unknown.json()).toEqual({ code: 'gone' });
  expectSecured(unknown);
  const broken = await request.post(`${api}/sign-in`, {
    headers: { origin: house.url },
    data: '{"half":'
  });
  expect(broken.status()).toBe(400);
  expect(await broken.json()).toEqual({ code: 'malformed' });
  expectSecured(broken);
  const foreign = await request.post(`${api}/sign-in`, {
    headers: { origin: 'https://example.org' },
    data: '{}'
  });
  expect(await foreign.json()).toEqual({ code: 'not-allowed' });
  expectSecured(foreign);
});
