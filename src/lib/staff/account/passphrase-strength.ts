// How hard a passphrase is to guess, told by a well-kept estimator that is loaded on the set-up
// screen only. It knows our own word lists too. Nothing leaves the page. Rule: D1.
import { loadWordList } from '#lib/crypto/room/code-words.ts';

/** Fewer characters than this are too few, whatever they are. */
const MIN_PASSPHRASE_CHARS = 14;

/** Guesses, as a power of ten, below which a passphrase is refused: Argon2id does the rest. */
const ENOUGH = 11;
const MUCH = 16;

export type Strength = 'too-short' | 'weak' | 'good' | 'strong';

/** @param about words that somebody who knows this person would try first */
export type StrengthOf = (passphrase: string, about: readonly string[]) => Strength;

export async function loadStrength(): Promise<StrengthOf> {
  const [{ ZxcvbnFactory }, common, nb, en, fi] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    loadWordList('nb'),
    loadWordList('en'),
    loadWordList('fi')
  ]);
  const estimator = new ZxcvbnFactory({
    graphs: common.adjacencyGraphs,
    dictionary: { ...common.dictionary, nb: [...nb], en: [...en], fi: [...fi] }
  });
  return (passphrase, about) => {
    if ([...passphrase].length < MIN_PASSPHRASE_CHARS) return 'too-short';
    // A long text takes the estimator long and is strong anyway.
    const { guessesLog10 } = estimator.check(passphrase.slice(0, 100), [...about]);
    return guessesLog10 < ENOUGH ? 'weak' : guessesLog10 < MUCH ? 'good' : 'strong';
  };
}

export const isStrongEnough = (strength: Strength): boolean =>
  strength === 'good' || strength === 'strong';
