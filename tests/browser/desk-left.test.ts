// A desk that is left for another page and returned to, and one whose clock is wrong. Rules: D9, O9.
import { expect, test } from '@playwright/test';
import { format as en } from '../../src/lib/i18n/en/format.ts';
import { formatDay } from '../../src/lib/i18n/format.ts';
import { furnish } from './house/house.ts';
import { Officer } from './house/officer.ts';

test.describe('left for another page', () => {
  const house = furnish();

  test('[O9] on a desk whose clock says another day there is one day, today, before and after the receipt', async () => {
    const { officer } = house;
    const room = await officer.invite();
    const phone = await house.phone();
    await phone.join(room);
    await officer.confirm();
    await phone.say('today');
    const page = await house.deskPage();
    // Into the day before or after, by less than what makes a desk refuse to go on [D6].
    const now = new Date();
    const hour = 60 * 60_000;
    const hours = now.getHours() < 12 ? -(now.getHours() + 2) : 25 - now.getHours();
    await page.clock.install({ time: now.getTime() + hours * hour });
    const other = await Officer.signIn(page, house.url);
    await other.open(room);
    await expect(other.bubble('today')).toBeVisible();
    await page.context().setOffline(true);
    await other.say('not sent yet');
    await expect(other.message('not sent yet')).toHaveAttribute('data-state', 'waiting');
    const days = page.locator('section .day');
    await expect(days).toHaveText([formatDay(en, Date.now(), Date.now())]);
    await page.context().setOffline(false);
    await expect(phone.bubble('not sent yet')).toBeVisible();
    await expect(days).toHaveText([formatDay(en, Date.now(), Date.now())]);
  });

  test('[D9] a desk that was left for another page is locked when somebody presses Back', async () => {
    const browser = await house.realBrowser();
    await browser.context.addInitScript(() => {
      addEventListener('pageshow', (event) => {
        const { persisted } = event as PageTransitionEvent;
        if (persisted) sessionStorage.setItem('came-back-with', document.body.innerText);
      });
    });
    const desk = await Officer.signIn(await browser.newTab(), house.url);
    const room = await desk.invite();
    await desk.page.goto(`${house.url}/robots.txt`);
    await desk.page.goBack({ waitUntil: 'commit' });
    await desk.expectPhase('sign-in');
    const shown = await desk.page.evaluate(() => sessionStorage.getItem('came-back-with'));
    expect(shown).not.toBeNull();
    expect(shown).not.toContain(room.name);
    expect(await desk.page.evaluate(() => document.body.innerText)).not.toContain(room.name);
  });
});

test.describe('left for another page, where the service allows that', () => {
  const house = furnish({ policy: { lockWhenLeft: false } });

  test('[D9] by policy a desk that was left and kept by the browser goes on as it was', async () => {
    const browser = await house.realBrowser();
    const desk = await Officer.signIn(await browser.newTab(), house.url);
    const room = await desk.invite();
    await desk.page.goto(`${house.url}/robots.txt`);
    await desk.page.goBack({ waitUntil: 'commit' });
    await desk.expectIn();
    await expect(desk.item(room)).toBeVisible();
  });
});
