// The four words that a member of staff can read aloud and compare [K6]: the same bits and the same list,
// so the same words as on the young person's screen.
import { fromBase64url } from '#lib/crypto/primitives/bytes.ts';
import { loadWordList, wordsFromBits } from '#lib/crypto/room/code-words.ts';
import type { Language } from '#lib/protocol/languages.ts';

/** @param phrase base64url, 5 bytes */
export const phraseWords = async (list: Language, phrase: string): Promise<readonly string[]> =>
  wordsFromBits(await loadWordList(list), fromBase64url(phrase));
