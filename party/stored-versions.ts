// How far this code carries each kind of stored object: the numbers come from the lists of steps, so that
// nobody can add a step and forget them. The starter writes them into the data folder. Rules: R6, X6.
import { DESK_STEPS } from './desk/desk-steps.ts';
import { ROOM_STEPS } from './room/storage/room-steps.ts';
import { ARCHIVE_STEPS, JOIN_GATE_STEPS, SHARE_STORE_STEPS } from './siblings/steps.ts';
import { kvNewest } from './storage/steps.ts';

/** By the names in `OBJECTS` (workerd-config.ts). Lines store nothing. */
export const OBJECT_VERSIONS = {
  room: ROOM_STEPS.length,
  desk: DESK_STEPS.length,
  door: kvNewest(JOIN_GATE_STEPS),
  archive: kvNewest(ARCHIVE_STEPS),
  latch: kvNewest(SHARE_STORE_STEPS)
} as const;
