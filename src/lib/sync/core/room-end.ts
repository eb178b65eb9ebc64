// How a room's end is named: one whose conversation continues in a new room did not simply end. Pure.
// Rules: R3, R6.
import type { EndReason } from '#lib/protocol/room-view.ts';

/** `gone`: unknown or deleted. `new-link`: staff made a new room for the same conversation. */
export type RoomEnd = 'gone' | 'ended' | 'new-link';

/** @param reason as the room states it, in a frame or with its face; null when it states none */
export const endAs = (reason: EndReason | null): 'ended' | 'new-link' =>
  reason === 'replaced' ? 'new-link' : 'ended';
