// How a room that is no more is spoken of: a conversation that goes on in a new room is not just over.
// Pure. Rules: R3, R6.
import type { EndReason } from '#lib/protocol/room-view.ts';

/** `gone`: unknown or deleted. `new-link`: staff made a new room for the same conversation. */
export type RoomEnd = 'gone' | 'ended' | 'new-link';

/** @param reason as the room gives it, in a frame or with its face; null where it gives none */
export const endAs = (reason: EndReason | null): 'ended' | 'new-link' =>
  reason === 'replaced' ? 'new-link' : 'ended';
