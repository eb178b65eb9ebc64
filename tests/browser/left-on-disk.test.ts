// What a browser has on its disk after a whole visit and Exit, in files that no page can reach: searched
// byte by byte in the profile of a Chromium that was closed as a person closes it. Rules: P1, P4, E1.
import { expect, test } from '@playwright/test';
import { furnish } from './house/house.ts';
import { Phone } from './house/phone.ts';
import { expectLeft } from './house/leaving.ts';

const house = furnish();

test('[P1, P4] after Exit nothing that was typed or said lies in the browser’s files; the address may', async () => {
  const { officer, product } = house;
  const room = await officer.invite();
  const browser = await house.realBrowser();
  const phone = new Phone(await browser.newTab(), house.url);
  await phone.join(room);
  await phone.say('words that were sent');
  await expect(officer.bubble('words that were sent')).toBeVisible();
  await officer.confirm();
  await officer.say('words of an answer');
  await expect(phone.bubble('words of an answer')).toBeVisible();
  await phone.field.fill('words of a draft');
  // The browser saves the content of a tab every few seconds, and when another comes to the front.
  await browser.hide();
  await phone.page.bringToFront();
  await phone.exit();
  await expectLeft(phone.page, product.policy.exitUrl);
  await browser.quit();
  const secrets = ['words that were sent', 'words of an answer', 'words of a draft', room.words];
  expect(browser.filesHolding(secrets)).toEqual([]);
  // No page can remove this, and the page says so before: the address is in the browser's own records.
  // Finding it shows that the search works.
  const link = new URL(room.link).hash.slice(1);
  const records = browser
    .filesHolding([link])
    .map(({ file }) => file.split('/').slice(0, 2).join('/'));
  expect(records).toContain('Default/History');
  const known =
    /^(?:Default\/(?:History|Favicons|Sessions|Shortcuts|Top Sites)|segmentation_platform)/;
  expect(records.filter((file) => !known.test(file))).toEqual([]);
});
