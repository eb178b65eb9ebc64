// ① The link: https://HOST/r#-TOKEN [L3], the start of a message's way.
// The hyphen keeps apps that turn `#word` into a hashtag from eating the token. Never opens,
// fetches or stores anything. For text that only contains a link somewhere, import
// find-invitation.ts itself, late: it brings all word lists along (10 kB gzip), and bundlers keep
// those even behind an unused re-export, which is why there is none here.

import { formatRoomToken, parseRoomToken, type RoomToken } from './room-token.ts';

export { faceHash, formatRoomToken, parseRoomToken, type RoomToken } from './room-token.ts';

/** The link for a token. `origin` as in `https://chat.example`, without a slash at its end. */
export function formatRoomLink(origin: string, token: RoomToken): string {
  return `${origin}/r#-${formatRoomToken(token)}`;
}

/**
 * The token of a link: the whole address, or only its fragment with or without `#` and `-`.
 * null when there is no whole token [L5].
 */
export function parseRoomLink(text: string): RoomToken | null {
  const trimmed = text.trim();
  const hash = trimmed.indexOf('#');
  const fragment = hash < 0 ? trimmed : trimmed.slice(hash + 1);
  return parseRoomToken(fragment.startsWith('-') ? fragment.slice(1) : fragment);
}
