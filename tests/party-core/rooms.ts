// Rooms for tests of the pure core: epochs and devices by number, and joins as they happen: the share is
// planned before it is taken.
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { nettpatrulje } from '#lib/protocol/services.ts';
import type { Holding } from '../../party/room/core/room-state.ts';
import { reduce } from '../../party/room/core/room-core.ts';
import type { RoomEvent, Step } from '../../party/room/core/room-events.ts';
import {
  newRoom,
  type EpochRow,
  type ShareDue,
  type RoomRecord,
  type ShareAt
} from '../../party/room/core/room-state.ts';
import { freeSlot } from '../../party/room/core/share-pool.ts';

export const { lifetimes } = nettpatrulje;
export const START = 1_800_000_000_000;

const numbered = (length: number, n: number): string => {
  const bytes = new Uint8Array(length);
  new DataView(bytes.buffer).setUint32(0, n);
  return toBase64url(bytes);
};
export const id = (n: number): string => numbered(16, n);
export const device = (n: number): string => numbered(65, n);
const digest = toBase64url(new Uint8Array(32));

export const epochRow = (n: number, of: number, nowMs: number): EpochRow => ({
  epochId: id(n),
  enc: numbered(1120, n),
  deviceKey: device(of),
  shareHash: digest,
  leaveHash: digest,
  mac: digest,
  state: 'pending',
  joinedOrder: 0,
  joinedAtMs: nowMs,
  connected: true,
  lastSeenMs: nowMs,
  closedAtMs: null,
  latch: null
});

/** An epoch joins with a share; `holding`: which epochs hold entries then. */
export interface Join {
  readonly type: 'join';
  readonly n: number;
  readonly of: number;
  readonly holding: Holding;
}

/** All erasures that are due are done. */
export interface Settle {
  readonly type: 'settle';
}

/** Milliseconds after START, and what happens. */
export type Happening = readonly [number, RoomEvent | Join | Settle];

export const joined = (
  n: number,
  of: number,
  atMs = 0,
  holding: Holding = new Set()
): Happening => [atMs, { type: 'join', n, of, holding }];
export const tick = (atMs: number): Happening => [atMs, { type: 'tick', seen: new Map() }];

/** Plans a share for an epoch. Returns null for it when the pool is full: then nothing happened. */
export function plan(
  state: RoomRecord,
  of: { readonly epochId: string; readonly deviceKey: string },
  nowMs: number,
  newcomer = false
): { readonly state: RoomRecord; readonly share: ShareAt | null } {
  const slot = freeSlot(state, of.deviceKey);
  if (slot === null) return { state, share: null };
  const next = reduce(state, { type: 'share-planned', slot, ...of, newcomer }, nowMs).state;
  return { state: next, share: { slot, generation: next.core.shares } };
}

function join(state: RoomRecord, { n, of, holding }: Join, nowMs: number): Step {
  const there = state.epochs.get(id(n));
  const epoch = { ...(there ?? epochRow(n, of, nowMs)), connected: true, lastSeenMs: nowMs };
  const planned = plan(state, epoch, nowMs, there === undefined);
  const { share } = planned;
  if (share === null) return { state, effects: [] };
  return reduce(planned.state, { type: 'joined', epoch, share, holding }, nowMs);
}

function settle(state: RoomRecord, nowMs: number): RoomRecord {
  let next = state;
  for (const due of shareDues(state))
    if (due.atMs <= nowMs) next = reduce(next, { type: 'due-done', due }, nowMs).state;
  return next;
}

function happen(state: RoomRecord, event: Happening[1], nowMs: number): Step {
  if (event.type === 'join') return join(state, event, nowMs);
  if (event.type === 'settle') return { state: settle(state, nowMs), effects: [] };
  return reduce(state, event, nowMs);
}

/** Runs happenings one after another; the last step is returned. */
export function run(state: RoomRecord, happenings: readonly Happening[]): Step {
  let step: Step = { state, effects: [] };
  for (const [atMs, event] of happenings) step = happen(step.state, event, START + atMs);
  return step;
}

export const room = newRoom(lifetimes, START);

export const epochIn = (state: RoomRecord, n: number): EpochRow => {
  const row = state.epochs.get(id(n));
  if (row === undefined) throw new Error('no such epoch');
  return row;
};
export const shareDues = (state: RoomRecord): ShareDue[] =>
  [...state.dues.values()].filter((due) => due.kind === 'erase-latch');
