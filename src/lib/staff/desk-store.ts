// ④ What this browser keeps for the desk: sealed envelopes that have not arrived. No key, no text,
// no name. A tab that dies leaves them here and the next one delivers them. Rules: O3, S5, R6.
import { openOutboxStore, type OutboxStore } from '#lib/room/outbox-store.ts';

const DATABASE = 'tryggrom-desk';

export type DeskStore = OutboxStore;

export const openDeskStore = (): DeskStore => openOutboxStore(DATABASE);
