// Whether a room waits for somebody of staff, and since when: the one rule for the desk's list, its title and
// bell, and for what the server tells a locked desk. Pure. Rules: R8, D10.
import type { RoomSummary, WaitsFrame } from './desk-api.ts';

/** An answer is owed, something is unread, a guest is without staff, or new devices stand before a locked door. */
export function isWaiting(room: RoomSummary): boolean {
  const { state } = room.life;
  if (state === 'closed' || state === 'deleting') return false;
  return room.waitingSinceMs !== null || room.unread > 0 || room.unattended || room.locked;
}

export const waitingFromMs = (room: RoomSummary): number =>
  room.waitingSinceMs ?? room.lastActivityMs;

/** What a locked desk may know of all rooms: numbers alone [D10]. @param nowMs the server's time */
export function waitsOf(rooms: readonly RoomSummary[], nowMs: number): WaitsFrame {
  const waiting = rooms.filter(isWaiting);
  const times = waiting.map(waitingFromMs);
  const aloneTimes = waiting.filter((room) => !room.staffOnline).map(waitingFromMs);
  return {
    t: 'waits',
    many: waiting.length,
    sinceMs: times.length === 0 ? null : Math.min(...times),
    alone: aloneTimes.length,
    newestMs: aloneTimes.length === 0 ? null : Math.max(...aloneTimes),
    nowMs
  };
}
