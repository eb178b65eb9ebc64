// The only database on a young person's phone, its stores and their migrations. Its name reveals nothing;
// versions only grow. Never change a released step: add the next one. Rules: P1, R6.
import { createOutbox, giveRowsTheirVersion, OUTBOX_STORE } from '#lib/sync/outbox-store.ts';
import { storedDatabase, type Migration, type StoredDatabase } from '#lib/sync/stored-database.ts';
import { GUEST_DATABASE } from '../exit/kept-names.ts';

export const KEYS = 'keys';
export const BOXES = 'boxes';
/** How many messages could not arrive, and why: counts, until the person has read them [O3]. */
export const LOSSES = 'losses';

export const MIGRATIONS: readonly Migration[] = [
  (db, tx) => {
    db.createObjectStore(KEYS, { keyPath: 'room' });
    db.createObjectStore(BOXES, { keyPath: 'room' });
    return createOutbox(db, tx);
  },
  async (db, tx) => {
    db.createObjectStore(LOSSES, { keyPath: ['room', 'why'] });
    for (const store of [KEYS, BOXES, OUTBOX_STORE]) await giveRowsTheirVersion(store)(db, tx);
  }
];

export const guestDatabase = (onCut: () => void): StoredDatabase =>
  storedDatabase(GUEST_DATABASE, MIGRATIONS, onCut);
