// Reads a link that is not as we made it. Fetched when one comes: whoever opens a whole link needs none of
// this. Rules: L5, L6.
import { findToken, type FoundToken } from '#lib/crypto/room/find-token.ts';
import { plainText } from '#lib/crypto/room/plain-text.ts';
import { MAX_PASTED } from '#lib/protocol/limits.ts';

/** Null: no whole token is in this address. */
export const readArrived = (href: string): FoundToken | null =>
  href.length > MAX_PASTED ? null : findToken(plainText(href));
