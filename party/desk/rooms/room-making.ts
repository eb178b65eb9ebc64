// Makes a room: check, audit, write it down as `making`; then room, join gate and archive box; then `live`.
// A repeat continues where the last one stopped; a room whose making nobody repeats is erased. What was
// there before is never touched. Rules: L3, R2, R4, D5, D7, X1, X2.
import { fromUtf8, toHex, utf8 } from '#lib/crypto/primitives/bytes.ts';
import { CryptoError } from '#lib/crypto/primitives/crypto-error.ts';
import { sha256 } from '#lib/crypto/primitives/hash.ts';
import type { ErrorCode } from '#lib/protocol/codes.ts';
import type { CreateRoom } from '#lib/protocol/desk-api.ts';
import { parseFace, type Face } from '#lib/protocol/face.ts';
import { MAX_CLOCK_SKEW_MS } from '#lib/protocol/limits.ts';
import { snapshotFits, type ServicePolicy } from '#lib/protocol/policy.ts';
import { fromWire, toWire } from '../../bytes.ts';
import { archiveOf, joinGateOf, roomOf, type Env } from '../../env.ts';
import { reportOf } from '../../room/core/room-report.ts';
import { newRoom } from '../../room/core/room-state.ts';
import { auditNameOf } from '../../room/storage/sibling-rows.ts';
import { appendAudit } from '../audit.ts';
import type { DeskStorage } from '../desk-storage.ts';
import { firstBox } from './room-erasing.ts';
import { ALL_OURS, dropRoom, markDeleting, mayMakeRoom, OURS, roomRow } from './room-rows.ts';

/** A room that is not made within this time is erased again. */
const MAKING_LEASE_MS = 2 * 60_000;

interface Plan {
  readonly hex: string;
  readonly roomId: string;
  readonly face: Uint8Array;
  readonly shape: Face;
  readonly verifier: Uint8Array;
  readonly deskBox: Uint8Array;
  readonly archiveBox: Uint8Array;
  /** Stored with the room and nowhere else [D7]. */
  readonly record: Uint8Array;
  /** The room's name in the audit chain: dies with the record. */
  readonly auditName: string;
  readonly replaces: string | null;
  readonly requestHash: string;
}

/** Decodes and checks the maker's request. Returns a code when it is invalid. */
export function planRoom(body: CreateRoom, policy: ServicePolicy, nowMs: number): Plan | ErrorCode {
  const [roomId, face, verifier] = [body.roomId, body.face, body.verifier].map(fromWire);
  const [deskBox, archiveBox, record] = [body.deskBox, body.archiveBox, body.record].map(fromWire);
  const replaces = body.replaces === null ? null : fromWire(body.replaces);
  if (!roomId || !face || !verifier || !deskBox || !archiveBox || !record) return 'malformed';
  if (deskBox.length === 0 || archiveBox.length === 0) return 'malformed';
  if (body.replaces !== null && replaces === null) return 'malformed';
  const shape = readFace(face);
  if (shape === null) return 'malformed';
  // W1: a walk-in room has no maker; it cannot be made yet.
  if (shape.kind !== 'invited') return 'not-allowed';
  if (!snapshotFits(shape.policy, policy)) return 'not-allowed';
  if (Math.abs(shape.createdAtMs - nowMs) > MAX_CLOCK_SKEW_MS) return 'not-allowed';
  return {
    hex: toHex(roomId),
    roomId: body.roomId,
    face,
    shape,
    verifier,
    deskBox,
    archiveBox,
    record,
    auditName: auditNameOf(record, roomId),
    replaces: replaces === null ? null : toHex(replaces),
    requestHash: toWire(sha256(utf8(JSON.stringify(body))))
  };
}

function readFace(face: Uint8Array): Face | null {
  try {
    return parseFace(fromUtf8(face));
  } catch (cause) {
    if (cause instanceof CryptoError) return null;
    throw cause;
  }
}

/** Writes the room down as `making`, or finds it there. Returns a code when neither is possible. */
export function beginMaking(
  storage: DeskStorage,
  plan: Plan,
  memberId: string,
  nowMs: number
): ErrorCode | 'made' | 'go-on' {
  const there = roomRow(storage, plan.hex);
  if (there !== null) {
    const same = there.request_hash === plan.requestHash && there.created_by === memberId;
    if (!same || there.status === 'deleting') return 'exists';
    return there.status === 'live' ? 'made' : 'go-on';
  }
  if (!mayMakeRoom(storage, memberId)) return 'too-many';
  if (plan.replaces !== null) {
    const old = roomRow(storage, plan.replaces);
    if (old?.status !== 'live') return 'gone';
    if (old.replaced_by !== null) return 'exists';
  }
  const capAtMs = plan.shape.createdAtMs + plan.shape.policy.lifetimes.hardCapMs;
  storage.transact(() => {
    const subject = plan.auditName;
    appendAudit(storage, { code: 'room-made', member: memberId, subject, atMs: nowMs });
    storage.run(
      `INSERT INTO room (hex, status, created_by, replaces, request_hash, at_ms, cap_at_ms, tries, ours)
       VALUES (?, 'making', ?, ?, ?, ?, ?, 0, 0)`,
      plan.hex,
      memberId,
      plan.replaces,
      plan.requestHash,
      nowMs + MAKING_LEASE_MS,
      capAtMs
    );
  });
  return 'go-on';
}

/** It is being made at this moment, so it is not given up. */
export function giveMoreTime(storage: DeskStorage, hex: string, nowMs: number): void {
  storage.run('UPDATE room SET at_ms = ? WHERE hex = ?', nowMs + MAKING_LEASE_MS, hex);
}

/**
 * Makes room, join gate and archive box, each idempotent. Before making one it writes down that it is ours:
 * what was there before is not ours to erase.
 * @returns false when one of the places is taken by another
 * @throws when an object does not answer
 */
export async function buildRoom(
  storage: DeskStorage,
  env: Env,
  serviceId: string,
  plan: Plan
): Promise<boolean> {
  const { hex, roomId, face, record } = plan;
  const room = roomOf(env, hex);
  const owns = (ours: number): void =>
    storage.run("UPDATE room SET ours = ? WHERE hex = ? AND status = 'making'", ours, hex);
  if (roomRow(storage, hex)?.ours === 0 && (await room.auditName()) === null) owns(ALL_OURS);
  if (!(await room.create({ roomId, serviceId, face, record }))) {
    owns(0);
    return false;
  }
  if ((await joinGateOf(env, firstBox(hex)).put(plan.verifier, plan.deskBox)) === 'other') {
    if (roomRow(storage, hex)?.ours !== 0) owns(OURS.room);
    return false;
  }
  if ((await archiveOf(env, firstBox(hex)).put(plan.archiveBox)) === 'other') {
    if (roomRow(storage, hex)?.ours !== 0) owns(OURS.room | OURS.joinGate);
    return false;
  }
  return true;
}

/** The room exists: its row goes live; the one that it replaces is linked and closed. */
export function finishMaking(storage: DeskStorage, plan: Plan, nowMs: number): void {
  const report = reportOf(newRoom(plan.shape.policy.lifetimes, plan.shape.createdAtMs));
  storage.transact(() => {
    if (roomRow(storage, plan.hex)?.status !== 'making') return;
    storage.run(
      "UPDATE room SET status = 'live', ours = ?, report = coalesce(report, ?) WHERE hex = ?",
      ALL_OURS,
      JSON.stringify(report),
      plan.hex
    );
    storage.addTo('rooms made');
    if (plan.replaces === null) return;
    storage.run(
      'UPDATE room SET replaced_by = ? WHERE hex = ? AND replaced_by IS NULL',
      plan.hex,
      plan.replaces
    );
    storage.run(
      `INSERT OR IGNORE INTO due (kind, room, session, at_ms, tries)
       VALUES ('replace', ?, '', ?, 0)`,
      plan.replaces,
      nowMs
    );
  });
}

/**
 * Undoes a making that cannot be finished: erases only what it made; if it made nothing, only its row is
 * dropped. Idempotent.
 * @param subject the room's name in the audit chain; null where the request that had it is gone
 */
export function undoMaking(
  storage: DeskStorage,
  hex: string,
  subject: string | null,
  nowMs: number
): void {
  storage.transact(() => {
    const row = roomRow(storage, hex);
    if (row?.status !== 'making') return;
    appendAudit(storage, { code: 'room-not-made', member: row.created_by, subject, atMs: nowMs });
    if (row.ours === 0) dropRoom(storage, hex);
    else markDeleting(storage, hex, nowMs);
  });
}
