// What others are shown of a room's rows: the fields of the wire, and none that are only stored. Pure.
// Rules: X1, R6.
import type { EpochView, RoomLife } from '#lib/protocol/room-view.ts';
import type { CoreRow, EpochRow } from './room-state.ts';

export const lifeOf = ({ life }: CoreRow): RoomLife => ({
  state: life.state,
  createdAtMs: life.createdAtMs,
  endedAtMs: life.endedAtMs,
  endReason: life.endReason,
  deleteAtMs: life.deleteAtMs
});

export const epochViewOf = (row: EpochRow): EpochView => ({
  epochId: row.epochId,
  enc: row.enc,
  deviceKey: row.deviceKey,
  shareHash: row.shareHash,
  leaveHash: row.leaveHash,
  mac: row.mac,
  state: row.state,
  joinedOrder: row.joinedOrder,
  joinedAtMs: row.joinedAtMs,
  connected: row.connected,
  lastSeenMs: row.lastSeenMs,
  closedAtMs: row.closedAtMs
});
