// What a page needs only after the first paint, in one chunk: reading the link, asking for the face.
import { deriveRoomId } from '#lib/crypto/room/key-schedule.ts';
import { faceHash, parseRoomLink, type RoomToken } from '#lib/crypto/room/room-token.ts';
import { equalBytes, fromBase64url, fromUtf8, toHex } from '#lib/crypto/primitives/bytes.ts';
import { parseFace } from '#lib/protocol/face.ts';
import { askFace } from '#lib/sync/face-request.ts';
import { endAs } from '#lib/sync/core/room-end.ts';
import type { Found, Invitation } from '../core/invitation.ts';
import { isLeaving } from '../exit/leaving.ts';

export { formatRoomToken } from '#lib/crypto/room/room-token.ts';

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

/** Returns null when the address differs from the form we make; then see arrived-link.ts. */
export function readAddress(href: string): Invitation | null {
  const token = href.includes('#') ? parseRoomLink(href) : null;
  return token === null ? null : invitationOf(token);
}

/** The face of the room, checked against the link [L3]. */
export async function findRoom(invitation: Invitation): Promise<Found> {
  const asked = await askFace(invitation.serviceId, invitation.roomHex, isLeaving);
  if (asked.type !== 'face') return { type: asked.type };
  if (asked.face === null)
    return { type: asked.endReason === 'lapsed' ? 'expired' : endAs(asked.endReason) };
  const faceBytes = fromBase64url(asked.face);
  if (!equalBytes(faceHash(faceBytes), invitation.token.faceHash)) return { type: 'mismatch' };
  const face = parseFace(fromUtf8(faceBytes));
  // The hash fits, so the link's maker wrote this face: in a later version than this page knows.
  if (face === null) return { type: 'outdated' };
  if (face.policy.serviceId !== invitation.serviceId) return { type: 'mismatch' };
  return { type: 'ready', face, faceBytes, locked: asked.locked };
}
