// Stored messages a second through the whole protocol: sealed, sent over a socket, appended to its chain in
// a transaction, acknowledged when durable. The peer is a Durable Object that only stores each message
// before it acknowledges it, on the same workerd with the same kind of disk. Both get the same envelopes
// over the same number of connections, turn by turn. Rules: O1, O2.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '../scripts/serve.ts';
import { homeService } from '../src/lib/protocol/services.ts';
import { answerTo } from '../tests/wire-client/frames.ts';
import {
  accepted,
  guestJoin,
  sealSay,
  type GuestEpoch,
  type GuestConnection
} from '../tests/wire-client/guest.ts';
import { createRoom, type MadeRoom } from '../tests/wire-client/made-room.ts';
import { setUpService, type Member } from '../tests/wire-client/member.ts';
import { decide, staffEnter } from '../tests/wire-client/staff.ts';
import { serveBareObject } from './bare-object/serve.ts';
import { fromList, messagesPerSecond, type LoadLine, type NextFrame } from './load.ts';
import { compare, report } from './report.ts';

const PORT = Number(process.env['BENCH_PORT'] ?? 8846);
const PEER_PORT = PORT + 1;
/** Stretching the code words is not measured here, and the server never sees it. */
const CHEAP = { memoryKiB: 64, passes: 1, lanes: 1, length: 32 };
const LIMIT = { of: 'ratio', atLeast: 0.8 } as const;

/** One room: within what a room and a connection may send at once (limits.ts). */
const ONE_ROOM = { rooms: 5, turns: 5, senders: 20, each: 30 };
const MANY_ROOMS = { rooms: 200, turns: 12, each: 8 };

interface Sender {
  readonly line: GuestConnection;
  readonly epoch: GuestEpoch;
  sequence: number;
}

const asLoadLine = ({ wire }: GuestConnection): LoadLine => ({
  send: wire.sendText,
  tap: wire.tap,
  closed: wire.closed
});

async function newSender(room: MadeRoom): Promise<Sender> {
  const { line, epoch } = await guestJoin(room);
  return { line, epoch, sequence: 0 };
}

/**
 * Staff let the senders of one room in and confirm them, a few at a time: strangers would be slowed down.
 */
async function newSenders(member: Member, room: MadeRoom, count: number): Promise<Sender[]> {
  const staff = await staffEnter(member, room);
  const senders: Sender[] = [];
  for (let i = 0; i < count; i += 1) {
    const sender = await newSender(room);
    await decide(staff, sender.epoch.epochId, 'confirm');
    const ref = staff.nextRef();
    staff.wire.send({ t: 'unlock', ref });
    accepted('unlock', await staff.wire.take(answerTo('done', ref)));
    senders.push(sender);
  }
  staff.wire.close();
  await staff.wire.closed;
  return senders;
}

/** A typical text message: it fits the smallest padding. */
const TEXT =
  'Hei, jeg heter noe annet her. Kan vi snakke litt? Jeg vet ikke helt hvor jeg skal begynne.';

async function nextAppend(sender: Sender): Promise<string> {
  const sequence = sender.sequence;
  sender.sequence += 1;
  const envelope = await sealSay(sender.epoch, sequence, TEXT);
  return JSON.stringify({ t: 'append', ref: sender.line.nextRef(), envelope });
}

async function sealAhead(sender: Sender, count: number): Promise<string[]> {
  const texts: string[] = [];
  for (let i = 0; i < count; i += 1) texts.push(await nextAppend(sender));
  return texts;
}

/** Seals each message only when it is about to be sent. */
function sealingAsItGoes(sender: Sender, count: number): NextFrame {
  let left = count;
  return () => (left-- > 0 ? nextAppend(sender) : null);
}

async function openBareLine(url: string): Promise<LoadLine & { close(): void }> {
  const socket = new WebSocket(url.replace('http', 'ws'));
  let tapped: ((text: string) => boolean) | null = null;
  socket.addEventListener('message', (event) => tapped?.(String(event.data)));
  const closed = new Promise<number>((done) => {
    socket.addEventListener('close', (event) => done(event.code));
  });
  await new Promise<void>((done, fail) => {
    socket.addEventListener('open', () => done());
    socket.addEventListener('error', () => fail(new Error('The bare object refused a line.')));
  });
  return {
    send: (text) => socket.send(text),
    tap: (to) => {
      tapped = to;
    },
    closed,
    close: () => socket.close(1000)
  };
}

const each = <T, R>(items: readonly T[], work: (item: T, at: number) => Promise<R>): Promise<R[]> =>
  Promise.all(items.map(work));

async function oneRoom(member: Member, peerUrl: string, sealing: 'before' | 'counted') {
  const rounds: { value: number; peer: number }[] = [];
  const { rooms, turns, each: many } = ONE_ROOM;
  for (let at = 0; at < rooms; at += 1) {
    const room = await createRoom(member, { stretch: CHEAP });
    const senders = await newSenders(member, room, ONE_ROOM.senders);
    const bare = await each(senders, () => openBareLine(`${peerUrl}/${sealing}-${at}`));
    // The peer's envelopes are always sealed beforehand.
    const spare = await sealAhead({ ...(senders[0] as Sender), sequence: 0 }, many);
    for (let turn = 0; turn < turns; turn += 1) {
      const nexts = await each(senders, async (sender) =>
        sealing === 'before'
          ? fromList(await sealAhead(sender, many))
          : sealingAsItGoes(sender, many)
      );
      const product = () =>
        messagesPerSecond(
          senders.map(({ line }, i) => ({
            line: asLoadLine(line),
            next: nexts[i] as NextFrame
          }))
        );
      const peer = () => messagesPerSecond(bare.map((line) => ({ line, next: fromList(spare) })));
      rounds.push(await inTurn(rounds.length, product, peer));
    }
    for (const { line } of senders) line.wire.close();
    for (const line of bare) line.close();
  }
  return rounds;
}

async function manyRooms(member: Member, peerUrl: string) {
  const senders: Sender[] = [];
  for (let i = 0; i < MANY_ROOMS.rooms; i += 1)
    senders.push(await newSender(await createRoom(member, { stretch: CHEAP })));
  const bare = await each(senders, (_, i) => openBareLine(`${peerUrl}/one-of-many-${i}`));
  const rounds: { value: number; peer: number }[] = [];
  for (let turn = 0; turn < MANY_ROOMS.turns; turn += 1) {
    const sealed = await each(senders, (sender) => sealAhead(sender, MANY_ROOMS.each));
    const product = () =>
      messagesPerSecond(
        senders.map(({ line }, i) => ({ line: asLoadLine(line), next: fromList(sealed[i] ?? []) }))
      );
    const peer = () =>
      messagesPerSecond(bare.map((line, i) => ({ line, next: fromList(sealed[i] ?? []) })));
    rounds.push(await inTurn(turn, product, peer));
  }
  for (const { line } of senders) line.wire.close();
  for (const line of bare) line.close();
  return rounds;
}

/** The order alternates every round. */
async function inTurn(
  round: number,
  product: () => Promise<number>,
  peer: () => Promise<number>
): Promise<{ value: number; peer: number }> {
  if (round % 2 === 1) return { value: await product(), peer: await peer() };
  const first = await peer();
  return { value: await product(), peer: first };
}

/** A fresh server and a fresh peer on empty disks. */
async function withBoth<T>(work: (member: Member, peerUrl: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tryggrom-messages-'));
  const server = await serve({ port: PORT, dataDir: join(folder, 'product') });
  const peer = await serveBareObject(PEER_PORT, join(folder, 'peer'));
  try {
    if (server.setupLink === null) throw new Error('The disk was not empty.');
    return await work(await setUpService(server.setupLink, homeService), peer.url);
  } finally {
    await server.stop();
    await peer.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const UNIT = 'messages/s';

export async function benchMessages(): Promise<void> {
  const [before, counted] = await withBoth(async (member, peerUrl) => [
    await oneRoom(member, peerUrl, 'before'),
    await oneRoom(member, peerUrl, 'counted')
  ]);
  report(compare('stored messages, 1 room, 20 senders', UNIT, before ?? []), LIMIT);
  report(compare('stored messages, 1 room, sealing counted', UNIT, counted ?? []));
  const many = await withBoth(manyRooms);
  report(compare('stored messages, 200 rooms', UNIT, many), LIMIT);
}
