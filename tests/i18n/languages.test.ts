// The table of the languages: what each row must have, and what follows from it.
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  ADDRESS_LANGUAGES,
  DEFAULT_LANGUAGE,
  LANGUAGE_TABLE,
  LANGUAGES,
  type Language
} from '#lib/protocol/languages.ts';
import { chooseLanguage } from '#lib/protocol/language-choice.ts';
import { roomPageOf } from '#lib/protocol/addresses.ts';
import { setPageLanguage } from '#lib/ui/page-language.ts';
import { handle } from '../../src/hooks.server.ts';
import { match } from '../../src/params/lang.ts';

describe('the table', () => {
  it('[L3] keeps the numbers and the order that are out in the world', () => {
    expect(LANGUAGES.map((one) => [one, LANGUAGE_TABLE[one].wordList])).toEqual([
      ['nb', 0],
      ['en', 1],
      ['fi', 2]
    ]);
  });

  it('leads every language that lacks texts to one that lacks none', () => {
    const fallbacks: Readonly<Record<Language, { readonly fallback: Language | null }>> =
      LANGUAGE_TABLE;
    for (const language of LANGUAGES) {
      const seen = new Set<Language>();
      for (let at: Language | null = language; at !== null; at = fallbacks[at].fallback) {
        expect(seen.has(at), language).toBe(false);
        seen.add(at);
      }
    }
  });

  it('[L7] makes a page, an address and a place in the parameter of every language', () => {
    expect(LANGUAGES.filter((one) => !match(one))).toEqual([DEFAULT_LANGUAGE]);
    expect(ADDRESS_LANGUAGES.every(match)).toBe(true);
    expect(['de', 'constructor', ''].some(match)).toBe(false);
    for (const one of LANGUAGES) expect(roomPageOf(`/${one.toUpperCase()}/R`)).toBe(`/${one}/r`);
    expect(roomPageOf('/de/r')).toBeNull();
  });

  it('chooses by every name in it, and takes no other word for one', () => {
    for (const one of LANGUAGES)
      expect(chooseLanguage(['xx', `${one.toUpperCase()}-NO`])).toBe(one);
    for (const near of ['no', 'nn', 'da', 'sv', 'se'])
      expect(chooseLanguage([near, 'fi'])).toBe('nb');
    expect(chooseLanguage(['constructor'])).toBe('en');
  });
});

describe('the error page', () => {
  it('[V1] says everything in every language, in the order of the table', () => {
    const page = readFileSync('src/routes/+error.svelte', 'utf8');
    const spoken = [...page.matchAll(/<p lang="(\w+)">[^<]+<\/p>/g)].map(
      ([, language]) => language
    );
    expect(spoken).toEqual([...LANGUAGES, ...LANGUAGES]);
    const rows = [...page.matchAll(/[^>\n]+ · [^<\n]+/g)].map(([row]) => row.split(' · ').length);
    expect(rows).toEqual([LANGUAGES.length, LANGUAGES.length]);
  });
});

describe('the document', () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each(LANGUAGES)('says %s and its direction when it is switched', (language) => {
    const documentElement = { lang: '', dir: '' };
    vi.stubGlobal('document', { documentElement });
    setPageLanguage(language);
    const { direction: dir } = LANGUAGE_TABLE[language];
    expect(documentElement).toEqual({ lang: language, dir });
  });

  it.each(LANGUAGES)('says %s and its direction from the first byte', async (language) => {
    const shell = readFileSync('src/app.html', 'utf8');
    const event = { params: language === DEFAULT_LANGUAGE ? {} : { lang: language } };
    let page = '';
    await handle({
      event,
      resolve: (_: unknown, how: { transformPageChunk: (chunk: object) => string }) => {
        page = how.transformPageChunk({ html: shell, done: true });
        return new Response(page);
      }
    } as unknown as Parameters<typeof handle>[0]);
    const { direction } = LANGUAGE_TABLE[language];
    expect(page).toContain(`<html lang="${language}" dir="${direction}">`);
    expect(page).not.toMatch(/%(?:lang|dir)%/);
  });
});
