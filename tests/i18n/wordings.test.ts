// Words that were asked for by people who speak the language, and the ones that they replaced: these do not
// come back anywhere, desk and young person's side alike.
import { describe, expect, it } from 'vitest';
import { loadAboutTexts } from '#lib/i18n/about.ts';
import { STAFF_TEXTS } from '#lib/i18n/desk-texts.ts';
import { loadGuestTexts } from '#lib/i18n/guest-texts-whole.ts';
import type { Language } from '#lib/protocol/languages.ts';
import { everyText } from './every-text.ts';

const said = async (language: Language): Promise<string> =>
  [await loadGuestTexts(language), await loadAboutTexts(language), STAFF_TEXTS[language]]
    .flatMap((texts) => everyText(texts, ''))
    .map(([, text]) => text)
    .join('\n');

describe('wordings', () => {
  it.each([
    'Gikk raskt ut',
    'Mistet kontakten',
    'Ingen nettforbindelse',
    'Ord dere kan sammenligne',
    'Det slettes senest',
    'Hvor lenge samtalen lagres etterpå',
    'en telefonsamtale'
  ])('Norwegian says «%s»', async (words) => {
    expect(await said('nb')).toContain(words);
  });

  it.each([
    /i all hast/,
    /farvel/,
    /Ikke noe nett/,
    /Ord å sammen/,
    /er borte senest/,
    /etter slutten/
  ])('Norwegian does not say %s', async (words) => {
    expect(await said('nb')).not.toMatch(words);
  });

  it.each([
    'paljon väkeä',
    'on tyhjentänyt kaiken',
    'kirjoita henkilölle, joka kutsui',
    'Hän on poissa',
    'palvelimen ylläpitäjälle'
  ])('Finnish says ”%s”', async (words) => {
    expect(await said('fi')).toContain(words);
  });

  it.each([
    /juuri nyt monta\b/,
    /pannut|panee/,
    /\b(?:sille|siltä), joka/i,
    /\b(?:He|he) (?:ovat poissa|poistuivat|palaavat)/,
    /hoitaja|ylläpidosta/,
    /koodisana/
  ])('Finnish does not say %s', async (words) => {
    expect(await said('fi')).not.toMatch(words);
  });

  it('Finnish puts the names of apps and browsers into their case', async () => {
    const { inApp } = await loadGuestTexts('fi');
    expect(
      ['Instagram', 'Messenger', 'Facebook', 'Snapchat', 'TikTok', 'Discord'].map(inApp.title)
    ).toEqual([
      'Olet yhä Instagramissa',
      'Olet yhä Messengerissä',
      'Olet yhä Facebookissa',
      'Olet yhä Snapchatissa',
      'Olet yhä TikTokissa',
      'Olet yhä Discordissa'
    ]);
    expect([inApp.open(null), inApp.open('Safari')]).toEqual(['Avaa selaimessa', 'Avaa Safarissa']);
  });
});
