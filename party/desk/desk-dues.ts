// What the desk owes to rooms: a session withdrawn, a room replaced, a report asked for again. It is
// written in the same transaction as its cause and repeated until the room has answered. Rules: R1, R6, D5.
import { roomOf, type Env } from '../env.ts';
import { retryAtMs } from './desk-expiry.ts';
import type { DeskStorage } from './desk-storage.ts';
import { putReport, reportText } from './rooms/room-rows.ts';

type DeskDue = {
  id: number;
  kind: 'revoke' | 'replace' | 'report';
  room: string;
  session: string;
  at_ms: number;
  tries: number;
};

export const duesNow = (storage: DeskStorage, nowMs: number): readonly DeskDue[] =>
  storage.all<DeskDue>('SELECT * FROM due WHERE at_ms <= ? ORDER BY id', nowMs);

/** R6: unreadable rows are reported again; asking twice owes it once. */
export function oweReports(storage: DeskStorage, hexes: readonly string[], nowMs: number): void {
  for (const hex of hexes)
    storage.run(
      `INSERT OR IGNORE INTO due (kind, room, session, at_ms, tries) VALUES ('report', ?, '', ?, 0)`,
      hex,
      nowMs
    );
}

/** Tries one of them. Returns the room whose row has changed, if any. */
export async function perform(
  storage: DeskStorage,
  env: Env,
  due: DeskDue
): Promise<string | null> {
  const { id, tries } = due;
  try {
    const report = await ask(env, due);
    const changed = report !== null && putReport(storage, due.room, report);
    storage.run('DELETE FROM due WHERE id = ?', id);
    return changed ? due.room : null;
  } catch {
    const atMs = retryAtMs(tries, Date.now());
    storage.run('UPDATE due SET tries = ?, at_ms = ? WHERE id = ?', tries + 1, atMs, id);
    return null;
  }
}

/** @returns the room's report, where that was the question @throws when it has not answered */
async function ask(env: Env, due: DeskDue): Promise<string | null> {
  const room = roomOf(env, due.room);
  switch (due.kind) {
    case 'revoke':
      await room.revokeSession(due.session);
      return null;
    case 'replace':
      await room.replace();
      return null;
    case 'report': {
      const report = await room.standing();
      return report === null ? null : reportText(report);
    }
    default:
      throw new Error('due');
  }
}
