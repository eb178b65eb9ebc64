// Site data cleared in mid-conversation, by the browser's own button or by a phone short of space. What was
// promised to be kept is stored again while the page lives, on both sides. Rules: O3, O7.
import { expect, test, type Page } from '@playwright/test';
import { GUEST_DATABASE } from '../../src/lib/guest/exit/kept-names.ts';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { furnish } from './house/house.ts';
import { rowsOf } from './house/storage-traces.ts';

const house = furnish();

async function clear(page: Page, storageTypes: string): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Storage.clearDataForOrigin', { origin: house.url, storageTypes });
}

test('[O7, O3] everything cleared in mid-talk, offline: messages and key are kept again, and arrive', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await officer.confirm();
  await phone.say('hello');
  await expect(phone.message('hello')).toHaveAttribute('data-state', 'seen');
  await phone.page.context().setOffline(true);
  await expect(phone.page.getByTestId('connection')).toContainText(en.talk.offline);
  const waiting = ['one', 'two', 'three'];
  for (const text of waiting.slice(0, 2)) await phone.say(text);
  await expect.poll(() => rowsOf(phone.page, GUEST_DATABASE, 'outbox')).toBe(2);
  await clear(phone.page, 'all');
  await phone.say('three');
  await expect.poll(() => rowsOf(phone.page, GUEST_DATABASE, 'outbox')).toBe(3);
  await expect.poll(() => rowsOf(phone.page, GUEST_DATABASE, 'keys')).toBe(1);
  await expect(phone.page.getByTestId('connection')).toContainText(en.talk.offline);
  // The tab is gone; the next one of this phone delivers them.
  const next = await phone.newTab();
  await phone.page.close();
  await next.page.context().setOffline(false);
  await next.openLink(room.link);
  await officer.expectMessages(['hello', ...waiting]);
});

test('[O7] the desk’s store cleared while its replies wait: they are kept again', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await officer.confirm();
  await officer.page.context().setOffline(true);
  await expect(officer.page.getByTestId('offline')).toBeVisible();
  for (const text of ['first', 'second']) await officer.say(text);
  await expect.poll(() => rowsOf(officer.page, 'tryggrom-desk', 'outbox')).toBe(2);
  await clear(officer.page, 'indexeddb');
  await expect.poll(() => rowsOf(officer.page, 'tryggrom-desk', 'outbox')).toBe(2);
  await officer.page.context().setOffline(false);
  await phone.expectMessages(['first', 'second']);
});
