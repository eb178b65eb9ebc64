// The pool of share stores of a room: which slot the next resume share gets, and when a slot is free again.
// A slot is on the room's disk before it is filled, and one epoch holds it or its erasure is due. It is
// reused only after a confirmed erasure. Strangers hold at most their part. Pure. Rules: R5, R7, P2, O6.
import { SHARE_STORES } from '#lib/protocol/limits.ts';
import {
  shareDueKey,
  type EpochRow,
  type RoomRecord,
  type ShareAt,
  type ShareDue
} from './room-state.ts';
import { trusts } from './standing.ts';
import { changeCore, dropDue, putDue, putEpoch, type Work } from './work.ts';

/** How long a share may take to reach its share store before it is erased as abandoned. */
export const SHARE_LEASE_MS = 60_000;

const shareDueAt = (state: RoomRecord, slot: number): ShareDue | null => {
  const due = state.dues.get(shareDueKey(slot));
  return due?.kind === 'erase-latch' ? due : null;
};

/** The lowest free slot; null when there is none for this device. */
export function freeSlot(state: RoomRecord, deviceKey: string): number | null {
  const taken = new Set<number>();
  const strangers = new Set<number>();
  for (const { latch, deviceKey: of } of state.epochs.values()) {
    if (latch === null) continue;
    taken.add(latch.slot);
    if (!trusts(state, of)) strangers.add(latch.slot);
  }
  for (const due of state.dues.values()) {
    if (due.kind !== 'erase-latch') continue;
    taken.add(due.slot);
    if (due.stranger) strangers.add(due.slot);
  }
  if (!trusts(state, deviceKey) && strangers.size >= SHARE_STORES.strangers) return null;
  for (let slot = 0; slot < SHARE_STORES.slots; slot += 1) if (!taken.has(slot)) return slot;
  return null;
}

/** Plans a share for this slot, as the next generation; it is erased unless it is taken in time. */
export function planShare(
  w: Work,
  slot: number,
  of: { readonly epochId: string; readonly deviceKey: string }
): void {
  const generation = w.s.core.shares + 1;
  changeCore(w, { shares: generation });
  w.s.slots = Math.max(w.s.slots, slot + 1);
  putDue(w, {
    kind: 'erase-latch',
    slot,
    generation,
    epochId: of.epochId,
    stranger: !trusts(w.s, of.deviceKey),
    atMs: w.nowMs + SHARE_LEASE_MS,
    tries: 0
  });
}

/** Whether the planned share may still be taken: it has not expired, and nothing has cancelled it. */
export function leaseHolds(state: RoomRecord, share: ShareAt, nowMs: number): boolean {
  const due = shareDueAt(state, share.slot);
  return due?.generation === share.generation && due.tries === 0 && nowMs < due.atMs;
}

/**
 * Makes the erasure of the share due, until it is confirmed.
 * @param of.deviceKey null: the owner is no longer known
 */
export function eraseShare(
  w: Work,
  share: ShareAt,
  of: { readonly epochId: string; readonly deviceKey: string | null }
): void {
  const there = shareDueAt(w.s, share.slot);
  // Erasing a later generation also erases the earlier ones.
  if (there !== null && there.generation > share.generation) return;
  const { epochId, deviceKey } = of;
  putDue(w, {
    kind: 'erase-latch',
    slot: share.slot,
    generation: share.generation,
    epochId,
    stranger: there?.stranger ?? (deviceKey === null || !trusts(w.s, deviceKey)),
    atMs: w.nowMs,
    tries: 0
  });
}

/** The epoch holds this share from now on; the one before is erased. Only while the lease holds. */
export function takeShare(w: Work, epoch: EpochRow, share: ShareAt): void {
  const before = w.s.epochs.get(epoch.epochId)?.latch ?? null;
  dropDue(w, shareDueKey(share.slot));
  if (before !== null && before.slot !== share.slot) eraseShare(w, before, epoch);
  putEpoch(w, { ...epoch, latch: share });
}

/** The epoch no longer holds a share. */
export function loseShare(w: Work, epoch: EpochRow): void {
  if (epoch.latch === null) return;
  eraseShare(w, epoch.latch, epoch);
  putEpoch(w, { ...epoch, latch: null });
}

/** The same, and no share on its way to this epoch will be taken. */
export function loseShares(w: Work, epoch: EpochRow): void {
  for (const due of w.s.dues.values())
    if (due.kind === 'erase-latch' && due.epochId === epoch.epochId && due.atMs > w.nowMs)
      putDue(w, { ...due, atMs: w.nowMs });
  loseShare(w, epoch);
}
