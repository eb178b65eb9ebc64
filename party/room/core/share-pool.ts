// The pool of share stores of a room: which slot the next resume share goes to, and when a slot is free
// again. Pure. A slot is on the room's disk before it is filled, is held by one epoch or due to be
// erased, and is used again only when its erasure was confirmed; strangers hold at most their part.
// Rules: R5, R7, P2, O6.
import { SHARE_STORES } from '#lib/protocol/limits.ts';
import {
  dueKey,
  withoutRow,
  withRow,
  type DueRow,
  type EpochRow,
  type ShareDue,
  type RoomRecord,
  type ShareAt
} from './room-state.ts';

/** How long a share may be under way to its share store before that is erased as abandoned. */
export const SHARE_LEASE_MS = 60_000;

/** Whether staff have confirmed this device once: then it is no stranger any more. */
export const wasConfirmed = (state: RoomRecord, deviceKey: string): boolean =>
  state.devices.get(deviceKey)?.confirmed === true;

export function withDue(state: RoomRecord, due: DueRow): RoomRecord {
  return { ...state, dues: withRow(state.dues, dueKey(due), due) };
}

export const withoutDue = (state: RoomRecord, key: string): RoomRecord => ({
  ...state,
  dues: withoutRow(state.dues, key)
});

const shareDueAt = (state: RoomRecord, slot: number): ShareDue | null => {
  const due = state.dues.get(`erase-latch ${String(slot)}`);
  return due?.kind === 'erase-latch' ? due : null;
};

/** The lowest slot that nothing holds; null when there is none for this device. */
export function freeSlot(state: RoomRecord, deviceKey: string): number | null {
  const taken = new Set<number>();
  const strangers = new Set<number>();
  for (const { latch, deviceKey: of } of state.epochs.values()) {
    if (latch === null) continue;
    taken.add(latch.slot);
    if (!wasConfirmed(state, of)) strangers.add(latch.slot);
  }
  for (const due of state.dues.values()) {
    if (due.kind !== 'erase-latch') continue;
    taken.add(due.slot);
    if (due.stranger) strangers.add(due.slot);
  }
  if (!wasConfirmed(state, deviceKey) && strangers.size >= SHARE_STORES.strangers) return null;
  for (let slot = 0; slot < SHARE_STORES.slots; slot += 1) if (!taken.has(slot)) return slot;
  return null;
}

/** A share will be laid into this slot, as the next generation; erased unless it is taken in time. */
export function planShare(
  state: RoomRecord,
  slot: number,
  of: { readonly epochId: string; readonly deviceKey: string },
  nowMs: number
): RoomRecord {
  const generation = state.core.shares + 1;
  const planned: RoomRecord = {
    ...state,
    core: { ...state.core, shares: generation },
    slots: Math.max(state.slots, slot + 1)
  };
  return withDue(planned, {
    kind: 'erase-latch',
    slot,
    generation,
    epochId: of.epochId,
    stranger: !wasConfirmed(state, of.deviceKey),
    atMs: nowMs + SHARE_LEASE_MS,
    tries: 0
  });
}

/** Whether the planned share may still be taken: its time is not over, and nobody has forgotten it. */
export function leaseHolds(state: RoomRecord, share: ShareAt, nowMs: number): boolean {
  const due = shareDueAt(state, share.slot);
  return due?.generation === share.generation && due.tries === 0 && nowMs < due.atMs;
}

/** The share will be erased from `atMs` on, until that is confirmed. */
export function eraseShare(
  state: RoomRecord,
  share: ShareAt,
  of: Pick<EpochRow, 'epochId' | 'deviceKey'>,
  atMs: number
): RoomRecord {
  const there = shareDueAt(state, share.slot);
  // Erasing a later generation takes the earlier ones with it.
  if (there !== null && there.generation > share.generation) return state;
  const { slot, generation } = share;
  const stranger = there?.stranger ?? !wasConfirmed(state, of.deviceKey);
  const { epochId } = of;
  return withDue(state, {
    kind: 'erase-latch',
    slot,
    generation,
    epochId,
    stranger,
    atMs,
    tries: 0
  });
}

/** The epoch holds this share from now on; the one before is erased. Only while the lease holds. */
export function takeShare(
  state: RoomRecord,
  epoch: EpochRow,
  share: ShareAt,
  nowMs: number
): RoomRecord {
  const taken = withoutDue(state, `erase-latch ${String(share.slot)}`);
  const before = state.epochs.get(epoch.epochId)?.latch ?? null;
  const freed =
    before === null || before.slot === share.slot ? taken : eraseShare(taken, before, epoch, nowMs);
  return { ...freed, epochs: withRow(freed.epochs, epoch.epochId, { ...epoch, latch: share }) };
}

/** The epoch holds no share any more. */
export function loseShare(state: RoomRecord, epoch: EpochRow, nowMs: number): RoomRecord {
  if (epoch.latch === null) return state;
  const next = eraseShare(state, epoch.latch, epoch, nowMs);
  return { ...next, epochs: withRow(next.epochs, epoch.epochId, { ...epoch, latch: null }) };
}

/** The same, and none that is under way to it will be taken. */
export function loseShares(state: RoomRecord, epoch: EpochRow, nowMs: number): RoomRecord {
  let next = state;
  for (const due of state.dues.values())
    if (due.kind === 'erase-latch' && due.epochId === epoch.epochId && due.atMs > nowMs)
      next = withDue(next, { ...due, atMs: nowMs });
  return loseShare(next, epoch, nowMs);
}
