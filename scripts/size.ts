// `npm run size`: what a phone really loads, measured in a browser on the built product, each file gzipped.
// Budgets: until the code words can be typed, and until the first message is sent. What the service worker
// then loads for the next visit is shown, but not counted.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium, type Page, type Response } from '@playwright/test';
import { faceHash, formatRoomLink } from '../src/lib/crypto/room/room-token.ts';
import { fromHex } from '../src/lib/crypto/primitives/bytes.ts';
import { createRoom } from '../tests/wire-client/made-room.ts';
import { setUpService } from '../tests/wire-client/member.ts';
import { buildIfNeeded } from './build.ts';
import { BROWSER_ARGS, findBrowser } from './find-browser.ts';
import { routeNodes } from './guest-files.ts';
import { serve } from './serve.ts';

/** The conversation's chunk: loaded while the words are being typed, and not before. */
const TALK = 'src/lib/guest/screens/talk.ts';
const ENTRY = 'src/lib/guest/entry/find-room.ts';
/** Asked for first of all: counted with the page itself, what it needs with the entry. */
const HELP = 'src/lib/guest/entry/word-help.ts';

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
}

/** What a chunk needs in order to run, itself included. */
function closure(manifest: Record<string, Chunk>, keys: readonly string[]): Set<string> {
  const files = new Set<string>();
  const queue = [...keys];
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    const chunk = manifest[key];
    if (chunk === undefined) throw new Error(`${key} is not in the build's manifest`);
    if (files.has(`/${chunk.file}`)) continue;
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(`/${file}`);
    queue.push(...(chunk.imports ?? []));
  }
  return files;
}

const manifestOf = (): Record<string, Chunk> =>
  JSON.parse(readFileSync('.svelte-kit/output/client/.vite/manifest.json', 'utf8')) as Record<
    string,
    Chunk
  >;

/** Scripts that load after the page itself; its styles come with the page and are counted there. */
function scriptsAfter(keys: readonly string[], before: readonly string[]): Set<string> {
  const manifest = manifestOf();
  const page = routeNodes('guest').map(
    (node) => `.svelte-kit/generated/client-optimized/nodes/${node}.js`
  );
  const scripts = [...closure(manifest, keys)].filter((file) => file.endsWith('.js'));
  return new Set(scripts).difference(closure(manifest, [...page, ...before]));
}

const KB = 1000;
const BUDGETS = { typing: 60 * KB, sending: 140 * KB } as const;

/** Adds up every response of a page, each body once. */
class Meter {
  readonly files = new Map<string, number>();
  readonly #reading: Promise<void>[] = [];

  constructor(page: Page) {
    page.context().on('response', (response) => {
      // A service worker's own fetches are for the next visit.
      if (response.request().serviceWorker() === null) this.#reading.push(this.#read(response));
    });
  }

  async #read(response: Response): Promise<void> {
    const path = new URL(response.url()).pathname;
    const body = await response.body().catch(() => null);
    if (body !== null) this.files.set(path, gzipSync(body, { level: 9 }).length);
  }

  async total(): Promise<number> {
    await Promise.all(this.#reading);
    return [...this.files.values()].reduce((sum, size) => sum + size, 0);
  }
}

const kb = (bytes: number): string => `${(bytes / KB).toFixed(1)} kB`;

function tell(name: string, bytes: number, budget: number): boolean {
  const fits = bytes <= budget;
  console.log(`${fits ? 'ok  ' : 'OVER'} ${name}: ${kb(bytes)} of ${kb(budget)}`);
  return fits;
}

await buildIfNeeded();
const dataDir = mkdtempSync(join(tmpdir(), 'size-'));
const server = await serve({ port: 8791, dataDir });
const browser = await chromium.launch({
  executablePath: await findBrowser(),
  args: [...BROWSER_ARGS]
});
try {
  if (server.setupLink === null) throw new Error('the folder was not empty');
  const member = await setUpService(server.setupLink, server.policy);
  const room = await createRoom(member);
  const link = formatRoomLink(server.url, {
    wordList: 'nb',
    serviceId: fromHex(room.serviceId),
    linkSecret: room.linkSecret,
    faceHash: faceHash(room.face)
  });
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
    locale: 'nb-NO'
  });
  const page = await context.newPage();
  const meter = new Meter(page);
  const hold = async (files: ReadonlySet<string>): Promise<() => void> => {
    const gate = Promise.withResolvers<undefined>();
    await context.route(
      (url) => files.has(url.pathname),
      async (route) => {
        await gate.promise;
        await route.continue();
      }
    );
    return () => gate.resolve(undefined);
  };
  const entry = scriptsAfter([ENTRY, HELP], []);
  entry.delete(`/${manifestOf()[HELP]?.file ?? ''}`);
  const releaseEntry = await hold(entry);
  const releaseTalk = await hold(scriptsAfter([TALK], [ENTRY, HELP]));
  // The page requests its second part when it has taken over the field: typing needs no more.
  const asked = page.waitForRequest((request) => entry.has(new URL(request.url()).pathname));
  await page.goto(link, { waitUntil: 'commit' });
  const field = page.locator('#code');
  await asked;
  await field.pressSequentially(room.words[0].slice(0, 2));
  const typing = await meter.total();
  const first = new Map(meter.files);
  releaseEntry();
  await page.getByRole('button', { name: room.words[0], exact: true }).waitFor();
  const suggesting = await meter.total();
  const second = new Map(meter.files);
  releaseTalk();
  await field.fill(room.words.join(' '));
  await field.press('Enter');
  const composer = page.getByTestId('composer');
  await composer.waitFor({ timeout: 60_000 });
  await composer.fill('hei');
  await page.locator('form:has([data-testid=composer]) button[type=submit]').click();
  await page.locator('[data-testid=message][data-state=sent]').waitFor();
  const sending = await meter.total();
  if (process.argv.includes('--files'))
    for (const [path, size] of [...meter.files].sort((a, b) => b[1] - a[1]))
      console.log(
        `${first.has(path) ? 'type   ' : second.has(path) ? 'suggest' : 'send   '} ${kb(size).padStart(8)} ${path}`
      );
  const fits = [
    tell('until the code words can be typed', typing, BUDGETS.typing),
    tell('until the first message is sent', sending, BUDGETS.sending)
  ];
  console.log(`     until the words are suggested: ${kb(suggesting)}`);
  if (fits.includes(false)) process.exitCode = 1;
} finally {
  await browser.close();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
