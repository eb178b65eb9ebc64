// What staff send can be tapped: a number calls, an address leads out only after a choice, beside the room and
// with nothing of it. Rules: B5, E1, R2.
import { expect, test } from '@playwright/test';
import { formatDuration } from '../../src/lib/i18n/format.ts';
import { promiseAfter } from '../../src/lib/i18n/promise.ts';
import { aboutEn } from '../../src/lib/i18n/en/about.ts';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { ELSEWHERE, furnish } from './house/house.ts';
import { expectLeft } from './house/leaving.ts';

const INSTAGRAM =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Instagram 400.0.0';

const house = furnish();

test('[B5, E1] a number and an address of staff: called, or opened outside the room after a choice', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  const { page } = phone;
  await phone.join(room);
  await officer.confirm();
  const said = `Ring 116 111, or read ${ELSEWHERE}/help?a=1.`;
  await officer.say(said);
  await expect(phone.bubble(said)).toBeVisible();
  // It comes with what is loaded when there is time.
  const number = page.getByRole('link', { name: '116 111' });
  const address = page.getByRole('button', { name: `${ELSEWHERE}/help?a=1` });
  await expect(number).toHaveAttribute('href', 'tel:116111');
  await phone.say(`see ${ELSEWHERE}/mine`);
  await expect(page.getByRole('button', { name: /mine/ })).toHaveCount(0);
  // No other press than the choice opens it: it stands in no address of the page.
  await expect(page.locator(`[href^="${ELSEWHERE}"]`)).toHaveCount(0);

  let asked: Record<string, string> | null = null;
  await page.context().route(`${ELSEWHERE}/**`, (route) => {
    asked = route.request().headers();
    return route.fulfill({ contentType: 'text/html', body: '<title>Help</title>' });
  });
  await address.press('Enter');
  await expect(phone.dialog).toHaveAccessibleName(en.sheets.pageTitle('elsewhere.example'));
  const { lifetimes } = house.product.policy;
  await expect(phone.dialog).toContainText(
    en.sheets.pageText(formatDuration(en.format, lifetimes.resumeWindowMs))
  );
  // Staying is the first choice.
  await expect(phone.dialog.locator('.actions > *').first()).toHaveText(en.sheets.endNo);
  await phone.button(en.sheets.endNo).click();
  await expect(phone.dialog).toHaveCount(0);
  expect(asked).toBeNull();

  await address.click();
  const opened = page.context().waitForEvent('page');
  await phone.dialog.getByRole('link', { name: en.sheets.pageYes }).click();
  const other = await opened;
  await expect(other).toHaveURL(`${ELSEWHERE}/help?a=1`);
  expect(await other.evaluate(() => [document.referrer, window.opener])).toEqual(['', null]);
  expect(asked).not.toHaveProperty('referer');
  await other.close();
  await expect(phone.dialog).toHaveCount(0);
  await phone.say('I am back');

  await address.click();
  await expect(phone.dialog).toBeVisible();
  await phone.exit();
  await expectLeft(page, house.product.policy.exitUrl);
});

test('[B5, B1] inside an app, which would open it in the place of the room, an address is shown to be copied', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone({ userAgent: INSTAGRAM });
  await phone.page.goto(room.link);
  await phone.button(en.inApp.stay).click();
  await phone.tryWords(room.words);
  await phone.expectTalk();
  await officer.confirm();
  await officer.say(`${ELSEWHERE}/help`);
  await phone.page.getByRole('button', { name: `${ELSEWHERE}/help` }).click();
  await expect(phone.dialog).toContainText(en.sheets.pageCopy);
  await expect(phone.dialog).toContainText(`${ELSEWHERE}/help`);
  await expect(phone.dialog.getByRole('link', { name: en.sheets.pageYes })).toHaveCount(0);
  await phone.button(en.sheets.endNo).click();
  await phone.say('still here');
});

test('[E6] the door leaves the text where somebody reads it, however often it looks again', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone({ viewport: { width: 360, height: 568 } });
  const { page } = phone;
  await page.context().route('**/face', (route) => route.abort());
  await phone.openLink(room.link);
  await expect(phone.button(en.tryAgain)).toBeVisible();
  const read = page.locator('.read');
  await read.evaluate((element) => (element.scrollTop = 0));
  for (let looked = 0; looked < 2; looked += 1)
    await page.waitForEvent('requestfailed', (request) => request.url().endsWith('/face'));
  await page.waitForTimeout(200);
  expect(await read.evaluate((element) => element.scrollTop)).toBe(0);
  expect(await read.evaluate((element) => element.scrollHeight > element.clientHeight)).toBe(true);
});

test('[R2] what becomes of it afterwards stands before the first word, and where it is ended', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  const { policy } = house.product;
  const said = promiseAfter(en, 'en', policy);
  await phone.openLink(room.link);
  await expect(phone.page.getByText(said)).toBeInViewport({ ratio: 1 });
  await phone.tryWords(room.words);
  await phone.expectTalk();
  await phone.button(en.about).click();
  const [help] = policy.otherHelp ?? [];
  const elsewhere = phone.dialog.getByRole('link', { name: help?.number ?? '' });
  await expect(elsewhere).toHaveAttribute('href', 'tel:116111');
  // The end, the number to call now and where else to turn come before every explanation.
  const order = await phone.dialog.evaluate(
    (dialog, texts) => texts.map((text) => dialog.textContent.indexOf(text)),
    [en.sheets.end, policy.emergencyNumber, help?.name ?? '', aboutEn.deletion.title]
  );
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(Math.min(...order)).toBeGreaterThanOrEqual(0);
  await phone.button(en.sheets.end).click();
  await expect(phone.dialog.filter({ visible: true })).toContainText(said);
});
