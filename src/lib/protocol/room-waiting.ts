// Whether a room waits for somebody of staff, and since when: the one rule for the desk's list, its title and
// bell, and for what the server tells a locked desk. Pure. Rules: R8, D10.
import type { RoomSummary } from './desk-api.ts';

/** An answer is owed, something is unread, a guest is without staff, or new devices stand before a locked door. */
export function isWaiting(room: RoomSummary): boolean {
  const { state } = room.life;
  if (state === 'closed' || state === 'deleting') return false;
  return room.waitingSinceMs !== null || room.unread > 0 || room.unattended || room.locked;
}

export const waitingFromMs = (room: RoomSummary): number =>
  room.waitingSinceMs ?? room.lastActivityMs;
