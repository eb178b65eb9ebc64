// A link as the page holds it, and what the room behind it says of itself before anybody is in. Shapes only:
// entry/find-room.ts reads and asks. Rules: J1, L3, L6.
import type { RoomToken } from '#lib/crypto/room/room-token.ts';
import type { Face } from '#lib/protocol/face.ts';
import type { RoomEnd } from '#lib/sync/core/room-end.ts';

/** A whole link, and the room that it leads to. */
export interface Invitation {
  readonly token: RoomToken;
  readonly serviceId: string;
  readonly roomId: Uint8Array<ArrayBuffer>;
  readonly roomHex: string;
  /** False: the link may have been cut, and this be no room of anybody's [L6]. */
  readonly sure: boolean;
}

/** A room that is there: its face verbatim and as read. */
export interface ReadyRoom {
  readonly type: 'ready';
  readonly face: Face;
  readonly faceBytes: Uint8Array<ArrayBuffer>;
  readonly locked: boolean;
}

export type Found =
  | ReadyRoom
  | { readonly type: RoomEnd | 'expired' | 'mismatch' | 'outdated' }
  | { readonly type: 'offline' | 'unreachable' };
