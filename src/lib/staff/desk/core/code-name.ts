// A friendly name and a colour for a room, from its id, so that rooms can be told apart at a glance. On the
// staff side only, never stored, the same for every colleague. The words are in i18n/staff. Pure.
import { fromBase64url, toHex } from '#lib/crypto/primitives/bytes.ts';

export const FIRST_WORDS = 48;
export const SECOND_WORDS = 80;
const COLOURS = 12;

interface CodeName {
  /** Index into the two lists of the language. */
  readonly first: number;
  readonly second: number;
  readonly colour: number;
  /** Distinguishes two rooms of the same name in one list. */
  readonly mark: string;
}

/** @param roomId base64url, 16 bytes */
export function codeNameOf(roomId: string): CodeName {
  const bytes = fromBase64url(roomId);
  const two = (at: number): number => (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
  return {
    first: two(0) % FIRST_WORDS,
    second: two(2) % SECOND_WORDS,
    colour: (bytes[4] ?? 0) % COLOURS,
    mark: toHex(bytes.subarray(5, 6))
  };
}

/** The name in a language's words. */
export const codeNameText = (
  name: CodeName,
  words: { readonly first: readonly string[]; readonly second: readonly string[] }
): string => `${words.first[name.first] ?? ''} ${words.second[name.second] ?? ''}`;
