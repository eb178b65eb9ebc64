// Three whole languages: each screen uses one of them alone, chosen from the browser's preferences, and
// changing it loses no typed text. Rules: R2 (the promise), C1, L5; LOOK "Words".
import { expect, test, type Locator, type Page } from '@playwright/test';
import {
  LANGUAGE_TABLE,
  LANGUAGES as SPOKEN,
  type Language
} from '../../src/lib/protocol/languages.ts';
import { INVITATIONS } from '../../src/lib/i18n/desk-invitations.ts';
import { STAFF_TEXTS } from '../../src/lib/i18n/desk-texts.ts';
import { furnish } from './house/house.ts';
import { NAME, Officer, type Invited } from './house/officer.ts';
import { ABOUT, expectOnlyIn, GUEST } from './house/one-language.ts';

test.describe.configure({ timeout: 240_000 });

const house = furnish();

const LOCALES = { nb: 'nb-NO', en: 'en-GB', fi: 'fi-FI' } as const satisfies Record<
  Language,
  string
>;

/** As readers of the language write it, from the platform's own tables. */
function dayIn(language: Language, atMs: number): string {
  const thisYear = new Date(atMs).getFullYear() === new Date().getFullYear();
  const year = thisYear ? {} : ({ year: 'numeric' } as const);
  const format = { day: 'numeric', month: 'long', ...year } as const;
  return new Intl.DateTimeFormat(LOCALES[language], format).format(atMs);
}

const named = (within: Page | Locator, name: string): Locator =>
  within.getByRole('button', { name, exact: true });

async function inviteIn(officer: Officer, language: Language): Promise<Invited> {
  const t = STAFF_TEXTS.en;
  await named(officer.page, t.desk.newRoom).click();
  await officer.dialog.getByLabel(t.newRoom.language).selectOption(language);
  await named(officer.dialog, t.newRoom.submit).click();
  return officer.takeInvitation(officer.dialog);
}

for (const [locale, language] of [
  ['nb-NO', 'nb'],
  ['nn-NO', 'nb'],
  ['se-NO', 'nb'],
  ['sv-SE', 'nb'],
  ['en-GB', 'en'],
  ['de-DE', 'en'],
  ['fi-FI', 'fi']
] as const)
  test(`[L5] a browser that wishes for ${locale} gets ${language}, from the first byte, on every page`, async () => {
    const page = await house.deskPage({ locale });
    const t = GUEST[language];
    for (const path of ['/', '/r']) {
      const response = await page.goto(`${house.url}${path}`);
      const text = (await response?.text()) ?? '';
      expect(text).toContain(`<html lang="${language}"`);
      expect(text).toContain(path === '/r' ? t.door.invited : t.paste.title);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(t.paste.title, {
        timeout: 60_000
      });
      await expectOnlyIn(page, language);
    }
    await page.goto(`${house.url}/desk`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      STAFF_TEXTS[language].signIn.title
    );
    await expectOnlyIn(page, language);
  });

for (const language of SPOKEN)
  test(`[R2, C1] ${language}: from the link to the end in one language, with the day as it is written there`, async () => {
    const { officer } = house;
    const t = GUEST[language];
    const { policy } = house.product;
    const room = await inviteIn(officer, language);
    const phone = await house.phone({ locale: LOCALES[language] });
    const { page } = phone;
    const only = (): Promise<void> => expectOnlyIn(page, language);
    await phone.openLink(room.link);
    await expect(phone.heading).toHaveText(t.door.invitedBy(NAME, policy.name[language]));
    const day = dayIn(language, Date.now() + policy.lifetimes.hardCapMs);
    await expect(page.getByText(t.promise.sentence(policy.readers[language], day))).toBeVisible();
    await page.getByText(t.moreAboutThis).click();
    await expect(page.getByText(ABOUT[language].exit.text)).toBeVisible();
    await only();
    await page.getByText(t.moreAboutThis).click();
    for (const typed of ['', 'zzzz', 'zzzz zzzz zzzz']) {
      await phone.codeField.fill(typed);
      await named(page, t.door.open).click();
      await expect(page.getByRole('alert')).not.toBeEmpty();
      await only();
    }
    await phone.codeField.fill(room.words);
    await named(page, t.door.open).click();
    await phone.expectTalk();
    await expect(page.getByText(t.promise.sentence(policy.readers[language], day))).toBeVisible();
    await expect(phone.presence).toHaveText(t.talk.here);
    await phone.field.fill('…');
    await named(page, t.talk.send).click();
    await expect(phone.message('…')).toContainText(t.talk.seen);
    await only();
    await page.context().setOffline(true);
    await expect(page.getByText(t.talk.offline)).toBeVisible();
    await only();
    await page.context().setOffline(false);
    await phone.expectLine('up');
    await named(page, t.about).click();
    await expect(phone.dialog.getByText(ABOUT[language].exit.text)).toBeVisible();
    await only();
    await named(phone.dialog, t.sheets.end).click();
    await expect(phone.dialog).toContainText(t.sheets.endText);
    await only();
    await named(phone.dialog, t.sheets.endYes).click();
    await expect(phone.over).toContainText(t.closed.ended.title);
    await only();
    await page.goto(room.link);
    await expect(phone.heading).toHaveText(t.closed.ended.title);
    await only();
  });

test('[L5, P2] a page that is loaded anew speaks as before, also when those texts come last', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone({ serviceWorkers: 'block' });
  const { page } = phone;
  await phone.join(room);
  await named(page, GUEST.en.about).click();
  await named(phone.dialog, LANGUAGE_TABLE.fi.name).click();
  await named(phone.dialog, GUEST.fi.close).click();
  await expect(page.getByLabel(GUEST.fi.talk.write)).toBeVisible();
  const late = Promise.withResolvers<undefined>();
  await page.context().route('**/_app/**', async (route) => {
    const answer = await route.fetch();
    if ((await answer.text()).includes(GUEST.fi.door.hint)) await late.promise;
    await route.fulfill({ response: answer });
  });
  await page.reload();
  // Until then it speaks as the browser wishes.
  await expect(page.getByLabel(GUEST.en.talk.write)).toBeVisible();
  late.resolve(undefined);
  await expect(page.locator('html')).toHaveAttribute('lang', 'fi');
  // The door does not come back meanwhile.
  expect(await page.getByLabel(GUEST.fi.talk.write).isVisible()).toBe(true);
  await expectOnlyIn(page, 'fi');
  // What is still loading is no matter of this test.
  await page.context().unrouteAll({ behavior: 'ignoreErrors' });
});

test('[L5, C1] the young person changes the language anywhere, and nothing typed is lost', async () => {
  const { officer } = house;
  const room = await inviteIn(officer, 'fi');
  const phone = await house.phone({ locale: 'nb-NO' });
  const { page } = phone;
  await page.goto(house.url);
  await phone.pasteField.fill('half of what I got');
  await page.getByText(GUEST.nb.moreAboutThis).click();
  for (const language of ['fi', 'en', 'nb'] as const) {
    await named(page, LANGUAGE_TABLE[language].name).click();
    await expect(phone.heading).toHaveText(GUEST[language].paste.title);
    await expect(named(page, LANGUAGE_TABLE[language].name)).toHaveAttribute(
      'aria-pressed',
      'true'
    );
    await expect(phone.pasteField).toHaveValue('half of what I got');
    await expectOnlyIn(page, language);
  }
  await phone.openLink(room.link);
  await phone.codeField.fill(room.words);
  await page.getByText(GUEST.nb.moreAboutThis).click();
  for (const language of ['en', 'nb', 'fi', 'en'] as const) {
    await named(page, LANGUAGE_TABLE[language].name).click();
    await expect(page.getByLabel(GUEST[language].door.label, { exact: true })).toHaveValue(
      room.words
    );
    await expectOnlyIn(page, language);
  }
  // Finnish words open the door of a page in English.
  await named(page, GUEST.en.door.open).click();
  await phone.expectTalk();
  await phone.field.fill('a draft');
  for (const language of ['nb', 'fi'] as const) {
    await named(page, GUEST[language === 'nb' ? 'en' : 'nb'].about).click();
    await named(phone.dialog, LANGUAGE_TABLE[language].name).click();
    await expect(phone.dialog).toContainText(ABOUT[language].exit.title);
    await named(phone.dialog, GUEST[language].close).click();
    await expect(page.getByLabel(GUEST[language].talk.write)).toHaveValue('a draft');
    await expectOnlyIn(page, language);
  }
  // A draft is stored within two seconds [P2].
  await page.waitForTimeout(3_000);
  await page.reload();
  await phone.expectTalk();
  await expect(page.getByLabel(GUEST.fi.talk.write)).toHaveValue('a draft');
  await expectOnlyIn(page, 'fi');
});

test('the desk changes its language anywhere, and nothing typed is lost', async () => {
  const page = await house.deskPage();
  await page.goto(`${house.url}/desk`);
  await page.getByLabel(STAFF_TEXTS.en.signIn.name).fill('kari');
  for (const language of ['fi', 'nb', 'en'] as const) {
    await named(page, LANGUAGE_TABLE[language].name).click();
    await expect(page.getByLabel(STAFF_TEXTS[language].signIn.name)).toHaveValue('kari');
    await expectOnlyIn(page, language);
  }
  const officer = await Officer.signIn(page, house.url);
  const room = await inviteIn(officer, 'en');
  const phone = await house.phone();
  await phone.join(room);
  await phone.say('hello');
  await officer.confirm();
  await officer.field.fill('half an answer');
  let spoken: Language = 'en';
  for (const language of ['nb', 'fi'] as const) {
    const t = STAFF_TEXTS[language];
    await named(page, NAME).click();
    await officer.dialog.getByLabel(STAFF_TEXTS[spoken].common.language).selectOption(language);
    spoken = language;
    await expectOnlyIn(page, language);
    await named(officer.dialog, t.common.close).click();
    await expect(page.getByLabel(t.compose.label)).toHaveValue('half an answer');
    await expect(page.getByText(t.room.confirmed, { exact: true }).first()).toBeVisible();
    const day = dayIn(language, Date.now() + house.product.policy.lifetimes.hardCapMs);
    await expect(page.getByText(t.panel.deletedBy(day))).toBeVisible();
    await expectOnlyIn(page, language);
    await named(page, t.desk.newRoom).click();
    await expectOnlyIn(page, language);
    await named(officer.dialog, t.common.close).click();
    await named(page, t.panel.close).click();
    await expect(officer.dialog).toContainText(t.panel.closeText(day));
    await expectOnlyIn(page, language);
    await named(officer.dialog, t.common.leaveIt).click();
    await named(page, t.devices.refuse).click();
    await expect(officer.dialog).toContainText(t.devices.refuseText);
    await expectOnlyIn(page, language);
    await named(officer.dialog, t.common.leaveIt).click();
  }
  await named(page, STAFF_TEXTS.fi.compose.send).click();
  await phone.expectMessages(['hello', 'half an answer']);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(STAFF_TEXTS.fi.signIn.title);
  await expectOnlyIn(page, 'fi');
});

for (const language of SPOKEN)
  test(`[C3] a room in ${language} has its words and its two messages in ${language}, whatever the desk speaks`, async () => {
    const { officer } = house;
    const t = STAFF_TEXTS.en;
    const room = await inviteIn(officer, language);
    const { page } = officer;
    const words = page.getByTestId('code-words');
    await expect(words).toHaveText(room.words);
    await expect(words).toHaveAttribute('lang', language);
    await page.getByText(t.invitation.messageLink, { exact: true }).click();
    await page.getByText(t.invitation.messageWords, { exact: true }).click();
    const messages = page.locator(`p[lang=${language}]`);
    const say = INVITATIONS[language];
    const service = house.product.policy.name[language];
    const message = await messages.getByText(room.link).innerText();
    const parts = say.withLink(NAME, service, room.link, say.until('|')).split('|');
    for (const part of parts) expect(message).toContain(part);
    const { lifetimes, timeZone } = house.product.policy;
    const format = { day: 'numeric', month: 'long', timeZone } as const;
    const lapses = Date.now() + lifetimes.inviteLapseMs;
    // The room may have been made just before midnight.
    const days = [lapses, lapses - 600_000].map((atMs) =>
      new Intl.DateTimeFormat(LOCALES[language], format).format(atMs)
    );
    expect(days.some((day) => message.includes(day))).toBe(true);
    await expect(messages.getByText(say.withWords(NAME, room.words))).toBeVisible();
    await expectOnlyIn(page, 'en');
  });
