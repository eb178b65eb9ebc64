// Sends a newcomer to a chain everything after what it holds, page by page, in one go, so that nothing live
// can come in between. The last page is marked as the last, even when it is empty. Rules: O2, J5.
import type { Connection } from 'partyserver';
import type { Entry } from '#lib/protocol/room-view.ts';
import { toGuest, toStaff } from './sockets.ts';

/** @param to the frame is the same for guests and staff */
export function sendPages(
  connection: Connection,
  to: 'guest' | 'staff',
  pages: Iterable<Entry[]>
): void {
  const send = (items: Entry[], more: boolean): void =>
    to === 'guest'
      ? toGuest(connection, { t: 'entries', items, more })
      : toStaff(connection, { t: 'entries', items, more });
  let held: Entry[] = [];
  for (const page of pages) {
    if (held.length > 0) send(held, true);
    held = page;
  }
  send(held, false);
}
