// How hard a passphrase is to guess, by a well-maintained estimator that only the set-up screen loads. It
// also knows our own word lists. Nothing leaves the page. Rule: D1.
import { loadWordList } from '#lib/crypto/room/code-words.ts';
import { LANGUAGES } from '#lib/protocol/languages.ts';

/** Fewer characters are always too few. */
const MIN_PASSPHRASE_CHARS = 14;

/** Weaker passphrases are refused (guesses, as a power of ten): Argon2id does the rest. */
const ENOUGH = 11;
const MUCH = 16;

export type Strength = 'too-short' | 'weak' | 'good' | 'strong';

/** @param about words that somebody who knows this person would try first */
export type StrengthOf = (passphrase: string, about: readonly string[]) => Strength;

export async function loadStrength(): Promise<StrengthOf> {
  const [{ ZxcvbnFactory }, common, lists] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    Promise.all(LANGUAGES.map(async (one) => [one, [...(await loadWordList(one))]] as const))
  ]);
  const estimator = new ZxcvbnFactory({
    graphs: common.adjacencyGraphs,
    dictionary: { ...common.dictionary, ...Object.fromEntries(lists) }
  });
  return (passphrase, about) => {
    if ([...passphrase].length < MIN_PASSPHRASE_CHARS) return 'too-short';
    // The estimator is slow on a long text, which is strong anyway.
    const { guessesLog10 } = estimator.check(passphrase.slice(0, 100), [...about]);
    return guessesLog10 < ENOUGH ? 'weak' : guessesLog10 < MUCH ? 'good' : 'strong';
  };
}

export const isStrongEnough = (strength: Strength): boolean =>
  strength === 'good' || strength === 'strong';
