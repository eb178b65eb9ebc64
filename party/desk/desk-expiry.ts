// ⑧ Everything that the desk's alarm must do, in one place: rooms to be erased, rooms that were never
// finished, rooms past their cap, effects on rooms, and rows that expire. Rules: R1, R4, D1, D5, D8.
import type { DeskStorage } from './desk-storage.ts';
import { BROWSER_UNUSED_MS, forgetUnusedBrowsers } from './accounts/known-browsers.ts';
import { forgetOldPermits } from './accounts/permits.ts';
import { endExpired } from './accounts/sessions.ts';
import { forgetOldWaits, WAIT_KEPT_MS } from './accounts/sign-in-waits.ts';

/** Waits between repeats of what was not confirmed. */
export const retryAtMs = (tries: number, nowMs: number): number =>
  nowMs + Math.min(60_000, 1_000 * 2 ** Math.min(tries, 10));

/** When the desk must wake next; null when nothing waits. */
export function nextDeskDeadlineMs(storage: DeskStorage): number | null {
  // One row of smallest times: the runtime allows at most five SELECTs in one compound.
  const times = storage.first(
    `SELECT (SELECT min(at_ms) FROM room WHERE status IN ('making', 'deleting')) AS unfinished,
      (SELECT min(cap_at_ms) FROM room WHERE status = 'live') AS capped,
      (SELECT min(at_ms) FROM due) AS owed,
      (SELECT min(expires_at_ms) FROM session) AS session,
      (SELECT min(expires_at_ms) FROM permit) AS permit,
      (SELECT min(used_at_ms) + ? FROM browser) AS browser,
      (SELECT min(last_at_ms) + ? FROM wait) AS waited`,
    BROWSER_UNUSED_MS,
    WAIT_KEPT_MS
  );
  const due = Object.values(times ?? {}).filter((time) => typeof time === 'number');
  return due.length === 0 ? null : Math.min(...due);
}

/** Deletes what has expired. Inside a transaction. @returns ids of the sessions that are over */
export function forgetExpired(storage: DeskStorage, nowMs: number): readonly string[] {
  forgetOldPermits(storage, nowMs);
  forgetUnusedBrowsers(storage, nowMs);
  forgetOldWaits(storage, nowMs);
  return endExpired(storage, nowMs);
}

/** Rooms that nobody finished, and rooms past the hard cap whose own alarm was late. */
export function overdueRooms(
  storage: DeskStorage,
  nowMs: number
): readonly { readonly hex: string; readonly status: 'making' | 'live' }[] {
  return storage.all<{ hex: string; status: 'making' | 'live' }>(
    `SELECT hex, status FROM room WHERE (status = 'making' AND at_ms <= ?)
     OR (status = 'live' AND cap_at_ms <= ?)`,
    nowMs,
    nowMs
  );
}

export function roomsToErase(storage: DeskStorage, nowMs: number): readonly string[] {
  return storage
    .all<{ hex: string }>(
      "SELECT hex FROM room WHERE status = 'deleting' AND at_ms <= ? ORDER BY at_ms",
      nowMs
    )
    .map((row) => row.hex);
}
