// ① Everything about links in one place [L3, L5]. Nothing on a young person's first screen may import
// this file: findInvitation brings all word lists along (10 kB gzip), and bundlers keep those even
// behind an unused re-export. Pages import room-token.ts, and find-invitation.ts late.

export { findInvitation } from './find-invitation.ts';
export {
  faceHash,
  formatRoomLink,
  formatRoomToken,
  parseRoomLink,
  parseRoomToken,
  type RoomToken
} from './room-token.ts';
