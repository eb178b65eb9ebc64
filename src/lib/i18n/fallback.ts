// A language whose table row names a fallback may lack any texts, at any depth; its loader takes them from
// the fallback's catalogue. A complete language never loads this file. Pure.
import type { Language } from '#lib/protocol/languages.ts';

/** How each language's texts are loaded; incomplete texts are a type error. */
export type Loaders<Texts> = Readonly<Record<Language, () => Promise<Texts>>>;

/** A catalogue that may lack texts. The format of dates and numbers is a unit: all of it, or none. */
export type Lacking<Texts> = Texts extends readonly unknown[] | ((...given: never[]) => unknown)
  ? Texts
  : Texts extends object
    ? { readonly [K in keyof Texts]?: K extends 'format' ? Texts[K] : Lacking<Texts[K]> }
    : Texts;

type Branch = Readonly<Record<string, unknown>>;

const isBranch = (text: unknown): text is Branch =>
  typeof text === 'object' && text !== null && !Array.isArray(text);

function fill(own: Branch, whole: Branch): Branch {
  const filled = Object.entries(whole).map(([key, theirs]) => {
    const text = own[key];
    const goesDeeper = key !== 'format' && isBranch(text) && isBranch(theirs);
    return [key, goesDeeper ? fill(text, theirs) : (text ?? theirs)] as const;
  });
  return { ...own, ...Object.fromEntries(filled) };
}

/** @returns `own`, completed from `whole`. Neither is changed. */
export const withFallback = <Texts extends object>(own: Lacking<Texts>, whole: Texts): Texts =>
  fill(own as Branch, whole as Branch) as Texts;

/**
 * The loader of a language that lacks texts. In the table of loaders:
 * `se: filling(() => import('./se/door.ts'), () => DOOR[LANGUAGE_TABLE.se.fallback]())`,
 * which is a type error unless its row names a fallback.
 */
export const filling =
  <Texts extends object>(load: () => Promise<Lacking<Texts>>, loadWhole: () => Promise<Texts>) =>
  async (): Promise<Texts> => {
    const [own, whole] = await Promise.all([load(), loadWhole()]);
    return withFallback<Texts>(own as Lacking<Texts>, whole);
  };
