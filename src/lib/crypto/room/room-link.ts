// ① Everything about links in one place [L3, L5]. A young person's first screen must not import this file:
// findInvitation loads all word lists (10 kB gzip), and bundlers keep them even behind an unused re-export.
// Pages import room-token.ts, and load find-invitation.ts late.

export { findInvitation } from './find-invitation.ts';
export {
  faceHash,
  formatRoomLink,
  formatRoomToken,
  parseRoomLink,
  parseRoomToken,
  type RoomToken
} from './room-token.ts';
