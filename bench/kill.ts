// Twenty power cuts under load: every acknowledged message must be there afterwards, once, at the place
// that its receipt named. Messages without an answer are sent again, as pages do, and must then be there
// once as well. Rules: O1, O3, J8.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '../scripts/serve.ts';
import type { ReceiptFrame } from '../src/lib/protocol/guest-wire.ts';
import type { Entry } from '../src/lib/protocol/room-view.ts';
import { kind, LineLost } from '../tests/wire-client/frames.ts';
import {
  append,
  guestConnect,
  guestJoin,
  resume,
  sealSay,
  type GuestEpoch,
  type GuestConnection
} from '../tests/wire-client/guest.ts';
import { createRoom } from '../tests/wire-client/made-room.ts';
import { setUpService } from '../tests/wire-client/member.ts';
import { unless } from '../tests/wire-client/random.ts';
import { homeService } from '../src/lib/protocol/services.ts';
import { report } from './report.ts';

const PORT = Number(process.env['BENCH_PORT'] ?? 8848);
const KILLS = 20;
const ROOMS = 4;
const SENDERS_PER_ROOM = 3;
const UNDER_WAY = 8;

interface Sender {
  readonly epoch: GuestEpoch;
  line: GuestConnection;
  /** By sequence: the sealed message, and its receipt if one came. */
  readonly sealed: string[];
  readonly receipts: (ReceiptFrame | null)[];
  /** The chain as the room gave it, in order. */
  readonly chain: Entry[];
}

/** Sends, several at once and in order, until the line is lost. */
async function sendUntilCut(sender: Sender): Promise<void> {
  let cut = false;
  const under = new Set<Promise<void>>();
  while (!cut) {
    const sequence = sender.sealed.length;
    const envelope = await sealSay(sender.epoch, sequence, `melding ${sequence}`);
    sender.sealed.push(envelope);
    sender.receipts.push(null);
    const answered = unless(append(sender.line, envelope), LineLost).then((receipt) => {
      if (receipt === null) cut = true;
      else sender.receipts[sequence] = receipt;
      under.delete(answered);
    });
    under.add(answered);
    if (under.size >= UNDER_WAY) await Promise.race(under);
  }
  await Promise.all(under);
}

/** Reconnects, reads what the chain holds since, and sends again what has no receipt. */
async function comeBack(sender: Sender): Promise<void> {
  sender.line = await guestConnect(sender.epoch.room);
  const { tip } = await resume(sender.line, sender.epoch, { have: sender.chain.length });
  while (sender.chain.length < tip.n)
    sender.chain.push(...(await sender.line.wire.take(kind('entries'))).items);
  for (const [sequence, receipt] of sender.receipts.entries())
    if (receipt === null)
      sender.receipts[sequence] = await append(sender.line, sender.sealed[sequence] as string);
}

interface Losses {
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
}

/** Compares the chain with what was acknowledged before this cut. */
function losses(sender: Sender, acknowledged: readonly (ReceiptFrame | null)[]): Losses {
  const places = new Map<string, Entry[]>();
  for (const entry of sender.chain)
    places.set(entry.envelope, [...(places.get(entry.envelope) ?? []), entry]);
  let lost = 0;
  let count = 0;
  for (const [sequence, receipt] of acknowledged.entries()) {
    if (receipt === null) continue;
    count += 1;
    const entry = places.get(sender.sealed[sequence] as string)?.[0];
    if (entry?.n !== receipt.n || entry.head !== receipt.head) lost += 1;
  }
  const doubled = [...places.values()].filter((entries) => entries.length > 1).length;
  return { acknowledged: count, lost, doubled };
}

export async function benchKill(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tryggrom-kill-'));
  let server = await serve({ port: PORT, dataDir: folder });
  try {
    if (server.setupLink === null) throw new Error('The disk was not empty.');
    const member = await setUpService(server.setupLink, homeService);
    const senders: Sender[] = [];
    for (let at = 0; at < ROOMS; at += 1) {
      const room = await createRoom(member);
      for (let i = 0; i < SENDERS_PER_ROOM; i += 1) {
        const { line, epoch } = await guestJoin(room);
        senders.push({ line, epoch, sealed: [], receipts: [], chain: [] });
      }
    }
    const total = { acknowledged: 0, lost: 0, doubled: 0 };
    for (let kill = 0; kill < KILLS; kill += 1) {
      const sending = senders.map(sendUntilCut);
      await new Promise((wake) => setTimeout(wake, 100 + Math.random() * 300));
      await server.stop();
      await Promise.all(sending);
      server = await serve({ port: PORT, dataDir: folder });
      for (const sender of senders) {
        const acknowledged = [...sender.receipts];
        await comeBack(sender);
        const found = losses(sender, acknowledged);
        total.lost += found.lost;
        total.doubled += found.doubled;
      }
    }
    // At the end no message is pending: each is there once, in the order of writing.
    let missing = 0;
    for (const sender of senders) {
      sender.line.wire.close();
      await sender.line.wire.closed;
      sender.chain.length = 0;
      await comeBack(sender);
      total.acknowledged += losses(sender, sender.receipts).acknowledged;
      missing += sender.sealed.filter((sealed, i) => sender.chain[i]?.envelope !== sealed).length;
      sender.line.wire.close();
    }
    const of = (name: string, value: number) =>
      ({ name, value, unit: 'messages', peer: null, ratio: null }) as const;
    report(of(`acknowledged messages lost over ${KILLS} SIGKILLs under load`, total.lost), {
      of: 'value',
      atMost: 0
    });
    report(
      of('messages stored twice, or missing after being sent again', total.doubled + missing),
      {
        of: 'value',
        atMost: 0
      }
    );
    report(of('messages acknowledged during that', total.acknowledged), {
      of: 'value',
      atLeast: 1
    });
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
