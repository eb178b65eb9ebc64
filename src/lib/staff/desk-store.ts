// ④ What this browser keeps for the desk: sealed envelopes that have not arrived. No key, no text,
// no name. A tab that dies leaves them here and the next one delivers them. Rules: O3, S5.
import { openDB } from 'idb';
import {
  createOutboxStore,
  OUTBOX_STORE,
  outboxStoreIn,
  type OutboxStore
} from '#lib/room/outbox-store.ts';

const DATABASE = 'tryggrom-desk';

export interface DeskStore extends OutboxStore {
  /** Lower-case hexadecimal ids of the rooms for which something waits. */
  rooms(): Promise<string[]>;
}

const open = () =>
  openDB(DATABASE, 1, {
    upgrade: (fresh) => createOutboxStore(fresh),
    blocking: (_now, _wanted, event) => (event.target as IDBDatabase).close()
  });

export function openDeskStore(): DeskStore {
  return {
    ...outboxStoreIn(open),
    async rooms() {
      const db = await open();
      try {
        const rows = (await db.getAll(OUTBOX_STORE)) as { readonly room: string }[];
        return [...new Set(rows.map((row) => row.room))];
      } finally {
        db.close();
      }
    }
  };
}
