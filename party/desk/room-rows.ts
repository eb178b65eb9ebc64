// The desk's row of a room: `making` → `live` → `deleting` → dropped. States, times and counts only;
// the room itself is the authority on everything but its making and its erasure. Rules: R4, J1.
import * as v from 'valibot';
import { fromHex } from '#lib/crypto/bytes.ts';
import { roomSummary, type RoomSummary } from '#lib/protocol/desk-api.ts';
import { parseJson } from '#lib/protocol/encoding.ts';
import { MAX_LIVE_ROOMS_PER_MEMBER } from '#lib/protocol/limits.ts';
import { toWire } from '../bytes.ts';
import type { RoomReport } from '../room/room-report.ts';
import type { DeskStorage } from './desk-storage.ts';

export type RoomStatus = 'making' | 'live' | 'deleting';

export type RoomRow = {
  hex: string;
  status: RoomStatus;
  created_by: string;
  replaces: string | null;
  replaced_by: string | null;
  request_hash: string;
  report: string | null;
  /** making: when it counts as given up; deleting: when the next try is due. */
  at_ms: number;
  cap_at_ms: number;
  tries: number;
};

const reportRow = v.omit(roomSummary, ['roomId', 'replaces', 'replacedBy', 'createdBy']);

export const roomRow = (storage: DeskStorage, hex: string): RoomRow | null =>
  storage.first<RoomRow>('SELECT * FROM room WHERE hex = ?', hex);

/** J1: whether a room's object may be touched at all. */
export const isLiveRoom = (storage: DeskStorage, hex: string): boolean =>
  storage.first("SELECT 1 AS one FROM room WHERE hex = ? AND status = 'live'", hex) !== null;

const asText = (hex: string | null): string | null => (hex === null ? null : toWire(fromHex(hex)));

/** Returns null for a room that was never reported: it is still being made. */
export function summaryOf(row: RoomRow): RoomSummary | null {
  const parsed = v.safeParse(reportRow, row.report === null ? null : parseJson(row.report));
  if (!parsed.success) return null;
  const report = parsed.output;
  const state = row.status === 'deleting' ? 'deleting' : report.life.state;
  return {
    ...report,
    life: { ...report.life, state },
    roomId: toWire(fromHex(row.hex)),
    replaces: asText(row.replaces),
    replacedBy: asText(row.replaced_by),
    createdBy: row.created_by
  };
}

export function allSummaries(storage: DeskStorage): RoomSummary[] {
  return storage
    .all<RoomRow>("SELECT * FROM room WHERE status <> 'making' ORDER BY rowid")
    .map(summaryOf)
    .filter((one) => one !== null);
}

/** Takes a room's report. Returns false when the desk has no such live room. */
export function putReport(storage: DeskStorage, hex: string, report: RoomReport): boolean {
  if (!isLiveRoom(storage, hex)) return false;
  storage.run('UPDATE room SET report = ? WHERE hex = ?', JSON.stringify(report), hex);
  return true;
}

/** X2: whether this member may make another room. */
export function mayMakeRoom(storage: DeskStorage, memberId: string): boolean {
  const many = storage.first<{ many: number }>(
    `SELECT count(*) AS many FROM room WHERE created_by = ? AND
     (status = 'making' OR (status = 'live' AND json_extract(report, '$.life.state') <> 'closed'))`,
    memberId
  );
  return (many?.many ?? 0) < MAX_LIVE_ROOMS_PER_MEMBER;
}

/** R4: from here on the room is erased, whatever happens; idempotent. */
export function markDeleting(storage: DeskStorage, hex: string, nowMs: number): void {
  storage.run(
    "UPDATE room SET status = 'deleting', at_ms = ?, tries = 0 WHERE hex = ? AND status <> 'deleting'",
    nowMs,
    hex
  );
}

/** A room gives itself to the desk to be erased; one that the desk does not know is erased too. */
export function handOver(storage: DeskStorage, hex: string, nowMs: number): void {
  storage.run(
    `INSERT INTO room VALUES (?, 'deleting', '', NULL, NULL, '', NULL, ?, ?, 0)
     ON CONFLICT (hex) DO NOTHING`,
    hex,
    nowMs,
    nowMs
  );
  markDeleting(storage, hex, nowMs);
}
