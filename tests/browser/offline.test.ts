// Without network: written messages stay, in order, and arrive once; the page starts; and it says so when a
// message that nothing can seal yet is only in the page. Rules: O1, O3, O4.
import { expect, test } from '@playwright/test';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { furnish } from './house/house.ts';

const house = furnish();
const MINUTE_MS = 60_000;

test('[O3, O1, O6] a minute offline, ten messages each way: all there, in order, once', async () => {
  test.setTimeout(240_000);
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await officer.confirm();
  await phone.say('going into the tunnel');
  await expect(officer.bubble('going into the tunnel')).toBeVisible();
  await phone.page.context().setOffline(true);
  const since = Date.now();
  await expect(phone.page.getByTestId('connection')).toContainText(en.talk.offline);
  const mine: string[] = [];
  const theirs: string[] = [];
  for (let n = 1; n <= 10; n += 1) {
    mine.push(`from the tunnel ${String(n)}`);
    theirs.push(`from the desk ${String(n)}`);
    await phone.say(`from the tunnel ${String(n)}`);
    await officer.say(`from the desk ${String(n)}`);
  }
  await expect(phone.message('from the tunnel 10')).toContainText(en.talk.waiting);
  await expect(officer.message('from the desk 10')).toHaveAttribute('data-state', 'sent');
  await expect(phone.bubble('from the desk 1')).toHaveCount(0);
  await phone.page.waitForTimeout(Math.max(0, MINUTE_MS - (Date.now() - since)));
  await phone.page.context().setOffline(false);
  await phone.expectLine('up');
  await expect(phone.bubble('from the desk 10')).toBeVisible({ timeout: 60_000 });
  await expect(officer.bubble('from the tunnel 10')).toBeVisible({ timeout: 60_000 });
  await expect(phone.message('from the tunnel 10')).toHaveAttribute('data-state', 'seen');
  const shown = await phone.messages.locator('.bubble').allInnerTexts();
  expect(shown).toHaveLength(21);
  expect(shown.filter((text) => text.startsWith('from the tunnel'))).toEqual(mine);
  expect(shown.filter((text) => text.startsWith('from the desk'))).toEqual(theirs);
  await officer.expectMessages(shown);
});

test('[O3] the desk offline: what is written there waits in its browser and arrives once', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await officer.confirm();
  await officer.page.context().setOffline(true);
  await expect(officer.page.getByTestId('offline')).toBeVisible();
  const texts = ['answer one', 'answer two', 'answer three'];
  for (const text of texts) await officer.say(text);
  await expect(officer.message('answer three')).toHaveAttribute('data-state', 'waiting');
  await phone.say('still there?');
  await officer.page.context().setOffline(false);
  await expect(phone.bubble('answer three')).toBeVisible({ timeout: 60_000 });
  await expect(officer.page.getByTestId('offline')).toBeHidden();
  await phone.expectMessages(['still there?', ...texts]);
  await officer.expectMessages(['still there?', ...texts]);
});

test('[O4] after the first visit the page starts without network, and says what the door needs', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.openLink(room.link);
  await phone.untilKept();
  await phone.page.close();
  const again = await phone.newTab();
  await again.page.context().setOffline(true);
  await again.openLink(room.link);
  await expect(again.page.getByText(en.door.offline)).toBeVisible();
  await again.codeField.fill(room.words);
  await again.page.context().setOffline(false);
  await expect(again.page.getByText(en.door.offline)).toBeHidden();
  await expect(again.codeField).toHaveValue(room.words);
  await again.button(en.door.open).click();
  await again.expectTalk();
});

test('[O4] loaded anew without network: what is written is only here, and arrives when it is back', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await officer.confirm();
  await phone.say('with network');
  await expect(phone.message('with network')).toHaveAttribute('data-state', 'seen');
  await phone.untilKept();
  await phone.page.context().setOffline(true);
  await phone.page.reload();
  await expect(phone.field).toBeVisible();
  await phone.say('without network');
  await phone.say('and one more');
  await expect(phone.page.getByTestId('connection')).toContainText(en.talk.memoryOnly);
  await phone.page.context().setOffline(false);
  await phone.expectLine('up');
  const whole = ['with network', 'without network', 'and one more'];
  await officer.expectMessages(whole);
  await phone.expectMessages(whole);
});

test('[V3] a service worker whose installation was cut off is registered again when the network is back', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone();
  await phone.page.addInitScript(() => {
    const { register } = ServiceWorkerContainer.prototype;
    let tries = 0;
    ServiceWorkerContainer.prototype.register = function (...given) {
      document.documentElement.dataset['tries'] = String((tries += 1));
      return tries < 3 ? Promise.reject(new TypeError('cut off')) : register.apply(this, given);
    };
  });
  await phone.join(room);
  const tries = (n: number): Promise<void> =>
    expect(phone.page.locator('html')).toHaveAttribute('data-tries', String(n));
  await tries(1);
  await phone.page.evaluate(() => dispatchEvent(new Event('online')));
  await tries(2);
  await phone.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await tries(3);
  await phone.untilKept();
});
