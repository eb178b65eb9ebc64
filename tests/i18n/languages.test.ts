// The table of languages: what each row must have, what follows from it, and what replaces missing texts.
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { filling, withFallback, type Lacking, type Loaders } from '#lib/i18n/fallback.ts';
import { format as fiFormat } from '#lib/i18n/fi/format.ts';
import { format as nbFormat } from '#lib/i18n/nb/format.ts';
import { loadDoorTexts } from '#lib/i18n/guest-texts.ts';
import {
  ADDRESS_LANGUAGES,
  DEFAULT_LANGUAGE,
  inEvery,
  LANGUAGE_TABLE,
  LANGUAGES,
  type Language
} from '#lib/protocol/languages.ts';
import { chooseLanguage } from '#lib/protocol/language-choice.ts';
import { roomPageOf } from '#lib/protocol/addresses.ts';
import { setPageLanguage } from '#lib/ui/page-language.ts';
import { handle } from '../../src/hooks.server.ts';
import { match } from '../../src/params/lang.ts';
import { entries as frontPages } from '../../src/routes/(guest)/[[lang=lang]]/+page.ts';
import { entries as roomPages } from '../../src/routes/(guest)/[[lang=lang]]/r/+page.ts';
import { entries as lostPages } from '../../src/routes/(lost)/[[lang=lang]]/404/+page.ts';

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

  it('[L7] makes all pages, an address and a place in the parameter of every language', async () => {
    expect(LANGUAGES.filter((one) => !match(one))).toEqual([DEFAULT_LANGUAGE]);
    expect(ADDRESS_LANGUAGES.every(match)).toBe(true);
    expect(['de', 'constructor', ''].some(match)).toBe(false);
    for (const pages of [frontPages, roomPages, lostPages])
      expect(await pages()).toEqual(ADDRESS_LANGUAGES.map((lang) => ({ lang })));
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
    expect(spoken).toEqual(LANGUAGES);
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

describe('a language that lacks texts', () => {
  const whole = {
    format: nbFormat,
    title: 'Chat',
    door: {
      open: 'Åpne',
      left: (n: number) => `${String(n)} igjen`,
      deep: { one: 'en', two: 'to' }
    },
    points: ['først', 'så']
  };
  type Texts = typeof whole;
  const own: Lacking<Texts> = {
    door: { open: 'Raba', deep: { two: 'guokte' } },
    points: ['vuosttas']
  };

  it('is given those of its fallback, at any depth, and keeps its own; lists are never mixed', () => {
    const before = structuredClone(own);
    expect(withFallback(own, whole)).toEqual({
      format: nbFormat,
      title: 'Chat',
      door: { open: 'Raba', left: whole.door.left, deep: { one: 'en', two: 'guokte' } },
      points: ['vuosttas']
    });
    expect(own).toEqual(before);
    expect(whole.door.open).toBe('Åpne');
    expect(withFallback<Texts>({}, whole)).toEqual(whole);
  });

  it('takes no form of a number from another language', () => {
    const day = { other: '# beaivvi' };
    const format = { ...fiFormat, units: { ...fiFormat.units, day } };
    expect(withFallback<Texts>({ format }, whole).format.units.day).toEqual(day);
  });

  it('fetches both catalogues once, at the same time, by its own loader alone', async () => {
    const fetched: string[] = [];
    const both = Promise.withResolvers<undefined>();
    const fetching = <T>(name: string, texts: T) =>
      vi.fn(async () => {
        fetched.push(name);
        // Neither comes before both were asked for.
        if (fetched.length === 2) both.resolve(undefined);
        await both.promise;
        return texts;
      });
    const table = { se: { fallback: 'nb' }, nb: { fallback: null } } as const;
    const nb = fetching('nb', whole);
    const loaders: Readonly<Record<keyof typeof table, () => Promise<Texts>>> = {
      nb,
      se: filling<Texts>(fetching('se', own), () => loaders[table.se.fallback]())
    };
    expect(await loaders.se()).toEqual(withFallback(own, whole));
    expect(fetched).toEqual(['se', 'nb']);
    expect(await loaders.nb()).toBe(whole);
    // @ts-expect-error A language without a fallback may not lack texts.
    void (() => loaders[table.nb.fallback]);
  });

  it('is a type error where it is not filled, and where its catalogue is not there at all', () => {
    const load = () => Promise.resolve(whole);
    const lacking = () => Promise.resolve(own);
    const good: Loaders<Texts> = inEvery(() => load);
    // @ts-expect-error Finnish has no fallback, so no text may be missing.
    const holes: Loaders<Texts> = { ...good, fi: lacking };
    // @ts-expect-error Every language has a loader.
    const short: Loaders<Texts> = { nb: load, en: load };
    // @ts-expect-error A text that exists has the right shape.
    const wrong: Lacking<Texts> = { door: { left: 'igjen' } };
    expect([holes, short, wrong]).toHaveLength(3);
  });

  it.each(LANGUAGES)(
    'is none of ours today: the texts of %s come as they are written',
    async (language) => {
      const { door } = await import(`../../src/lib/i18n/${language}/door.ts`);
      expect(LANGUAGE_TABLE[language].fallback).toBeNull();
      expect(await loadDoorTexts(language)).toBe(door);
    }
  );
});
