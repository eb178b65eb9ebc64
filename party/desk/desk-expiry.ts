// ⑧ What the desk's alarm must see to, in one place: rooms to be erased, rooms that were never
// finished, rooms past their cap, sessions that are over, and effects on rooms. Rules: R1, R4, D1.
import type { DeskStorage } from './desk-storage.ts';

/** Waits between repeats of what was not confirmed. */
export const retryAtMs = (tries: number, nowMs: number): number =>
  nowMs + Math.min(60_000, 1_000 * 2 ** Math.min(tries, 10));

/** When the desk must wake next; null when nothing waits. */
export function nextDeskDeadlineMs(storage: DeskStorage): number | null {
  const row = storage.first<{ next: number | null }>(`
    SELECT min(at_ms) AS next FROM (
      SELECT at_ms FROM room WHERE status <> 'live'
      UNION ALL SELECT cap_at_ms FROM room WHERE status = 'live'
      UNION ALL SELECT at_ms FROM due
      UNION ALL SELECT expires_at_ms FROM session)`);
  return row?.next ?? null;
}

/** Rooms that nobody finished, and rooms past the hard cap whose own alarm was late. */
export function overdueRooms(storage: DeskStorage, nowMs: number): readonly string[] {
  return storage
    .all<{ hex: string }>(
      `SELECT hex FROM room WHERE (status = 'making' AND at_ms <= ?)
       OR (status = 'live' AND cap_at_ms <= ?)`,
      nowMs,
      nowMs
    )
    .map((row) => row.hex);
}

export function roomsToErase(storage: DeskStorage, nowMs: number): readonly string[] {
  return storage
    .all<{ hex: string }>(
      "SELECT hex FROM room WHERE status = 'deleting' AND at_ms <= ? ORDER BY at_ms",
      nowMs
    )
    .map((row) => row.hex);
}

export type DeskDue = {
  id: number;
  kind: 'revoke' | 'replace';
  room: string;
  session: string;
  at_ms: number;
  tries: number;
};

export const duesNow = (storage: DeskStorage, nowMs: number): readonly DeskDue[] =>
  storage.all<DeskDue>('SELECT * FROM due WHERE at_ms <= ? ORDER BY id', nowMs);
