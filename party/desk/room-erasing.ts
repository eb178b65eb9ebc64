// R4: a room is erased in this order, each step confirmed by the object itself, and the whole of it
// repeated until all have: latches → door → room → the desk's row. It needs nobody to ask for it, and
// a crash between any two steps only repeats the ones before.
import { archiveOf, boxName, doorOf, FIRST_GENERATION, latchOf, roomOf, type Env } from '../env.ts';
import { appendAudit } from './audit.ts';
import type { DeskStorage } from './desk-storage.ts';
import { retryAtMs } from './desk-expiry.ts';

/** Erases what stands outside the desk. Returns false when the room asks for patience. */
async function eraseObjects(env: Env, hex: string): Promise<boolean> {
  const prepared = await roomOf(env, hex).prepareErasure();
  if (prepared === 'busy') return false;
  for (const latch of prepared?.latches ?? []) await latchOf(env, latch).erase(null);
  const boxes = prepared?.boxes ?? [boxName(hex, FIRST_GENERATION)];
  for (const box of boxes) await doorOf(env, box).erase();
  for (const box of boxes) await archiveOf(env, box).erase();
  await roomOf(env, hex).erase();
  return true;
}

/** One try at one room. Returns whether it is gone. */
export async function eraseRoom(storage: DeskStorage, env: Env, hex: string): Promise<boolean> {
  const gone = await eraseObjects(env, hex).catch(() => false);
  const nowMs = Date.now();
  storage.transact(() => {
    if (!gone) {
      const row = storage.first<{ tries: number }>('SELECT tries FROM room WHERE hex = ?', hex);
      const tries = row?.tries ?? 0;
      storage.run(
        'UPDATE room SET tries = ?, at_ms = ? WHERE hex = ?',
        tries + 1,
        retryAtMs(tries, nowMs),
        hex
      );
      return;
    }
    storage.run('DELETE FROM room WHERE hex = ?', hex);
    storage.run('DELETE FROM permit WHERE room = ?', hex);
    storage.run('DELETE FROM entered WHERE room = ?', hex);
    storage.run('DELETE FROM due WHERE room = ?', hex);
    appendAudit(storage, { code: 'room-erased', member: '', about: hex, atMs: nowMs });
    storage.addTo('rooms erased');
  });
  return gone;
}
