// Every screen for everyone: axe finds nothing in light or dark, the keyboard suffices, large text and
// small screens lose nothing, and touch targets are large enough. Rules: E1, C2; WCAG 2.2 AA.
import { expect, test } from '@playwright/test';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { en as staff } from '../../src/lib/i18n/en/desk.ts';
import {
  expectFocusKept,
  expectInReach,
  expectNoFindings,
  expectNoSideways,
  expectTargets,
  moving,
  tabTo
} from './house/everyone.ts';
import { beginWords } from './house/begun-words.ts';
import { furnish } from './house/house.ts';
import { expectLeft } from './house/leaving.ts';
import { NAME, Officer, PASSPHRASE, SIGN_IN_NAME } from './house/officer.ts';
import { Phone } from './house/phone.ts';

// Axe checks every rule, and the two cores are shared.
test.describe.configure({ timeout: 300_000 });

const STILL = { reducedMotion: 'reduce' } as const;
const GUEST_TARGET = 44;
const LEAST_TARGET = 24;
const INSTAGRAM =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Instagram 400.0.0';

test.describe('before there is an administrator', () => {
  const house = furnish({ setUp: false });

  test('[WCAG 2.2] the desk’s first screens: nobody, cut link, set-up, recovery code, sign-in', async () => {
    const page = await house.deskPage(STILL);
    await page.goto(`${house.url}/desk`);
    await expect(page.getByText(staff.account.nobodyTitle)).toBeVisible();
    await expectNoFindings(page, 'nobody in charge');
    const cut = await house.deskPage(STILL);
    await cut.goto(house.product.setupLink.slice(0, -3));
    await expect(cut.getByText(staff.account.cutTitle)).toBeVisible();
    await expectNoFindings(cut, 'cut link');
    const desk = await house.deskPage(STILL);
    const officer = new Officer(desk);
    await desk.goto(house.product.setupLink);
    await expect(desk.getByText(staff.setUp.title)).toBeVisible();
    await officer.button(staff.setUp.submit).click();
    await desk.getByLabel(staff.setUp.passphrase, { exact: true }).fill('short');
    await expect(desk.getByText(staff.setUp.strength['too-short'])).toBeVisible();
    await expectNoFindings(desk, 'set-up with slips');
    await expectTargets(desk, LEAST_TARGET);
    await officer.fillSetUp();
    await expect(desk.getByTestId('recovery-code')).toBeVisible({ timeout: 60_000 });
    await expectNoFindings(desk, 'recovery code');
    const [print, copy] = await Promise.all(
      [staff.common.print, staff.common.copy].map((name) => officer.button(name).boundingBox())
    );
    expect([copy?.y, copy?.height]).toEqual([print?.y, print?.height]);
    await expectTargets(desk, LEAST_TARGET);
    await desk.getByLabel(staff.recovery.kept).check();
    await officer.button(staff.recovery.go).click();
    await officer.expectIn();
    await expectNoFindings(desk, 'empty desk');
    await officer.button(staff.desk.lock).click();
    await expect(desk.getByText(staff.signIn.locked)).toBeVisible();
    await officer.tryPassphrase('something else entirely');
    await expect(desk.getByText(staff.problems['wrong-secret'])).toBeVisible({ timeout: 60_000 });
    await expectNoFindings(desk, 'sign-in');
    await officer.button(staff.signIn.useCode).click();
    await expectNoFindings(desk, 'sign-in by code');
    await expectTargets(desk, LEAST_TARGET);
  });
});

test.describe('axe and sizes', () => {
  const house = furnish({ lifetimes: { unattendedMs: 3_000 } });

  test('[WCAG 2.2] the young person’s way in: paste, link, words, slips, in-app browser', async () => {
    const { officer } = house;
    const room = await officer.invite();
    const phone = await house.phone(STILL);
    const { page } = phone;
    await page.goto(house.url);
    await phone.pasteField.fill('hello');
    await phone.button(en.paste.button).click();
    await expect(page.getByText(en.paste.nothing)).toBeVisible();
    await expectNoFindings(page, 'paste');
    await expectTargets(page, GUEST_TARGET);
    await phone.openLink(room.link);
    await expect(phone.heading).toContainText(NAME);
    await page.getByText(en.moreAboutThis).click();
    await expectNoFindings(page, 'door, with all about it');
    await expectTargets(page, GUEST_TARGET);
    await page.getByText(en.moreAboutThis).click();
    await phone.tryWords('not the words');
    await expect(page.getByRole('alert')).not.toBeEmpty();
    await phone.codeField.fill(room.words.slice(0, 2));
    await expect(page.getByRole('group', { name: en.door.suggestions })).not.toBeEmpty();
    await expectNoFindings(page, 'door, with suggestions');
    await expectTargets(page, GUEST_TARGET);
    const inApp = await house.phone({ ...STILL, userAgent: INSTAGRAM });
    await inApp.page.goto(room.link);
    await expect(inApp.heading).toHaveText(en.inApp.title('Instagram'));
    await expectNoFindings(inApp.page, 'in-app browser');
    await expectTargets(inApp.page, GUEST_TARGET);
  });

  test('[WCAG 2.2] the conversation: empty, full, offline, left alone, its sheets, its end', async () => {
    const { officer } = house;
    const room = await officer.invite();
    const phone = await house.phone(STILL);
    const { page } = phone;
    await phone.join(room);
    await expectNoFindings(page, 'empty conversation');
    await phone.say('hello');
    await officer.confirm();
    await officer.say('Hi. I am here.');
    await expect(phone.bubble('Hi. I am here.')).toBeVisible();
    await phone.field.fill('and more');
    await expectNoFindings(page, 'conversation');
    await expectTargets(page, GUEST_TARGET);
    await phone.button(en.about).click();
    await expect(phone.dialog.getByTestId('phrase')).toBeVisible();
    await expectNoFindings(page, 'about this');
    await expectTargets(page, GUEST_TARGET, 'dialog');
    await phone.button(en.sheets.end).click();
    await expect(phone.dialog).toContainText(en.sheets.endText);
    await expectNoFindings(page, 'end?');
    await phone.button(en.sheets.endNo).click();
    await page.context().setOffline(true);
    await phone.say('while away');
    await expect(page.getByText(en.talk.offline)).toBeVisible();
    await expectNoFindings(page, 'offline');
    await page.context().setOffline(false);
    await phone.expectLine('up');
    await officer.button(staff.desk.lock).click();
    await expect(page.getByTestId('unattended')).toBeVisible();
    await expectNoFindings(page, 'left alone');
    await expectTargets(page, GUEST_TARGET);
    await officer.signIn();
    await officer.open(room);
    await expect(officer.messages).toHaveCount(3);
    await page.context().setOffline(true);
    await phone.say('too late');
    await officer.endRoom();
    await page.context().setOffline(false);
    await expect(phone.over).toContainText('too late', { timeout: 60_000 });
    await expectNoFindings(page, 'ended, with what did not arrive');
    await expectTargets(page, GUEST_TARGET);
    const later = await house.phone(STILL);
    await later.page.goto(room.link);
    await expect(later.heading).toHaveText(en.closed.ended.title);
    await expectNoFindings(later.page, 'closed');
    await expectTargets(later.page, GUEST_TARGET);
  });

  test('[WCAG 2.2] the desk: new room, invitation, a device to confirm, the conversation', async () => {
    const officer = await Officer.signIn(await house.deskPage(STILL), house.url);
    const { page } = officer;
    await officer.button(staff.desk.newRoom).click();
    await expectNoFindings(page, 'new room');
    await officer.dialog.getByRole('button', { name: staff.newRoom.submit }).click();
    await expect(officer.dialog.getByTestId('link')).toBeVisible({ timeout: 60_000 });
    for (const summary of await officer.dialog.locator('summary').all()) await summary.click();
    await expectNoFindings(page, 'invitation');
    await expectTargets(page, LEAST_TARGET, 'dialog');
    const room = await officer.takeInvitation(officer.dialog);
    await expectNoFindings(page, 'invited room');
    const phone = await house.phone();
    await phone.join(room);
    await phone.say('hello');
    await expect(officer.bubble('hello')).toBeVisible();
    await expectNoFindings(page, 'unconfirmed device');
    await officer.confirm();
    await officer.say('Hi.');
    await officer.field.fill('more');
    await expectNoFindings(page, 'conversation at the desk');
    await expectTargets(page, LEAST_TARGET);
  });

  test('[WCAG 2.2] the desk: its dialogs, an ended room, the archive', async () => {
    const officer = await Officer.signIn(await house.deskPage(STILL), house.url);
    const { page } = officer;
    const room = await officer.invite();
    const phone = await house.phone();
    await phone.join(room);
    await phone.say('hello');
    await officer.confirm();
    await officer.say('Hi.');
    await officer.button(staff.devices.refuse).click();
    await expectNoFindings(page, 'refuse?');
    await page.keyboard.press('Escape');
    await expect(officer.dialog).toBeHidden();
    await officer.button(NAME).click();
    await expect(officer.dialog).toBeVisible();
    await expectNoFindings(page, 'account');
    await page.keyboard.press('Escape');
    await expect(officer.dialog).toBeHidden();
    await officer.button(staff.panel.close).click();
    await expectNoFindings(page, 'end?');
    await officer.dialog.getByRole('button', { name: staff.panel.closeYes }).click();
    await expect(page.getByRole('heading', { name: staff.closed.title })).toBeVisible();
    await expectNoFindings(page, 'ended room');
    await officer.read();
    await officer.expectMessages(['hello', 'Hi.']);
    await expectNoFindings(page, 'archive');
    await expectTargets(page, LEAST_TARGET);
  });

  test('[WCAG 2.2] the desk on a phone: list, room and panel, one after the other', async () => {
    const size = { viewport: { width: 390, height: 780 } };
    const officer = await Officer.signIn(await house.deskPage({ ...STILL, ...size }), house.url);
    const { page } = officer;
    await expectNoFindings(page, 'list');
    await expectNoSideways(page, 'list');
    await officer.button(staff.desk.newRoom).click();
    await officer.dialog.getByRole('button', { name: staff.newRoom.submit }).click();
    await officer.dialog.getByRole('button', { name: staff.invitation.openRoom }).click();
    await expect(page.locator('#room-name')).toBeVisible();
    await expectNoFindings(page, 'room');
    await expectNoSideways(page, 'room');
    await expectTargets(page, LEAST_TARGET);
    await officer.button(staff.desk.toPanel).click();
    await expect(page.getByTestId('link')).toBeVisible();
    await expectNoFindings(page, 'panel');
    await expectNoSideways(page, 'panel');
    await expectTargets(page, LEAST_TARGET);
  });
});

test.describe('keyboard alone', () => {
  const house = furnish();

  test('[E1, C2] the young person: in, write, read about it, out', async () => {
    const { officer } = house;
    const room = await officer.invite();
    const page = await (await house.visitor({ locale: 'en-GB' })).newPage();
    const guest = new Phone(page, house.url);
    await guest.openLink(room.link);
    await expect(guest.heading).toContainText(NAME);
    await tabTo(page, guest.codeField);
    const { typed, word, rest } = await beginWords(room.words);
    await page.keyboard.type(typed);
    const chips = page.getByRole('group', { name: en.door.suggestions });
    const chip = chips.getByRole('button', { name: word, exact: true });
    await tabTo(page, chip);
    await page.keyboard.press('Enter');
    await expect(guest.codeField).toBeFocused();
    await page.keyboard.type(rest);
    await page.keyboard.press('Enter');
    await guest.expectTalk();
    await tabTo(page, guest.field);
    await page.keyboard.type('one line');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('another');
    await page.keyboard.press('Enter');
    await officer.expectMessages(['one line\nanother']);
    await expect(guest.field).toBeFocused();
    const about = guest.button(en.about);
    await tabTo(page, about, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(guest.dialog).toBeVisible();
    await expectFocusKept(page);
    await page.keyboard.press('Escape');
    await expect(guest.dialog).toHaveCount(0);
    // The page learns a moment after the browser has closed it, and then removes the sheet's text.
    await expect(page.locator('dialog h2')).toHaveCount(0);
    await expect(about).toBeFocused();
    await page.keyboard.press('Enter');
    await tabTo(page, guest.dialog.getByRole('button', { name: en.sheets.end }));
    await page.keyboard.press('Enter');
    await expect(guest.dialog).toContainText(en.sheets.endText);
    await expectFocusKept(page);
    await page.keyboard.press('Escape');
    await expect(guest.dialog).toHaveCount(0);
    await tabTo(page, page.getByTestId('exit'));
    await page.keyboard.press('Enter');
    await expectLeft(page, house.product.policy.exitUrl);
  });

  test('[J5] the officer: in, new room, confirm, reply, look into another room, lock', async () => {
    const officer = new Officer(await house.deskPage());
    const { page } = officer;
    await page.goto(`${house.url}/desk`);
    await tabTo(page, page.getByLabel(staff.signIn.name));
    await page.keyboard.type(SIGN_IN_NAME);
    await tabTo(page, page.getByLabel(staff.signIn.passphrase, { exact: true }));
    await page.keyboard.type(PASSPHRASE);
    await page.keyboard.press('Enter');
    await officer.expectIn();
    const make = officer.button(staff.desk.newRoom);
    await tabTo(page, make);
    await page.keyboard.press('Enter');
    await expect(officer.dialog).toBeVisible();
    await expectFocusKept(page);
    await page.keyboard.press('Escape');
    // The page learns a moment after the browser has closed it, and then removes the sheet.
    await expect(page.locator('dialog h2')).toHaveCount(0);
    await expect(make).toBeFocused();
    await page.keyboard.press('Enter');
    await tabTo(page, officer.dialog.getByRole('button', { name: staff.newRoom.submit }));
    await page.keyboard.press('Enter');
    await expect(officer.dialog.getByTestId('link')).toBeVisible({ timeout: 60_000 });
    const link = await officer.dialog.getByTestId('link').innerText();
    const words = await officer.dialog.getByTestId('code-words').innerText();
    await tabTo(page, officer.dialog.getByRole('button', { name: staff.invitation.openRoom }));
    await page.keyboard.press('Enter');
    await expect(page.locator('#room-name')).toBeFocused();
    const phone = await house.phone();
    await phone.join({ link, words });
    await phone.say('is this the right room');
    await expect(officer.bubble('is this the right room')).toBeVisible();
    await tabTo(page, officer.devices.getByRole('button', { name: staff.devices.confirm }));
    await page.keyboard.press('Enter');
    await expect(officer.devices).toContainText(staff.devices.standing.confirmed);
    const refuse = officer.devices.getByRole('button', { name: staff.devices.refuse });
    await tabTo(page, refuse);
    await page.keyboard.press('Enter');
    await expect(officer.dialog).toContainText(staff.devices.refuseText);
    await page.keyboard.press('Escape');
    await expect(refuse).toBeFocused();
    await tabTo(page, officer.field, 'Shift+Tab');
    await page.keyboard.type('Yes, it is.');
    await page.keyboard.press('Enter');
    await phone.expectMessages(['is this the right room', 'Yes, it is.']);
    const lock = officer.button(staff.desk.lock);
    await tabTo(page, lock, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await officer.expectPhase('sign-in');
  });
});

test.describe('large text, small screens, nothing that moves', () => {
  const house = furnish();

  test('[E1, WCAG 1.4.4, 1.4.10] the young person at 200 %: nothing sideways, Exit, field and Send in reach', async () => {
    const { officer } = house;
    const room = await officer.invite();
    const zoomed = { viewport: { width: 180, height: 370 }, deviceScaleFactor: 4 };
    const phone = await house.phone({ ...STILL, ...zoomed });
    const { page } = phone;
    await page.goto(house.url);
    await expect(phone.pasteField).toBeVisible();
    await expectNoSideways(page, 'paste');
    await expectInReach(page.getByTestId('exit'));
    await expectInReach(phone.pasteField);
    await expectInReach(phone.button(en.paste.button));
    await phone.openLink(room.link);
    await expect(phone.heading).toContainText(NAME);
    await expectNoSideways(page, 'door');
    await expectInReach(phone.codeField);
    await expectInReach(phone.button(en.door.open));
    await expectInReach(page.getByTestId('exit'));
    await page.getByText(en.moreAboutThis).click();
    await expectNoSideways(page, 'door, with all about it');
    await phone.tryWords(room.words);
    await phone.expectTalk();
    await phone.say('a message that is long enough to need a few lines here');
    await officer.confirm();
    await officer.say('Donaudampfschifffahrtsgesellschaftskapitänswitwenrente');
    await expect(phone.messages).toHaveCount(2);
    await phone.field.fill('more');
    await expectNoSideways(page, 'conversation');
    await expectInReach(page.getByTestId('exit'));
    await expectInReach(phone.field);
    await expectInReach(phone.button(en.talk.send));
    await expectInReach(phone.button(en.about));
    await phone.button(en.about).click();
    await expect(phone.dialog).toBeVisible();
    await expectNoSideways(page, 'about this');
    await expectInReach(page.getByTestId('exit-above'));
    await expectInReach(phone.dialog.getByRole('button', { name: en.close, exact: true }));
  });

  test('[E1, WCAG 1.4.4] letters twice as large: nothing sideways, Exit, field and Send in reach', async () => {
    const { officer } = house;
    const room = await officer.invite();
    const phone = await house.phone(STILL);
    const { page } = phone;
    const enlarge = (): Promise<void> =>
      page.evaluate(() => {
        document.documentElement.style.fontSize = '200%';
      });
    await phone.openLink(room.link);
    await expect(phone.heading).toContainText(NAME);
    await enlarge();
    await expectNoSideways(page, 'door');
    await expectInReach(phone.codeField);
    await expectInReach(phone.button(en.door.open));
    await expectInReach(page.getByTestId('exit'));
    await phone.tryWords(room.words);
    await phone.expectTalk();
    await phone.say('hello');
    await phone.field.fill('more');
    await expectNoSideways(page, 'conversation');
    await expectInReach(page.getByTestId('exit'));
    await expectInReach(phone.field);
    await expectInReach(phone.button(en.talk.send));
  });

  test('[WCAG 1.4.4, 1.4.10] the desk at 200 %: nothing sideways, what is needed in reach', async () => {
    const size = { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 };
    const officer = new Officer(await house.deskPage({ ...STILL, ...size }));
    const { page } = officer;
    await page.goto(`${house.url}/desk`);
    await expectNoSideways(page, 'sign-in');
    await expectInReach(officer.button(staff.signIn.submit));
    await officer.signIn();
    await expectNoSideways(page, 'list');
    await expectInReach(officer.button(staff.desk.newRoom));
    await expectInReach(officer.button(staff.desk.lock));
    await officer.button(staff.desk.newRoom).click();
    await expectInReach(officer.dialog.getByRole('button', { name: staff.newRoom.submit }));
    await expectNoSideways(page, 'new room');
    await officer.dialog.getByRole('button', { name: staff.newRoom.submit }).click();
    const card = officer.dialog;
    await expect(card.getByTestId('link')).toBeVisible({ timeout: 60_000 });
    await expectNoSideways(page, 'invitation');
    await expectInReach(card.getByTestId('link'));
    const link = await card.getByTestId('link').innerText();
    const words = await card.getByTestId('code-words').innerText();
    await card.getByRole('button', { name: staff.invitation.openRoom }).click();
    const phone = await house.phone();
    await phone.join({ link, words });
    await phone.say('hello');
    await officer.button(staff.desk.toPanel).first().click();
    await expectNoSideways(page, 'panel');
    const confirm = officer.devices.getByRole('button', { name: staff.devices.confirm });
    await expectInReach(confirm);
    await officer.confirm();
    await officer.button(staff.desk.toConversation).click();
    await officer.field.fill('Hi.');
    await expectNoSideways(page, 'conversation');
    await expectInReach(officer.field);
    await expectInReach(officer.button(staff.compose.send));
    await officer.button(staff.compose.send).click();
    await expect(phone.bubble('Hi.')).toBeVisible();
    await expectInReach(officer.bubble('Hi.'));
  });

  test('[WCAG 2.3.3] whoever asks for less motion gets none, on either side', async () => {
    const { officer } = house;
    const room = await officer.invite();
    const seen = { still: 0, moving: 0 };
    for (const reducedMotion of ['reduce', 'no-preference'] as const) {
      const count = async (found: Promise<string[]>): Promise<void> => {
        const n = (await found).length;
        if (reducedMotion === 'reduce') seen.still += n;
        else seen.moving += n;
      };
      const phone = await house.phone({ reducedMotion });
      await phone.openLink(room.link);
      await count(moving(phone.page));
      await phone.codeField.fill(room.words);
      await phone.button(en.door.open).click();
      await count(moving(phone.page));
      await phone.expectTalk();
      await count(moving(phone.page));
      await phone.button(en.about).click();
      await expect(phone.dialog).toBeVisible();
      await count(moving(phone.page));
      await officer.page.emulateMedia({ reducedMotion });
      await officer.button(staff.desk.newRoom).click();
      await expect(officer.dialog).toBeVisible();
      await count(moving(officer.page));
      await officer.dialog.getByRole('button', { name: staff.common.close }).first().click();
    }
    expect(seen.still).toBe(0);
    expect(seen.moving).toBeGreaterThan(0);
  });
});
