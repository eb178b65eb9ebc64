// R4: erases a room in this order: share stores → join gates → archives → room → the desk's row. Each
// object confirms its own step, and desk-drive.ts repeats everything until all have. It needs no request,
// and a crash between two steps only repeats earlier ones. Undoing a making erases only what it has made,
// nothing that was there before.
import {
  archiveOf,
  boxName,
  joinGateOf,
  FIRST_GENERATION,
  shareStoreOf,
  roomOf,
  type Env
} from '../../env.ts';
import { appendAudit } from '../audit.ts';
import type { DeskStorage } from '../desk-storage.ts';
import { retryAtMs } from '../desk-expiry.ts';
import { ALL_OURS, dropRoom, OURS, roomRow } from './room-rows.ts';

/** The names of the first join gate and the first archive box of every room. */
export const firstBox = (hex: string): string => boxName(hex, FIRST_GENERATION);

/** It is gone. */
interface Erased {
  /** The room's name in the audit chain; null: nobody knows it any more. */
  readonly subject: string | null;
}

/**
 * Erases everything outside the desk.
 * @param ours a sum of `OURS`: what may be erased
 * @returns null when the room asks to wait
 * @throws when an object has not confirmed
 */
async function eraseObjects(env: Env, hex: string, ours: number): Promise<Erased | null> {
  if (ours !== ALL_OURS) return await undo(env, hex, ours);
  const prepared = await roomOf(env, hex).prepareErasure();
  if (prepared === 'busy') return null;
  // A room without state holds no names, but its first boxes may exist.
  const boxes = new Set([...(prepared?.boxes ?? []), firstBox(hex)]);
  for (const store of prepared?.shareStores ?? []) await shareStoreOf(env, store).erase(null);
  for (const box of boxes) await joinGateOf(env, box).erase();
  for (const box of boxes) await archiveOf(env, box).erase();
  await roomOf(env, hex).erase();
  return { subject: prepared?.auditName ?? null };
}

/**
 * Such a room never let anybody in, so it has no share stores. It is not asked to close, because it would
 * erase a join gate that it takes for its own.
 */
async function undo(env: Env, hex: string, ours: number): Promise<Erased> {
  const room = roomOf(env, hex);
  const mayErase = (what: number): boolean => (ours & what) !== 0;
  const subject = await room.auditName();
  if (mayErase(OURS.joinGate)) await joinGateOf(env, firstBox(hex)).erase();
  if (mayErase(OURS.archive)) await archiveOf(env, firstBox(hex)).erase();
  if (mayErase(OURS.room)) await room.erase();
  return { subject };
}

/** It is being made at this moment: anything erased now would be made again. */
export function eraseLater(storage: DeskStorage, hex: string, nowMs: number): void {
  storage.run('UPDATE room SET at_ms = ? WHERE hex = ?', nowMs + 1_000, hex);
}

/** Tries one room once. Returns null while it still exists, then the rooms whose rows named it. */
export async function eraseRoom(
  storage: DeskStorage,
  env: Env,
  hex: string
): Promise<readonly string[] | null> {
  const before = roomRow(storage, hex);
  if (before === null) return [];
  const erased = await eraseObjects(env, hex, before.ours).catch(() => null);
  const nowMs = Date.now();
  return storage.transact(() => {
    if (erased === null) {
      storage.run(
        'UPDATE room SET tries = tries + 1, at_ms = ? WHERE hex = ?',
        retryAtMs(before.tries, nowMs),
        hex
      );
      return null;
    }
    const linked = dropRoom(storage, hex);
    appendAudit(storage, { code: 'room-erased', member: null, ...erased, atMs: nowMs });
    storage.addTo('rooms erased');
    return linked;
  });
}
