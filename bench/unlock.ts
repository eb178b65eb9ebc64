// Unlocking on a slow phone: from link and code words to a signed `join`, in the product's own
// workers inside a real Chromium, all of it held to a quarter of a core. The peer is hash-wasm alone
// with the same parameters, under the same hold, in the same browser, turn by turn. Rules: K3, K5.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { toBase64url, utf8 } from '../src/lib/crypto/bytes.ts';
import { makeRoomKeyPair } from '../src/lib/crypto/handshake.ts';
import { faceHash, formatRoomToken } from '../src/lib/crypto/room-token.ts';
import { BROWSER_ARGS, findBrowser } from '../scripts/find-browser.ts';
import { quarterCore } from './quarter-core.ts';
import { compare, report } from './report.ts';
import { buildUnlockSite, serveFolder } from './unlock-site.ts';
import type { Unlocked, UnlockTask } from './unlock-page/page.ts';

const ROUNDS = 7;
const PORT = Number(process.env['BENCH_PORT'] ?? 8845);

async function makeTask(): Promise<UnlockTask> {
  const room = await makeRoomKeyPair(crypto.getRandomValues(new Uint8Array(32)));
  const roomKey = toBase64url(room.publicKey);
  const face = utf8(JSON.stringify({ v: 1, host: 'Kari', roomKey }));
  const token = formatRoomToken({
    wordList: 0,
    serviceId: new Uint8Array(4),
    linkSecret: crypto.getRandomValues(new Uint8Array(32)),
    faceHash: faceHash(face)
  });
  return { token, face: toBase64url(face), roomKey, words: ['eple', 'bekk', 'sol'] };
}

export async function benchUnlock(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tryggrom-unlock-'));
  await buildUnlockSite(folder);
  const site = await serveFolder(folder, PORT);
  const core = quarterCore();
  const server = await chromium.launchServer({
    executablePath: await findBrowser(),
    args: [...BROWSER_ARGS]
  });
  const pid = server.process().pid;
  if (pid === undefined) throw new Error('The browser did not start.');
  const browser = await chromium.connect(server.wsEndpoint());
  /** A page of its own for every turn: nothing is warm but what the browser keeps itself. */
  const turn = async (way: 'room' | 'bare', task: UnlockTask): Promise<Unlocked> => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(site.url, { waitUntil: 'load' });
    core.hold(pid);
    const measured = await page.evaluate(([which, what]) => window.measureUnlock(which, what), [
      way,
      task
    ] as const);
    await context.close();
    return measured;
  };
  try {
    core.hold(pid);
    const rounds: { room: Unlocked; bare: Unlocked }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const task = await makeTask();
      const bareFirst = round % 2 === 0;
      const first = await turn(bareFirst ? 'bare' : 'room', task);
      const second = await turn(bareFirst ? 'room' : 'bare', task);
      rounds.push(bareFirst ? { bare: first, room: second } : { bare: second, room: first });
    }
    if (core.throttled() === 0) throw new Error('The browser was not held back at all.');
    report(
      compare(
        'unlocking, browser held to a quarter of a core',
        'ms',
        rounds.map(({ room, bare }) => ({ value: room.ms, peer: bare.ms }))
      ),
      { of: 'value', atMost: 2500 },
      { of: 'ratio', atMost: 1.3 }
    );
    const longest = (of: (round: (typeof rounds)[number]) => Unlocked): number =>
      Math.max(...rounds.map((round) => of(round).longestGapMs));
    const value = longest(({ room }) => room);
    const peer = longest(({ bare }) => bare);
    report(
      {
        name: 'longest gap of the main thread while unlocking, at a quarter of a core',
        value,
        unit: 'ms',
        peer,
        ratio: value / peer
      },
      { of: 'value', atMost: 50 }
    );
  } finally {
    await browser.close();
    await server.close();
    site.close();
    await new Promise((ended) => setTimeout(ended, 200));
    core.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}
