// The texts of three languages: complete, formatted in our own words, and true to the policy.
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { aboutSections, loadAboutTexts } from '#lib/i18n/about.ts';
import { dayKey, formatDate, formatDay, formatDuration, formatTime } from '#lib/i18n/format.ts';
import { loadConversationTexts, loadDoorTexts } from '#lib/i18n/guest-texts.ts';
import { loadGuestTexts } from '#lib/i18n/guest-texts-whole.ts';
import { format as en } from '#lib/i18n/en/format.ts';
import { format as fi } from '#lib/i18n/fi/format.ts';
import { format as nb } from '#lib/i18n/nb/format.ts';
import { promiseAfter, promiseSentence } from '#lib/i18n/promise.ts';
import { chooseLanguage } from '#lib/protocol/language-choice.ts';
import { asLanguage, LANGUAGES } from '#lib/protocol/languages.ts';
import { servicePolicy, type ServicePolicy } from '#lib/protocol/policy.ts';
import { nettpatrulje } from '#lib/protocol/services.ts';
import { everyText } from './every-text.ts';

const shape = (value: unknown): string[] => everyText(value, '').map(([path]) => path);

describe('catalogues', () => {
  it.each(LANGUAGES)('[R2] a policy that has no name in %s is none', (language) => {
    const rest = Object.fromEntries(
      Object.entries(nettpatrulje.name).filter(([one]) => one !== language)
    );
    expect(v.safeParse(servicePolicy, nettpatrulje).success).toBe(true);
    expect(v.safeParse(servicePolicy, { ...nettpatrulje, name: rest }).success).toBe(false);
  });

  it.each(LANGUAGES)('%s has every text, and none is empty', async (language) => {
    const [texts, reference] = await Promise.all([loadGuestTexts(language), loadGuestTexts('nb')]);
    expect(shape(texts)).toEqual(shape(reference));
    for (const [path, text] of everyText(texts, '')) expect(text.trim(), path).not.toBe('');
    expect(shape(await loadAboutTexts(language))).toEqual(shape(await loadAboutTexts('nb')));
  });

  it.each(LANGUAGES)('%s never shouts and never lets a placeholder through', async (language) => {
    const texts = [
      ...everyText(await loadGuestTexts(language), ''),
      ...everyText(await loadAboutTexts(language), '')
    ];
    for (const [path, text] of texts) {
      expect(text, path).not.toMatch(/!/);
      expect(text, path).not.toMatch(/undefined|NaN|\{|\}/);
    }
  });

  it.each(LANGUAGES)(
    '%s says the same on the first screen, in the conversation and later',
    async (language) => {
      const [door, talk, all] = await Promise.all([
        loadDoorTexts(language),
        loadConversationTexts(language),
        loadGuestTexts(language)
      ]);
      expect(talk).toMatchObject(door);
      expect(all).toMatchObject(talk);
    }
  );
});

describe('the promise', () => {
  it.each(LANGUAGES)('[R2] in %s says the policy’s readers and time', async (language) => {
    const { promise } = await loadDoorTexts(language);
    const known = promiseSentence(promise, language, nettpatrulje, '21. februar');
    expect(known).toContain(nettpatrulje.readers[language]);
    expect(known).toContain('21. februar');
    const unknown = promiseSentence(promise, language, nettpatrulje, null);
    expect(unknown).toContain('90');
  });

  it.each(LANGUAGES)(
    '[R2] in %s says before the first word and in the end sheet what becomes of it afterwards',
    async (language) => {
      const texts = await loadDoorTexts(language);
      const said = promiseAfter(texts, language, {
        ...nettpatrulje,
        lifetimes: { ...nettpatrulje.lifetimes, retentionMs: 3 * 86_400_000 }
      });
      expect(said).toContain(nettpatrulje.readers[language]);
      expect(said).toMatch(/\b3 /);
      expect(said).toMatch(/sak|case|tutkinnassa/);
    }
  );

  it('[R2] follows the policy when it changes', async () => {
    const short: ServicePolicy = {
      ...nettpatrulje,
      explainWitnessRights: false,
      lifetimes: { ...nettpatrulje.lifetimes, retentionMs: 3 * 86_400_000, resumeWindowMs: 60_000 }
    };
    const texts = await loadAboutTexts('en');
    const all = aboutSections(texts, 'en', nettpatrulje, true);
    const fewer = aboutSections(texts, 'en', short, true);
    const said = fewer.flatMap(({ paragraphs }) => paragraphs).join(' ');
    expect(said).toContain('3 days');
    expect(said).toContain('1 minute');
    expect(said).not.toContain('90 days');
    expect(fewer).toHaveLength(all.length - 1);
  });
});

describe('more about this', () => {
  it.each(LANGUAGES)('[E1] in %s names a key only where there is a keyboard', async (language) => {
    const texts = await loadAboutTexts(language);
    const said = (keyboard: boolean): string =>
      aboutSections(texts, language, nettpatrulje, keyboard)
        .flatMap(({ paragraphs, points }) => [...paragraphs, ...points])
        .join(' ');
    expect(said(true)).toContain('Shift');
    expect(said(false)).not.toContain('Shift');
  });

  it.each([
    ['nb', /^Nei\. /],
    ['en', /^No\. /],
    ['fi', /^Emme\. /]
  ] as const)(
    '[I1] in %s begins with the answer to "Can you see where I am?"',
    async (language, answer) => {
      expect((await loadAboutTexts(language)).ip.never).toMatch(answer);
    }
  );
});

describe('dates and times in our own words', () => {
  const at = new Date(2027, 1, 21, 14, 2).getTime();

  it('says the day in each language', () => {
    expect(formatDate(nb, at, at)).toBe('21. februar');
    expect(formatDate(en, at, at)).toBe('21 February');
    expect(formatDate(fi, at, at)).toBe('21. helmikuuta');
    expect(formatDate(en, at, new Date(2026, 1, 1).getTime())).toBe('21 February 2027');
  });

  it('says the time as each language writes it', () => {
    expect(formatTime(nb, at)).toBe('14:02');
    expect(formatTime(fi, at)).toBe('14.02');
  });

  it('says today, yesterday, and the weekday before that', () => {
    expect(formatDay(en, at, at + 3_600_000)).toBe('Today');
    expect(formatDay(fi, at, new Date(2027, 1, 22, 0, 1).getTime())).toBe('Eilen');
    expect(formatDay(nb, at, new Date(2027, 1, 24).getTime())).toBe('Søndag 21. februar');
    expect(dayKey(at)).toBe('2027-02-21');
  });

  it('says a duration in its largest whole unit', () => {
    expect(formatDuration(nb, 90 * 86_400_000)).toBe('90 dager');
    expect(formatDuration(en, 600_000)).toBe('10 minutes');
    expect(formatDuration(fi, 1_000)).toBe('1 sekunti');
    expect(formatDuration(en, 72 * 3_600_000)).toBe('3 days');
  });
});

describe('choosing a language', () => {
  it('takes the first wish that can be met, and what lies near it', () => {
    expect(chooseLanguage(['de-DE', 'fi-FI'])).toBe('fi');
    expect(chooseLanguage(['nn-NO'])).toBe('nb');
    expect(chooseLanguage(['de'])).toBe('en');
    expect(chooseLanguage([])).toBe('nb');
    expect(asLanguage('en')).toBe('en');
    expect(asLanguage('de')).toBeNull();
  });
});
