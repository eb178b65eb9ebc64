// Unlocking on a slow phone: from link and code words to a signed `join`, in the product's own workers
// inside a real Chromium, all held to a quarter of a core. The peer is hash-wasm alone with the same
// parameters, in a worker, under the same limit, in the same browser, turn by turn. Rules: K3, K5.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from '@playwright/test';
import { toBase64url, utf8 } from '../src/lib/crypto/primitives/bytes.ts';
import { makeRoomKeyPair } from '../src/lib/crypto/room/handshake.ts';
import { faceHash, formatRoomToken } from '../src/lib/crypto/room/room-token.ts';
import { BROWSER_ARGS, findBrowser } from '../scripts/find-browser.ts';
import { quarterCore, type QuarterCore } from './quarter-core.ts';
import { compare, report } from './report.ts';
import { buildUnlockSite, serveFolder } from './unlock-site.ts';
import type { Unlocked, UnlockTask } from './unlock-page/page.ts';

const ROUNDS = 7;
const PORT = Number(process.env['BENCH_PORT'] ?? 8845);
/** The page has long been idle when somebody has typed three words. */
const TYPING_MS = 2_000;
/**
 * A turn counts only if the quota was used up in this part of its periods. Otherwise the machine was too
 * busy to give even a quarter of a core, and the turn is repeated.
 */
const BUSY = 0.7;
const TRIES = 4;

type Way = 'room' | 'bare';

async function makeTask(): Promise<UnlockTask> {
  const room = await makeRoomKeyPair(crypto.getRandomValues(new Uint8Array(32)));
  const roomKey = toBase64url(room.publicKey);
  const face = utf8(JSON.stringify({ v: 1, host: 'Kari', roomKey }));
  const token = formatRoomToken({
    wordList: 'nb',
    serviceId: new Uint8Array(4),
    linkSecret: crypto.getRandomValues(new Uint8Array(32)),
    faceHash: faceHash(face)
  });
  return { token, face: toBase64url(face), roomKey, words: ['eple', 'bekk', 'sol'] };
}

interface Bench {
  readonly browser: Browser;
  readonly pid: number;
  readonly core: QuarterCore;
  readonly url: string;
}

/** One unlocking in a fresh page. Null when the machine did not give its quarter. */
async function turn(bench: Bench, way: Way, task: UnlockTask): Promise<Unlocked | null> {
  const { browser, pid, core, url } = bench;
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(url, { waitUntil: 'load' });
    await page.evaluate(([which, key]) => window.prepareUnlock(which, key), [
      way,
      task.roomKey
    ] as const);
    core.add(pid);
    await page.waitForTimeout(TYPING_MS);
    const before = core.periods();
    core.hold(true);
    const measured = await page.evaluate(([which, what]) => window.measureUnlock(which, what), [
      way,
      task
    ] as const);
    core.hold(false);
    const after = core.periods();
    const usedUp = (after.usedUp - before.usedUp) / (after.all - before.all);
    return usedUp >= BUSY ? measured : null;
  } finally {
    core.hold(false);
    await context.close();
  }
}

async function steadyTurn(bench: Bench, way: Way, task: UnlockTask): Promise<Unlocked> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const measured = await turn(bench, way, task);
    if (measured !== null) return measured;
  }
  throw new Error('This machine is too busy to give the browser even a quarter of a core.');
}

async function measureRounds(bench: Bench): Promise<Record<Way, Unlocked>[]> {
  const rounds: Record<Way, Unlocked>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const task = await makeTask();
    const ways: readonly Way[] = round % 2 === 0 ? ['bare', 'room'] : ['room', 'bare'];
    const measured: Partial<Record<Way, Unlocked>> = {};
    for (const way of ways) measured[way] = await steadyTurn(bench, way, task);
    rounds.push(measured as Record<Way, Unlocked>);
  }
  return rounds;
}

function reportRounds(rounds: readonly Record<Way, Unlocked>[]): void {
  report(
    compare(
      'unlocking, browser held to a quarter of a core',
      'ms',
      rounds.map(({ room, bare }) => ({ value: room.ms, peer: bare.ms }))
    ),
    { of: 'value', atMost: 2500 },
    { of: 'ratio', atMost: 1.3 }
  );
  report(
    compare(
      'longest gap of the main thread while unlocking, at a quarter of a core (median)',
      'ms',
      rounds.map(({ room, bare }) => ({ value: room.longestGapMs, peer: bare.longestGapMs }))
    ),
    { of: 'value', atMost: 50 }
  );
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
  try {
    const pid = server.process().pid;
    if (pid === undefined) throw new Error('The browser did not start.');
    const browser = await chromium.connect(server.wsEndpoint());
    reportRounds(await measureRounds({ browser, pid, core, url: site.url }));
    await browser.close();
  } finally {
    core.hold(false);
    await server.close();
    site.close();
    await new Promise((ended) => setTimeout(ended, 300));
    core.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}
