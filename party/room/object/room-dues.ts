// The effects of a room on other objects: share stores, join gate, desk. Each is called until it has
// answered; repeating a call does no harm. Rules: R1, R3, R4, R5.
import type { deskOf, joinGateOf, shareStoreOf } from '../../env.ts';
import type { RoomEvent } from '../core/room-events.ts';
import { reportOf } from '../core/room-report.ts';
import type { DueRow, RoomRecord } from '../core/room-state.ts';

/** The parts of a room that an effect on others needs. */
interface Owing {
  readonly roomHex: string;
  readonly state: RoomRecord;
  readonly joinGate: ReturnType<typeof joinGateOf>;
  readonly desk: ReturnType<typeof deskOf>;
  shareStore(slot: number): ReturnType<typeof shareStoreOf>;
}

/** Runs one effect. Resolves to the event of its success; rejects when it was not confirmed. */
export async function runDue(room: Owing, due: DueRow): Promise<RoomEvent> {
  switch (due.kind) {
    case 'erase-latch':
      await room.shareStore(due.slot).erase(due.generation);
      break;
    case 'erase-door':
      await room.joinGate.erase();
      break;
    case 'report': {
      const report = reportOf(room.state);
      await room.desk.report(room.roomHex, report, due.urgent);
      return { type: 'reported', report };
    }
    case 'hand-over':
      await room.desk.eraseRoom(room.roomHex);
  }
  return { type: 'due-done', due };
}
