// Pure parts of the edge, and what must agree between the two runtimes of the product.
import { readFileSync } from 'node:fs';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { preferredLanguage } from '../../party/edge/language.ts';
import { canonicalAddress, canonicalOrigin } from '../../party/edge/spelling.ts';
import { pageCsp } from '../../party/edge/csp.ts';
import { Bucket } from '../../party/rate.ts';
import { COMPATIBILITY_DATE, workerdConfig } from '../../party/workerd-config.ts';

describe('the language of a page', () => {
  it.each([
    [null, 'nb'],
    ['*', 'nb'],
    ['nb-NO,nb;q=0.9,en;q=0.8', 'nb'],
    ['nn', 'nb'],
    ['sv-SE', 'nb'],
    ['se-NO', 'nb'],
    ['en-GB', 'en'],
    ['fi-FI,fi;q=0.9,en;q=0.8', 'fi'],
    ['de-DE', 'en'],
    ['en;q=0.1, fi;q=0.9', 'fi'],
    ['en;q=0, fi', 'fi'],
    ['x;q=nonsense', 'en'],
    ['constructor', 'en']
  ])('%s → %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });
});

describe('the policy of a page', () => {
  it('gets what only a header can say, once', () => {
    expect(pageCsp("default-src 'none';")).toBe(
      "default-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    );
    const whole = "frame-ancestors 'none'; require-trusted-types-for 'script'";
    expect(pageCsp(whole)).toBe(whole);
  });
});

describe('[X2] a bucket', () => {
  it('[X2] gives its burst, then as much as time brings, and says when', () => {
    const bucket = new Bucket({ burst: 2, perSecond: 10 }, 1_000);
    expect([bucket.take(1_000), bucket.take(1_000)]).toEqual([null, null]);
    expect(bucket.take(1_000)).toBe(1_100);
    expect(bucket.take(1_050)).toBe(1_100);
    expect(bucket.take(1_100)).toBeNull();
    expect([bucket.take(9_000), bucket.take(9_000), bucket.take(9_000)]).toEqual([
      null,
      null,
      9_100
    ]);
  });
});

describe('one machine and Cloudflare', () => {
  it('[X5] spells an address in one way, and takes nothing else for one', () => {
    for (const [text, address] of [
      ['203.0.113.7', '203.0.113.7'],
      ['203.0.113.7:443', '203.0.113.7'],
      ['::1', '[::1]'],
      ['[0:0:0:0:0:0:0:1]:443', '[::1]'],
      ['2001:DB8::0:7', '[2001:db8::7]'],
      ['::ffff:203.0.113.7', '203.0.113.7'],
      ['[::ffff:cb00:7107]:443', '203.0.113.7'],
      ['[::ffff:1.2.3.4:443', null],
      ['fe80::1%eth0', null],
      ['300.1.1.1', null],
      ['proxy.example', null],
      ['proxy:80', null],
      ['10.0.0.0/8', null],
      ['0x7f.1', null],
      ['', null]
    ] as const)
      expect([text, canonicalAddress(text)]).toEqual([text, address]);
  });

  it('[X5] spells an origin as browsers do, and takes nothing else for one', () => {
    for (const [text, origin] of [
      ['https://rom.example', 'https://rom.example'],
      ['https://ROM.example:443/', 'https://rom.example'],
      ['http://[::1]:8787', 'http://[::1]:8787'],
      ['https://rom.example/r', null],
      ['https://rom.example/?', null],
      ['https://kari@rom.example', null],
      ['wss://rom.example', null],
      ['rom.example', null],
      ['*', null],
      ['null', null]
    ] as const)
      expect([text, canonicalOrigin(text)]).toEqual([text, origin]);
  });

  const wrangler = readFileSync('party/wrangler.jsonc', 'utf8');

  it('run the same runtime date, with logs off and SQLite everywhere', () => {
    expect(wrangler).toContain(`"compatibility_date": "${COMPATIBILITY_DATE}"`);
    expect(COMPATIBILITY_DATE >= '2026-02-24').toBe(true);
    expect(wrangler).toContain(
      '"observability": { "enabled": false, "logs": { "enabled": false } }'
    );
    for (const name of ['RoomServer', 'JoinGate', 'ResumeShareStore', 'DeskServer'])
      expect(wrangler.split('new_sqlite_classes')[1]).toContain(`"${name}"`);
  });

  it('a config says everything that workerd needs, and quotes what it is given', () => {
    const dir = mkdtempSync(join(tmpdir(), 'workerd-config-'));
    const workerModulePath = join(dir, 'worker.js');
    writeFileSync(workerModulePath, 'export default {"a\\n": "æ\u2028"}\n\t');
    const text = workerdConfig({
      port: 8_819,
      host: '127.0.0.1',
      workerModulePath,
      siteDir: '/site "x"',
      dataDir: '/data',
      setupTokenHash: 'ab',
      servicePolicyJson: '{"v":1}',
      origins: ['http://localhost:8819', 'https://rom.example'],
      trustedProxies: ['127.0.0.1', '[::1]'],
      startId: 'start-"x"'
    });
    expect(text).toContain('address = "127.0.0.1:8819"');
    expect(text).toContain('path = "/site \\"x\\""');
    expect(text).toContain('"export default {\\"a\\\\n\\": \\"æ\u2028\\"}\\x0a\\x09"');
    expect(text).toContain('text = "{\\"v\\":1}"');
    expect(text).toContain(
      '(name = "ORIGINS", text = "http://localhost:8819 https://rom.example")'
    );
    expect(text).toContain('(name = "TRUSTED_PROXIES", text = "127.0.0.1 [::1]")');
    expect(text).toContain('(name = "START_ID", text = "start-\\"x\\"")');
    for (const key of ['room', 'door', 'latch', 'desk'])
      expect(text).toContain(`uniqueKey = "tryggrom-${key}", enableSql = true`);
  });
});
