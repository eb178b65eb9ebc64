// Reads a link that differs from the form we make. Loaded only when one arrives: an intact link needs none
// of this. Rules: L5, L6.
import { findToken, type FoundToken } from '#lib/crypto/room/find-token.ts';
import { plainText } from '#lib/crypto/room/plain-text.ts';
import { MAX_PASTED } from '#lib/protocol/limits.ts';

/** Null: this address contains no whole token. */
export const readArrived = (href: string): FoundToken | null =>
  href.length > MAX_PASTED ? null : findToken(plainText(href));
