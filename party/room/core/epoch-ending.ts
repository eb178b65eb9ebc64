// How an epoch ends: in the same step its share is dropped and its end is dated. Pure. Rules: R5, P2, J5.
import type { EpochState } from '#lib/protocol/room-view.ts';
import { loseShares } from './share-pool.ts';
import { putEpoch, type Work } from './work.ts';

/** Ends an epoch in a state that is not live. */
export function closeEpoch(w: Work, epochId: string, to: EpochState): void {
  const epoch = w.s.epochs.get(epochId);
  if (epoch === undefined) return;
  loseShares(w, epoch);
  putEpoch(w, {
    ...epoch,
    latch: null,
    state: to,
    connected: false,
    lastSeenMs: epoch.connected ? w.nowMs : epoch.lastSeenMs,
    closedAtMs: epoch.closedAtMs ?? w.nowMs
  });
}
