// How an epoch stops being live: its share goes in the same step, and its end is dated. Pure.
// Rules: R5, P2, J5.
import type { EpochState } from '#lib/protocol/room-view.ts';
import { withRow, type EpochRow, type RoomRecord } from './room-state.ts';
import { loseShares } from './share-pool.ts';

export const putEpoch = (state: RoomRecord, epoch: EpochRow): RoomRecord => ({
  ...state,
  epochs: withRow(state.epochs, epoch.epochId, epoch)
});

/** Ends an epoch in a state that is not live. */
export function closeEpoch(
  state: RoomRecord,
  epochId: string,
  to: EpochState,
  nowMs: number
): RoomRecord {
  const epoch = state.epochs.get(epochId);
  if (epoch === undefined) return state;
  return putEpoch(loseShares(state, epoch, nowMs), {
    ...epoch,
    latch: null,
    state: to,
    connected: false,
    lastSeenMs: epoch.connected ? nowMs : epoch.lastSeenMs,
    closedAtMs: epoch.closedAtMs ?? nowMs
  });
}
