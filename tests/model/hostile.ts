// A server that lies. It cannot open, seal or sign anything. It can drop, duplicate, reorder, replay, swap,
// re-chain, fork, roll back and deny everything that passes and that it remembers. Rules: O1, O2, J5, J6.
import { fromBase64url, toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { chainNext, chainStart } from '#lib/crypto/room/chain.ts';
import { shareHash } from '#lib/crypto/room/transcript.ts';
import type { Entry, EpochView } from '#lib/protocol/room-view.ts';
import type { Act } from './acts.ts';
import { asEntry, tell, type RoomMemory, type Stored } from './honest-room.ts';
import type { Line, ToPage } from './line.ts';
import type { World } from './world.ts';

type Frame = { t: string } & Record<string, unknown>;

/** What one run's server has saved for later. */
export class Keep {
  readonly frames: { readonly kind: string; readonly text: string }[] = [];
  readonly memories: RoomMemory[] = [];
}

const kindOf = (owner: string): string => owner.replace(/\d+$/, '');

const openLines = (world: World): readonly Line[] => world.lines.filter(({ open }) => open);

/** Makes moves until there is something on a line to tamper with. */
async function until(world: World, isThere: () => boolean): Promise<void> {
  for (let made = 0; made < 24 && !isThere(); made += 1) {
    const move = world.chance.pick(world.moves());
    if (move === undefined) return;
    await world.make(move);
  }
}

/** Changes one queue of one line. */
async function inQueue(world: World, change: (queue: ToPage[], line: Line) => void): Promise<void> {
  await until(world, () =>
    openLines(world).some(({ toPage, toRoom }) => toPage.length + toRoom.length > 1)
  );
  const busy = openLines(world).filter(({ toPage, toRoom }) => toPage.length + toRoom.length > 0);
  const line = world.chance.pick(busy);
  if (line === undefined) return;
  const toPage = line.toPage.length > 0 && (line.toRoom.length === 0 || world.chance.happens(0.7));
  change(toPage ? line.toPage : line.toRoom, line);
}

interface OnItsWay {
  readonly line: Line;
  readonly at: number;
  readonly frame: Frame;
}

function onTheirWay(world: World, kinds: readonly string[]): readonly OnItsWay[] {
  const found: OnItsWay[] = [];
  for (const line of openLines(world))
    line.toPage.forEach((next, at) => {
      const frame = typeof next === 'string' ? (JSON.parse(next) as Frame) : null;
      if (frame && kinds.includes(frame.t)) found.push({ line, at, frame });
    });
  return found;
}

/** Rewrites one frame of these kinds on its way to a page. */
async function rewrite(
  world: World,
  kinds: readonly string[],
  change: (frame: Frame, line: Line) => void
): Promise<void> {
  await until(world, () => onTheirWay(world, kinds).length > 0);
  const one = world.chance.pick(onTheirWay(world, kinds));
  if (one === undefined) return;
  change(one.frame, one.line);
  one.line.toPage[one.at] = JSON.stringify(one.frame);
}

/** A line whose page is about to append to the room. */
async function appending(world: World): Promise<Line | undefined> {
  const lines = (): readonly Line[] =>
    openLines(world).filter(({ toRoom }) => toRoom[0]?.includes('"append"'));
  await until(world, () => lines().length > 0);
  return world.chance.pick(lines());
}

/** The same entries in a consistent chain, with heads and places recomputed. */
export function rechain(world: World, entries: readonly Stored[]): Stored[] {
  const tips = new Map<string, { n: number; head: string }>();
  return entries.map((entry, at) => {
    const start = {
      n: 0,
      head: toBase64url(chainStart(world.rig.roomId, fromBase64url(entry.chain)))
    };
    const tip = tips.get(entry.chain) ?? start;
    const hash = fromBase64url(entry.hash);
    const head = toBase64url(chainNext(fromBase64url(tip.head), hash, entry.timeMs));
    tips.set(entry.chain, { n: tip.n + 1, head });
    return { ...entry, order: at + 1, n: tip.n + 1, head };
  });
}

export const hostileActs = {
  drop: (world) =>
    inQueue(world, (queue) => void queue.splice(world.chance.below(queue.length), 1)),

  double: (world) =>
    inQueue(world, (queue) => {
      const at = world.chance.below(queue.length);
      const one = queue[at];
      if (typeof one === 'string') queue.splice(at, 0, one);
    }),

  swap: (world) =>
    inQueue(world, (queue) => {
      const at = world.chance.below(queue.length - 1);
      const [one, two] = [queue[at], queue[at + 1]];
      if (one !== undefined && two !== undefined) queue.splice(at, 2, two, one);
    }),

  /** An old page of entries, or any other earlier frame to such a page. */
  replay(world) {
    const line = world.chance.pick(openLines(world));
    if (line === undefined) return;
    const old = world.keep.frames.filter(({ kind }) => kind === kindOf(line.owner));
    const one = world.chance.pick(old);
    if (one !== undefined) line.toPage.push(one.text);
  },

  /** Another envelope in an entry's place; sometimes with a head that fits what went before. */
  alterEntry: (world) =>
    rewrite(world, ['entries'], (frame) => {
      const items = frame['items'] as Entry[];
      const at = world.chance.below(items.length);
      const item = items[at];
      const other = world.chance.pick(world.room.memory.entries);
      if (item === undefined || other === undefined) return;
      const how = world.chance.below(4);
      if (how === 0) items.splice(at, 1);
      else if (how === 1) items[at] = { ...item, timeMs: item.timeMs + 1 };
      else if (how === 2) items[at] = { ...item, envelope: other.envelope };
      else {
        const before = world.room.memory.entries.find(
          (one) => one.chain === item.chain && one.n === item.n - 1
        );
        const from = before?.head ?? world.emptyHead(item.chain);
        const hash = fromBase64url(other.hash);
        const head = toBase64url(chainNext(fromBase64url(from), hash, item.timeMs));
        items[at] = { ...item, envelope: other.envelope, head };
      }
    }),

  /** A page of entries that is falsely marked as the last, or as not the last. */
  lieMore: (world) =>
    rewrite(world, ['entries'], (frame) => {
      frame['more'] = frame['more'] !== true;
    }),

  /** Staff are told something false about an epoch [J5]. */
  lieEpoch: (world) =>
    rewrite(world, ['epoch', 'entered'], (frame) => {
      const epochs = (frame['epochs'] ?? [frame['epoch']]) as Record<string, unknown>[];
      const epoch = world.chance.pick(epochs);
      const view = epoch as unknown as EpochView | undefined;
      if (epoch === undefined || view === undefined) return;
      const lies = [
        { state: 'confirmed' },
        { state: 'confirmed' },
        { state: 'pending' },
        { state: 'replaced' },
        { joinedAtMs: view.joinedAtMs - 60_000 },
        { mac: toBase64url(world.chance.bytes(32)) },
        { deviceKey: world.chance.pick(world.phones)?.deviceKey ?? view.deviceKey }
      ];
      Object.assign(epoch, world.chance.pick(lies));
    }),

  lieTip: (world) =>
    rewrite(world, ['joined', 'resumed'], (frame) => {
      const tip = frame['tip'] as { n: number; head: string };
      const how = world.chance.below(3);
      if (how === 0) tip.n += 1;
      else if (how === 1) tip.head = toBase64url(world.chance.bytes(32));
      else if (tip.n > 0) tip.n -= 1;
    }),

  lieShare: (world) =>
    rewrite(world, ['resumed'], (frame) => {
      if (typeof frame['share'] === 'string') frame['share'] = toBase64url(world.chance.bytes(32));
    }),

  /** Claims to have stored what it has not. */
  async fakeReceipt(world) {
    const line = await appending(world);
    const text = line?.toRoom.shift();
    if (line === undefined || text === undefined) return;
    const { ref, envelope } = JSON.parse(text) as { ref: number; envelope: string };
    const room = world.branches[line.branch] ?? world.room;
    const before = room.memory;
    const { chain, n, order, timeMs, head } = room.append(envelope, undefined);
    room.memory = before;
    tell(line, { t: 'receipt', ref, chain, n, order, timeMs, head });
  },

  /** Claims that it can never store what it has stored, or has not looked at. */
  async fakeRefusal(world) {
    const line = await appending(world);
    const text = line?.toRoom[0];
    if (line === undefined || text === undefined) return;
    if (world.chance.happens(0.5)) line.toRoom.shift();
    const { ref } = JSON.parse(text) as { ref: number };
    const code = world.chance.pick([
      'too-large',
      'conflict',
      'sequence-gap',
      'unavailable',
      'gone',
      'gone'
    ] as const);
    tell(line, { t: 'refused', ref, code: code ?? 'unavailable' });
  },

  /** A device that never knew the words is let in all the same [J6]. */
  falseEpoch(world) {
    const phone = world.chance.pick(world.phones);
    if (phone === undefined) return;
    const { epochId, begun } = phone.device.wrong;
    if (world.room.record.epochs.has(epochId)) return;
    const of = { epochId, deviceKey: phone.deviceKey };
    const share = world.room.layShare(toBase64url(begun.u), of, true);
    if (share === null) return;
    world.falseEpochs.add(epochId);
    world.chronicle.deviceOf.set(epochId, phone.deviceKey);
    world.room.apply({
      type: 'joined',
      epoch: {
        epochId,
        enc: toBase64url(begun.enc),
        deviceKey: phone.deviceKey,
        shareHash: toBase64url(shareHash(begun.u)),
        leaveHash: toBase64url(begun.leaveHash),
        mac: toBase64url(begun.mac),
        state: 'pending',
        joinedOrder: world.room.memory.entries.length,
        joinedAtMs: world.nowMs,
        connected: false,
        lastSeenMs: world.nowMs,
        closedAtMs: null,
        latch: null
      },
      share,
      holding: world.room.holding()
    });
  },

  /** The same envelope is in the log once more, or in a chain where it does not belong. */
  appendAgain(world) {
    const { room } = world;
    const old = world.chance.pick(room.memory.entries);
    const into = world.chance.pick(room.memory.entries);
    if (old === undefined || into === undefined) return;
    const chain = world.chance.happens(0.6) ? old.chain : into.chain;
    const { n, head } = room.tip(chain);
    const timeMs = world.nowMs;
    const next = chainNext(fromBase64url(head), fromBase64url(old.hash), timeMs);
    const order = room.memory.entries.length + 1;
    const entry: Stored = { ...old, chain, order, n: n + 1, timeMs, head: toBase64url(next) };
    room.memory = { ...room.memory, entries: [...room.memory.entries, entry] };
    const items = [asEntry(entry)];
    room.tellStaff({ t: 'entries', items, more: false });
    room.tellGuests({ t: 'entries', items, more: false }, chain);
  },

  /** Removes what staff have just appended: pages that have not had it yet never learn of it. */
  async unsay(world) {
    const { room } = world;
    const fresh = (): readonly OnItsWay[] =>
      onTheirWay(world, ['entries']).filter(({ line, frame }) => {
        const items = frame['items'] as Entry[];
        return line.owner.startsWith('tab') && items[0]?.order === room.memory.entries.length;
      });
    await until(world, () => fresh().length > 0);
    const one = world.chance.pick(fresh());
    if (one === undefined) return;
    one.line.toPage.splice(one.at, 1);
    room.memory = { ...room.memory, entries: room.memory.entries.slice(0, -1) };
  },

  /** Two histories from here on; each page is in one of them. */
  fork(world) {
    const { chance } = world;
    if (world.branches.length > 3) return;
    const from = chance.pick(world.branches) ?? world.room;
    let { memory } = from;
    if (chance.happens(0.4) && memory.entries.length > 1) {
      // One of them lacks an entry that the other has.
      const gone = chance.below(memory.entries.length);
      const entries = rechain(
        world,
        memory.entries.filter((_, at) => at !== gone)
      );
      memory = { ...memory, entries };
    }
    world.branches.push(world.newBranch(memory));
    move(world);
  },

  /** Some pages are served from another history. */
  move,

  keepMemory(world) {
    world.keep.memories.push(world.room.memory);
  },

  /** Undoes everything since then. */
  rollBack(world) {
    const memory = world.chance.pick(world.keep.memories);
    const room = world.chance.pick(world.branches);
    if (memory !== undefined && room !== undefined) room.memory = memory;
  }
} satisfies Record<string, Act>;

function move(world: World): void {
  const { chance } = world;
  const pages = [...world.livingTabs, ...world.livingStaff, ...world.couriers];
  for (const { name } of pages) {
    if (!chance.happens(0.5)) continue;
    const branch = chance.below(world.branches.length);
    world.branchOf.set(name, branch);
    // Now, in the middle of a conversation, or only at the next connection.
    if (chance.happens(0.6))
      for (const line of world.lines) if (line.owner === name) line.branch = branch;
  }
}

export type HostileName = keyof typeof hostileActs;
