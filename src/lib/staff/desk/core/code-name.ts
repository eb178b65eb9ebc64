// A friendly name for a room, from its id, so that colleagues can talk about it. On the staff side only, never
// stored, the same for every colleague, never a colour: room-colours.ts gives those. The words are in
// i18n/desk-code-names.ts. Pure.
import { fromBase64url, toHex } from '#lib/crypto/primitives/bytes.ts';

export const FIRST_WORDS = 48;
export const SECOND_WORDS = 80;
/** Classes `code-0` to `code-11` in desk.css. */
export const COLOURS = 12;

interface CodeName {
  /** Index into the two lists of the language. */
  readonly first: number;
  readonly second: number;
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
    mark: toHex(bytes.subarray(5, 6))
  };
}

/** The colour that a room has where no other room has it already. */
export const ownColourOf = (roomId: string): number => (fromBase64url(roomId)[4] ?? 0) % COLOURS;

/** The name in a language's words. */
export const codeNameText = (
  name: CodeName,
  words: { readonly first: readonly string[]; readonly second: readonly string[] }
): string => `${words.first[name.first] ?? ''} ${words.second[name.second] ?? ''}`;
