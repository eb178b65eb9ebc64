// ④ What this browser keeps for the desk: sealed envelopes that have not arrived. No key, no text, no name.
// A tab that dies leaves them here and the next one delivers them. Rules: O3, O7, S5, R6.
import { OUTBOX_MIGRATIONS, outboxStoreIn, type OutboxStore } from '#lib/sync/outbox-store.ts';
import { storedDatabase } from '#lib/sync/stored-database.ts';

const DATABASE = 'tryggrom-desk';

export type DeskStore = OutboxStore;

/** @param onCut the browser has cut the connection: stored envelopes may be gone with it */
export const openDeskStore = (onCut: () => void): DeskStore =>
  outboxStoreIn(storedDatabase(DATABASE, OUTBOX_MIGRATIONS, onCut));
