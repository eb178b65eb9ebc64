// The pool of share stores: which slot a share gets, and that none is lost or left over.
import { describe, expect, it } from 'vitest';
import { SHARE_STORES } from '#lib/protocol/limits.ts';
import { reduce } from '../../party/room/core/room-core.ts';
import type { RoomRecord } from '../../party/room/core/room-state.ts';
import { freeSlot, SHARE_LEASE_MS, leaseHolds } from '../../party/room/core/share-pool.ts';
import {
  device,
  epochIn,
  id,
  joined,
  shareDues,
  plan,
  room,
  run,
  START,
  type Happening
} from './rooms.ts';

const one = run(room, [joined(1, 1)]).state;
const mine = epochIn(one, 1);
const confirmed: Happening = [1, { type: 'decided', epochId: id(1), verdict: 'confirm' }];

function deposit(state: RoomRecord, atMs: number) {
  const planned = plan(state, epochIn(state, 1), START + atMs);
  if (planned.share === null) throw new Error('no slot');
  return { planned: planned.state, share: planned.share };
}
const take = (state: RoomRecord, share: { slot: number; generation: number }, atMs: number) =>
  reduce(state, { type: 'deposited', epochId: id(1), share }, START + atMs).state;
const erased = (state: RoomRecord, slot: number): RoomRecord => {
  const due = shareDues(state).find((row) => row.slot === slot);
  if (due === undefined) throw new Error('nothing to erase');
  return reduce(state, { type: 'due-done', due }, START + 10).state;
};

describe('[R7] slots', () => {
  it('[R7] a fresh share lies in another slot, and the first is used again once it is erased', () => {
    const first = deposit(one, 5);
    expect(first.share).toEqual({ slot: 1, generation: 2 });
    const held = take(first.planned, first.share, 6);
    expect(epochIn(held, 1).latch).toEqual(first.share);
    expect(shareDues(held)).toMatchObject([{ slot: 0, generation: 1, atMs: START + 6 }]);
    // Not before: its old share may still be there.
    expect(freeSlot(held, mine.deviceKey)).toBe(2);
    const again = deposit(erased(held, 0), 7);
    expect(again.share).toEqual({ slot: 0, generation: 3 });
    expect(again.planned.slots).toBe(2);
  });

  it('[R7] a planned share that nothing takes is erased', () => {
    const { planned, share } = deposit(one, 5);
    expect(shareDues(planned)).toMatchObject([
      { ...share, atMs: START + 5 + SHARE_LEASE_MS, tries: 0, epochId: id(1) }
    ]);
    expect(leaseHolds(planned, share, START + 5 + SHARE_LEASE_MS - 1)).toBe(true);
    const late = take(planned, share, 5 + SHARE_LEASE_MS);
    expect(epochIn(late, 1).latch).toEqual({ slot: 0, generation: 1 });
    expect(shareDues(late)).toMatchObject([{ ...share, atMs: START + 5 + SHARE_LEASE_MS }]);
  });

  it('[R7, J3] nobody joins on a share that is being erased already', () => {
    const planned = plan(room, mine, START, true);
    if (planned.share === null) throw new Error('no slot');
    const late = START + SHARE_LEASE_MS;
    const holding = new Set<string>();
    const event = { type: 'joined', epoch: mine, share: planned.share, holding } as const;
    const { state } = reduce(planned.state, event, late);
    expect(state.epochs.size).toBe(0);
    expect(shareDues(state)).toMatchObject([{ ...planned.share, atMs: late }]);
  });

  it('[R7] strangers hold at most half of the pool, a confirmed device finds a slot all the same', () => {
    let { state } = run(one, [confirmed]);
    const stranger = { epochId: id(2), deviceKey: device(2) };
    for (let i = 0; i < SHARE_STORES.strangers; i += 1) state = plan(state, stranger, START).state;
    expect(freeSlot(state, stranger.deviceKey)).toBeNull();
    const mineAgain = plan(state, mine, START);
    expect(mineAgain.share).not.toBeNull();
    state = mineAgain.state;
    while (freeSlot(state, mine.deviceKey) !== null) state = plan(state, mine, START).state;
    expect(state.slots).toBe(SHARE_STORES.slots);
    // A full pool takes nothing away.
    expect(epochIn(state, 1).latch).toEqual(mine.latch);
  });

  it('[R7] an erasure that was asked for twice leaves a newer share of that slot alone', () => {
    const { planned, share } = deposit(one, 5);
    const older = { slot: share.slot, generation: share.generation - 1 };
    const { epochId, deviceKey } = mine;
    const event = { type: 'share-abandoned', share: older, epochId, deviceKey } as const;
    const state = reduce(planned, event, START + 6).state;
    expect(shareDues(state)).toEqual(shareDues(planned));
  });
});

describe('[P2] forgetting', () => {
  it('[P2] takes a share with it that is just being laid', () => {
    const { planned, share } = deposit(one, 5);
    const forgot = reduce(planned, { type: 'forgotten', epochId: id(1) }, START + 6).state;
    const state = take(forgot, share, 7);
    expect(epochIn(state, 1).latch).toBeNull();
    expect(
      shareDues(state)
        .map(({ slot }) => slot)
        .sort()
    ).toEqual([0, 1]);
    expect(shareDues(state).every(({ atMs }) => atMs <= START + 7)).toBe(true);
  });

  it('[P2] leaves a share alone that is laid after it', () => {
    const forgot = reduce(one, { type: 'forgotten', epochId: id(1) }, START + 4).state;
    const { planned, share } = deposit(forgot, 5);
    expect(epochIn(take(planned, share, 6), 1).latch).toEqual(share);
  });

  it('[P2] a window that has passed does not take a share that is just being laid', () => {
    const gone = run(one, [[10, { type: 'disconnected', epochId: id(1) }]]).state;
    const later = 10 + room.lifetimes.resumeWindowMs;
    const { planned, share } = deposit(gone, later);
    const ticked = reduce(planned, { type: 'tick', seen: new Map() }, START + later).state;
    expect(leaseHolds(ticked, share, START + later)).toBe(true);
  });
});
