// Lays a share: the slot is written first, then the share store filled; after a failure in between it is
// erased. Whether the share is taken is decided elsewhere. Rules: J3, O6, R5, R7.
import type { Room } from '../object/room.ts';
import type { ShareAt } from '../core/room-state.ts';
import { freeSlot } from '../core/share-pool.ts';

/**
 * @param newcomer it is for a new epoch, which counts [J9]
 * @returns null when every slot is in use: nothing has happened then
 * @throws {Error} when the share store cannot be filled now; what it may hold will be erased
 */
export async function layShare(
  room: Room,
  of: { readonly epochId: string; readonly deviceKey: string },
  share: Uint8Array,
  newcomer: boolean
): Promise<ShareAt | null> {
  const slot = freeSlot(room.state, of.deviceKey);
  if (slot === null) return null;
  room.apply({ type: 'share-planned', slot, ...of, newcomer });
  const at: ShareAt = { slot, generation: room.state.core.shares };
  room.sharesUnderWay += 1;
  let laid = false;
  try {
    laid = await room.shareStore(slot).put(at.generation, share);
  } finally {
    room.sharesUnderWay -= 1;
    if (!laid) room.apply({ type: 'share-abandoned', share: at, ...of });
  }
  if (!laid) throw new Error('latch');
  return at;
}
