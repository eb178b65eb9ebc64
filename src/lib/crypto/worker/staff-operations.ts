// Everything that staff's worker can do: vault and rooms over one set of handles. Never bundled for a young
// person's phone. `lock` leaves nothing behind.

import type { RandomBytes, StaffOperations, Stretch } from './operation-types.ts';
import { type EpochState, wipeEpochState } from '../room/epoch-keys.ts';
import { createFileOperations } from './file-operations.ts';
import { createHandleFactory } from './handles.ts';
import { createRoomOperations, type Room, wipeRoom } from './staff-room-operations.ts';
import { createVaultOperations, type Vault, wipeVault } from './staff-vault-operations.ts';

/** The operations over one set of handles; Argon2 is passed anew for every call. */
export function createStaffOperations(
  randomBytes: RandomBytes
): (stretch: Stretch) => StaffOperations {
  const handles = createHandleFactory();
  const unlocking = handles<'unlocking', { wrapKey: ReturnType<RandomBytes> }>((held) =>
    held.wrapKey.fill(0)
  );
  const vaults = handles<'vault', Vault>(wipeVault);
  const rooms = handles<'room', Room>(wipeRoom);
  const epochs = handles<'epoch', EpochState>(wipeEpochState);
  const all = [unlocking, vaults, rooms, epochs];
  const vaultOperations = createVaultOperations(randomBytes, { unlocking, vaults });
  const roomOperations = createRoomOperations(randomBytes, { rooms, epochs, vaults });

  return (stretch) => ({
    ...createFileOperations(randomBytes),
    ...vaultOperations(stretch),
    ...roomOperations(stretch),
    async forget(handle) {
      for (const some of all) some.drop(handle);
    },
    async lock() {
      for (const some of all) some.clear();
    }
  });
}
