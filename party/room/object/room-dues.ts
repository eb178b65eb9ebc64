// The effects of a room on other objects: latches, door, desk. Each is asked until it has answered;
// asking twice does no harm. Rules: R1, R3, R4, R5.
import type { deskOf, doorOf, latchOf } from '../../env.ts';
import type { RoomEvent } from '../core/room-events.ts';
import { reportOf } from '../core/room-report.ts';
import type { DueRow, RoomRecord } from '../core/room-state.ts';

/** What of a room an effect on others needs. */
export interface Owing {
  readonly roomHex: string;
  readonly state: RoomRecord;
  readonly door: ReturnType<typeof doorOf>;
  readonly desk: ReturnType<typeof deskOf>;
  latch(slot: number): ReturnType<typeof latchOf>;
}

/** Runs one effect. Resolves to the event of its success; rejects when it was not confirmed. */
export async function runDue(room: Owing, due: DueRow): Promise<RoomEvent> {
  switch (due.kind) {
    case 'erase-latch':
      await room.latch(due.slot).erase(due.generation);
      break;
    case 'erase-door':
      await room.door.erase();
      break;
    case 'report': {
      const report = reportOf(room.state);
      await room.desk.report(room.roomHex, report, due.urgent);
      return { t: 'reported', report };
    }
    case 'hand-over':
      await room.desk.eraseRoom(room.roomHex);
  }
  return { t: 'due-done', due };
}
