// Whether a screen uses one language alone: everything in it that a person can read or hear is compared
// with the texts of the other languages. Parts marked as another language, and what people wrote
// themselves, are left out.
import { expect, type Page } from '@playwright/test';
import { aboutEn as enAbout } from '../../../src/lib/i18n/en/about.ts';
import { aboutFi as fiAbout } from '../../../src/lib/i18n/fi/about.ts';
import { aboutNb as nbAbout } from '../../../src/lib/i18n/nb/about.ts';
import { en as enGuest } from '../../../src/lib/i18n/en/guest.ts';
import { fi as fiGuest } from '../../../src/lib/i18n/fi/guest.ts';
import { nb as nbGuest, type GuestTexts } from '../../../src/lib/i18n/nb/guest.ts';
import { CODE_NAME_WORDS } from '../../../src/lib/i18n/desk-code-names.ts';
import { STAFF_TEXTS } from '../../../src/lib/i18n/desk-texts.ts';
import { inEvery, LANGUAGES, type Language } from '../../../src/lib/protocol/languages.ts';
import { nettpatrulje } from '../../../src/lib/protocol/services.ts';

export const GUEST: Readonly<Record<Language, GuestTexts>> = {
  nb: nbGuest,
  en: enGuest,
  fi: fiGuest
};
export const ABOUT = { nb: nbAbout, en: enAbout, fi: fiAbout } as const satisfies Record<
  Language,
  unknown
>;

const GAP = '\u0000';

/** Every piece of text in a catalogue; of sentences with placeholders, the text around them. */
function piecesOf(texts: unknown): string[] {
  if (typeof texts === 'string') return texts.split(GAP).map((piece) => piece.trim());
  if (typeof texts === 'function') {
    const say = texts as (...given: unknown[]) => unknown;
    // A third argument, where there is one, is a unit of time.
    return [GAP, 1].flatMap((given) => piecesOf(say(given, given, 'day')));
  }
  if (typeof texts === 'object' && texts !== null) return Object.values(texts).flatMap(piecesOf);
  return [];
}

function allIn(language: Language): ReadonlySet<string> {
  const names = [nettpatrulje.name[language], nettpatrulje.readers[language]];
  const pieces = piecesOf([
    GUEST[language],
    ABOUT[language],
    STAFF_TEXTS[language],
    CODE_NAME_WORDS[language],
    names
  ]);
  return new Set(pieces.filter((piece) => /\p{L}{3}/u.test(piece)));
}

const ALL = inEvery(allIn);

/** Texts of the other languages that cannot occur in this one. */
function foreignTo(language: Language): string[] {
  const own = [...ALL[language]].join('\n');
  return LANGUAGES.flatMap((other) => (other === language ? [] : [...ALL[other]])).filter(
    (piece) => !own.includes(piece)
  );
}

/** What can be read or heard: text, labels, placeholders, the title. */
const readable = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const skipped = (element: Element | null): boolean =>
      element === null ||
      element.closest('script, style, .bubble') !== null ||
      element.closest('[lang]') !== document.documentElement;
    const found: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (!skipped(node.parentElement)) found.push(node.nodeValue ?? '');
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]'))
      if (!skipped(element))
        for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
          found.push(element.getAttribute(name) ?? '');
    return found.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => text !== '');
  });

/** Texts on this screen that belong to another language. */
async function leftOver(page: Page, language: Language): Promise<string[]> {
  const foreign = foreignTo(language);
  const texts = await readable(page);
  return texts.filter((text) =>
    foreign.some((piece) => text === piece || (piece.length >= 10 && text.includes(piece)))
  );
}

/** This screen is in this language, is marked so, and soon holds nothing of the others. */
export async function expectOnlyIn(page: Page, language: Language): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', language);
  const own = [...ALL[language]];
  const spoken = (await readable(page)).filter((text) => own.some((piece) => text.includes(piece)));
  expect(spoken.length).toBeGreaterThan(1);
  // The text behind "More about this" is loaded when the language is chosen.
  await expect
    .poll(() => leftOver(page, language), { message: `left over on a screen in ${language}` })
    .toEqual([]);
}
