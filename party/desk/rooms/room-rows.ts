// The desk's row of a room: `making` → `live` → `deleting` → dropped. States, times and counts only; the
// room itself is the authority on all but its making and its erasure. An unreadable row still means that
// the room exists. Rules: R4, R6, J1.
import * as v from 'valibot';
import { fromHex } from '#lib/crypto/primitives/bytes.ts';
import { roomSummary, type RoomSummary, type WaitsFrame } from '#lib/protocol/desk-api.ts';
import { parseJson } from '#lib/protocol/encoding.ts';
import { MAX_LIVE_ROOMS_PER_MEMBER } from '#lib/protocol/limits.ts';
import { waitsOf } from '#lib/protocol/room-waiting.ts';
import { toWire } from '../../bytes.ts';
import type { RoomReport } from '../../rpc.ts';
import type { DeskStorage } from '../desk-storage.ts';

const ROOM_STATUSES = ['making', 'live', 'deleting'] as const;
type RoomStatus = (typeof ROOM_STATUSES)[number];

/** Objects of a room that the desk may erase: what its own making has made, or all of a room's. */
export const OURS = { room: 1, joinGate: 2, archive: 4 } as const;
export const ALL_OURS = OURS.room | OURS.joinGate | OURS.archive;

type RoomRow = {
  hex: string;
  status: RoomStatus;
  created_by: string;
  replaces: string | null;
  replaced_by: string | null;
  request_hash: string;
  report: string | null;
  /** making: when it is given up; deleting: when the next try is due. */
  at_ms: number;
  cap_at_ms: number;
  tries: number;
  /** A sum of `OURS`. */
  ours: number;
};

const reportRow = v.omit(roomSummary, ['roomId', 'replaces', 'replacedBy', 'createdBy']);

/** @throws {Error} when the row's kind is unknown here: nothing is done on a guess. */
export function roomRow(storage: DeskStorage, hex: string): RoomRow | null {
  const row = storage.first<RoomRow>('SELECT * FROM room WHERE hex = ?', hex);
  if (row !== null && !ROOM_STATUSES.includes(row.status)) throw new Error('room status');
  return row;
}

/** J1: whether a room's object may be touched at all. @throws {Error} when that is unknown now */
export const isLiveRoom = (storage: DeskStorage, hex: string): boolean =>
  roomRow(storage, hex)?.status === 'live';

const asText = (hex: string | null): string | null => (hex === null ? null : toWire(fromHex(hex)));

/** Returns null when the room's report cannot be read now. */
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

/** Every room that exists, unreadable ones by name alone. */
export function allRooms(storage: DeskStorage): {
  readonly rooms: RoomSummary[];
  readonly unreadable: readonly string[];
} {
  const rooms: RoomSummary[] = [];
  const unreadable: string[] = [];
  for (const row of storage.all<RoomRow>(
    "SELECT * FROM room WHERE status <> 'making' ORDER BY rowid"
  )) {
    const summary = summaryOf(row);
    if (summary !== null) rooms.push(summary);
    // A room that was never made, and is being erased, was never in anybody's list.
    else if (row.status !== 'deleting' || row.report !== null) unreadable.push(row.hex);
  }
  return { rooms, unreadable };
}

/** A room that has not ended, as far as its row can be read. */
const LIVING = `status = 'live' AND
  CASE WHEN json_valid(report) THEN json_extract(report, '$.life.state') END IS NOT 'closed'`;

/** What a locked desk may know now; a room that cannot be read is in no number [D10]. */
export function waitsNow(storage: DeskStorage): WaitsFrame {
  const rows = storage.all<RoomRow>(`SELECT * FROM room WHERE ${LIVING}`);
  return waitsOf(
    rows.map(summaryOf).filter((room) => room !== null),
    Date.now()
  );
}

/**
 * The content of a row, with fields unknown here.
 * @throws {v.ValiError} when it is no report: it does not count as delivered
 */
export function reportText(report: RoomReport): string {
  v.parse(reportRow, report);
  return JSON.stringify(report);
}

/** Stores a room's report. Returns false when the desk has no such room, or is erasing it. */
export function putReport(storage: DeskStorage, hex: string, text: string): boolean {
  const row = roomRow(storage, hex);
  if (row === null || row.status === 'deleting') return false;
  storage.run('UPDATE room SET report = ? WHERE hex = ?', text, hex);
  return true;
}

/** X2: whether this member may make another room. An unreadable row counts as a live room. */
export function mayMakeRoom(storage: DeskStorage, memberId: string): boolean {
  const many = storage.first<{ many: number }>(
    `SELECT count(*) AS many FROM room WHERE created_by = ? AND (status = 'making' OR (${LIVING}))`,
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

/** A room hands itself to the desk to be erased; one unknown to the desk is erased too. */
export function handOver(storage: DeskStorage, hex: string, nowMs: number): void {
  storage.run(
    `INSERT INTO room (hex, status, created_by, request_hash, at_ms, cap_at_ms, tries, ours)
     VALUES (?, 'deleting', '', '', ?, ?, 0, ?) ON CONFLICT (hex) DO NOTHING`,
    hex,
    nowMs,
    nowMs,
    ALL_OURS
  );
  storage.run('UPDATE room SET ours = ? WHERE hex = ?', ALL_OURS, hex);
  markDeleting(storage, hex, nowMs);
}

/**
 * Drops a row and everything that names its room. Inside a transaction.
 * @returns the rooms whose rows named it
 */
export function dropRoom(storage: DeskStorage, hex: string): readonly string[] {
  const linked = storage.all<{ hex: string }>(
    'SELECT hex FROM room WHERE replaces = ? OR replaced_by = ?',
    hex,
    hex
  );
  storage.run('DELETE FROM room WHERE hex = ?', hex);
  storage.run('UPDATE room SET replaces = NULL WHERE replaces = ?', hex);
  storage.run('UPDATE room SET replaced_by = NULL WHERE replaced_by = ?', hex);
  for (const table of ['permit', 'entered', 'due'])
    storage.run(`DELETE FROM ${table} WHERE room = ?`, hex);
  return linked.map((row) => row.hex);
}
