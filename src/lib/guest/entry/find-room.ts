// What a page needs once it stands, and not before: reading the link, asking for the face.
// One chunk, fetched after the first paint.
import { deriveRoomId } from '#lib/crypto/room/key-schedule.ts';
import { faceHash, parseRoomLink, type RoomToken } from '#lib/crypto/room/room-token.ts';
import { equalBytes, fromBase64url, fromUtf8, toHex } from '#lib/crypto/primitives/bytes.ts';
import { parseFace, type Face } from '#lib/protocol/face.ts';
import { askFace } from './face-request.ts';
import { endAs } from '../core/room-end.ts';

export { formatRoomToken } from '#lib/crypto/room/room-token.ts';

/** A whole link, and the room that it leads to. */
export interface Invitation {
  readonly token: RoomToken;
  readonly serviceId: string;
  readonly roomId: Uint8Array<ArrayBuffer>;
  readonly roomHex: string;
  /** False: the link may have been cut, and this be no room of anybody's [L6]. */
  readonly sure: boolean;
}

export function invitationOf(token: RoomToken, sure = true): Invitation {
  const roomId = deriveRoomId(token.linkSecret);
  return {
    token,
    serviceId: toHex(token.serviceId),
    roomId,
    roomHex: toHex(roomId),
    sure
  };
}

/** Returns null when the address is not a link as we make them; see arrived-link.ts then. */
export function readAddress(href: string): Invitation | null {
  const token = href.includes('#') ? parseRoomLink(href) : null;
  return token === null ? null : invitationOf(token);
}

export type Found =
  | {
      readonly type: 'ready';
      readonly face: Face;
      readonly faceBytes: Uint8Array<ArrayBuffer>;
      readonly locked: boolean;
    }
  | { readonly type: 'gone' | 'ended' | 'new-link' | 'expired' | 'mismatch' | 'outdated' }
  | { readonly type: 'offline' | 'unreachable' };

/** The face of the room, held against the link [L3]. */
export async function findRoom(invitation: Invitation): Promise<Found> {
  const asked = await askFace(invitation.serviceId, invitation.roomHex);
  if (asked.type !== 'face') return { type: asked.type };
  if (asked.face === null)
    return { type: asked.endReason === 'lapsed' ? 'expired' : endAs(asked.endReason) };
  const faceBytes = fromBase64url(asked.face);
  if (!equalBytes(faceHash(faceBytes), invitation.token.faceHash)) return { type: 'mismatch' };
  const face = parseFace(fromUtf8(faceBytes));
  // The hash fits, so its maker wrote this: a later version than this page knows.
  if (face === null) return { type: 'outdated' };
  if (face.policy.serviceId !== invitation.serviceId) return { type: 'mismatch' };
  return { type: 'ready', face, faceBytes, locked: asked.locked };
}
