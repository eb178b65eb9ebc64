// "Gone" from a proxy, and from the room itself: after the first nothing is thrown away, after the second
// the person is told everything. The proxy of this test, which finds nothing, may be in front of any real
// server. Rules: R6, R3, O3, J1, J9.
import { expect, test, type BrowserContext } from '@playwright/test';
import { GUEST_DATABASE } from '../../src/lib/guest/exit/kept-names.ts';
import { en as staff } from '../../src/lib/i18n/en/desk.ts';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { fi } from '../../src/lib/i18n/fi/guest.ts';
import { nb } from '../../src/lib/i18n/nb/guest.ts';
import {
  expectInReach,
  expectNoFindings,
  expectNoSideways,
  expectTargets
} from './house/everyone.ts';
import { furnish } from './house/house.ts';
import { expectLeft } from './house/leaving.ts';
import { Officer, type Invited } from './house/officer.ts';
import { DESK_DATABASE } from './house/phone-disk.ts';
import type { Phone } from './house/phone.ts';
import { expectNothingKept, rowsOf } from './house/storage-traces.ts';

const house = furnish();

/** A proxy before the server: while it is broken it says 404 to everything and closes lines as gone. */
class Proxy {
  ails = false;
  asked = 0;

  static async before(context: BrowserContext): Promise<Proxy> {
    const proxy = new Proxy();
    await context.route('**/face', async (route) => {
      if (!proxy.ails) return route.continue();
      proxy.asked += 1;
      return route.fulfill({ status: 404, contentType: 'text/html', body: '<h1>Not Found</h1>' });
    });
    await context.routeWebSocket('**/socket', (line) => {
      if (proxy.ails) return void line.close({ code: 4404, reason: '' });
      const server = line.connectToServer();
      line.onMessage((text) => {
        if (proxy.ails) void line.close({ code: 4404, reason: '' });
        else server.send(text);
      });
    });
    return proxy;
  }
}

const losses = (phone: Phone) => phone.page.getByTestId('losses');

/** A phone whose tab has died with these messages unsent. It still has no network. */
async function leftWaiting(room: Invited, texts: readonly string[], locale = 'en-GB') {
  const phone = await house.phone({ locale });
  const { page } = phone;
  await page.goto(room.link);
  await phone.codeField.fill(room.words);
  await phone.codeField.press('Enter');
  await phone.expectTalk();
  await page.context().setOffline(true);
  for (const text of texts) {
    await phone.field.fill(text);
    await page.locator('form:has([data-testid=composer]) button[type=submit]').click();
    await expect(phone.message(text)).toHaveAttribute('data-state', 'waiting');
  }
  // It shows as waiting before it is on the disk; only what is on the disk outlives the tab.
  await expect.poll(() => rowsOf(page, GUEST_DATABASE, 'outbox')).toBe(texts.length);
  const next = await phone.newTab();
  await page.close();
  return next;
}

test('[R6] a proxy that finds nothing ends no conversation: what is written waits, and arrives', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  const proxy = await Proxy.before(phone.page.context());
  await phone.join(room);
  await officer.confirm();
  await phone.say('before');
  await expect(officer.bubble('before')).toBeVisible();
  proxy.ails = true;
  await phone.say('into the void');
  await expect(phone.page.getByTestId('connection')).toContainText(en.talk.unreachable, {
    timeout: 30_000
  });
  await expect.poll(() => proxy.asked, { timeout: 30_000 }).toBeGreaterThan(0);
  await expect(phone.message('into the void')).toHaveAttribute('data-state', 'waiting');
  await expect(phone.over).toHaveCount(0);
  proxy.ails = false;
  await phone.expectLine('up');
  await officer.expectMessages(['before', 'into the void']);
  await phone.expectMessages(['before', 'into the void']);
});

test('[R6] a proxy that finds nothing ends no conversation at a desk: replies are kept, and arrive', async () => {
  const page = await house.deskPage();
  const proxy = await Proxy.before(page.context());
  const desk = await Officer.signIn(page, house.url);
  const room = await desk.invite();
  const phone = await house.phone();
  await phone.join(room);
  await desk.confirm();
  await desk.say('before');
  await expect(phone.bubble('before')).toBeVisible();
  proxy.ails = true;
  await desk.say('into the void');
  await expect(page.getByTestId('reconnecting')).toContainText(staff.room.reconnecting, {
    timeout: 30_000
  });
  await expect.poll(() => proxy.asked, { timeout: 30_000 }).toBeGreaterThan(1);
  await expect(desk.message('into the void')).toHaveAttribute('data-state', 'waiting');
  expect(await rowsOf(page, DESK_DATABASE, 'outbox')).toBe(1);
  // It can be written on, and what a young person has written stays on the screen.
  await desk.say('and another');
  await desk.expectMessages(['before', 'into the void', 'and another']);
  await page.screenshot({ path: test.info().outputPath('desk-reconnecting.png') });
  proxy.ails = false;
  await phone.expectMessages(['before', 'into the void', 'and another']);
  await expect(page.getByTestId('reconnecting')).toHaveCount(0);
  await expect.poll(() => rowsOf(page, DESK_DATABASE, 'outbox')).toBe(0);
});

test('[R6] a proxy that finds nothing throws away nothing of a dead tab’s', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const next = await leftWaiting(room, ['one', 'two']);
  const context = next.page.context();
  const proxy = await Proxy.before(context);
  proxy.ails = true;
  await context.setOffline(false);
  await next.page.goto(house.url);
  await expect.poll(() => proxy.asked, { timeout: 30_000 }).toBeGreaterThan(0);
  await next.page.waitForTimeout(5_000);
  await expect(losses(next)).toHaveCount(0);
  proxy.ails = false;
  await next.page.reload();
  await officer.expectMessages(['one', 'two']);
  await expect(losses(next)).toHaveCount(0);
});

for (const [locale, texts] of [
  ['nb-NO', nb],
  ['en-GB', en],
  ['fi-FI', fi]
] as const)
  test(`[O3] what waited for a room that has ended is named until it has been read (${locale})`, async () => {
    const { officer } = house;
    const room = await officer.invite();
    const next = await leftWaiting(room, ['one', 'two'], locale);
    await officer.endRoom();
    await next.page.context().setOffline(false);
    await next.page.goto(house.url);
    const said = texts.losses.over(2);
    await expect(losses(next)).toContainText(said, { timeout: 30_000 });
    await expect(next.page.getByRole('status').filter({ hasText: said })).toHaveCount(1);
    await next.page.screenshot({ path: test.info().outputPath(`losses-${locale}.png`) });
    await expectNoSideways(next.page, `losses, ${locale}`);
    await expectTargets(next.page, 44);
    if (texts === en) await expectNoFindings(next.page, 'losses');
    await expectInReach(next.page.getByTestId('exit'));
    // It stays until it has been read, whatever becomes of the page.
    await next.page.reload();
    await expect(losses(next)).toContainText(said, { timeout: 30_000 });
    await next.button(texts.losses.read).click();
    await expect(losses(next)).toHaveCount(0);
    // It leaves the screen at once; if it were not yet deleted from the disk it would be shown once more.
    await expect.poll(() => rowsOf(next.page, GUEST_DATABASE, 'losses')).toBe(0);
    await next.page.reload();
    await next.page.waitForTimeout(6_000);
    await expect(losses(next)).toHaveCount(0);
  });

test('[E1] Exit takes with it what could not arrive, and that there was something', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const next = await leftWaiting(room, ['never to be found']);
  await officer.endRoom();
  await next.page.context().setOffline(false);
  await next.page.goto(house.url);
  await expect(losses(next)).toContainText(en.losses.over(1), { timeout: 30_000 });
  await next.exit();
  await expectLeft(next.page, house.product.policy.exitUrl);
  await expectNothingKept(next.page.context(), house.url);
});

test('[O3] what a refused phone had waiting is named', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const next = await leftWaiting(room, ['let me in']);
  await officer.refuse();
  await next.page.context().setOffline(false);
  await next.page.goto(house.url);
  await expect(losses(next)).toContainText(en.losses.refused(1), { timeout: 30_000 });
});

test('[O3, R3] a page that was loaded anew names at the end also what an earlier one had waiting', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await phone.untilKept();
  await phone.page.context().setOffline(true);
  await phone.say('sealed');
  await expect(phone.message('sealed')).toHaveAttribute('data-state', 'waiting');
  await expect.poll(() => rowsOf(phone.page, GUEST_DATABASE, 'outbox')).toBe(1);
  await phone.page.reload();
  await expect(phone.field).toBeVisible();
  await phone.say('only here');
  await officer.endRoom();
  await phone.page.context().setOffline(false);
  await expect(phone.heading).toHaveText(en.closed.ended.title, { timeout: 60_000 });
  await expect(phone.page.getByText('only here')).toBeVisible();
  await expect(losses(phone)).toContainText(en.losses.over(1), { timeout: 30_000 });
});

test('[O3, R3] the end of the talk in view names what did not arrive; so does the page after it', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await phone.say('arrived');
  await expect(officer.bubble('arrived')).toBeVisible();
  await phone.page.context().setOffline(true);
  await phone.say('too late');
  await expect(phone.message('too late')).toHaveAttribute('data-state', 'waiting');
  await officer.endRoom();
  await phone.page.context().setOffline(false);
  await expect(phone.over).toContainText(en.over.notArrived, { timeout: 60_000 });
  await expect(phone.over).toContainText('too late');
  await expect(losses(phone)).toHaveCount(0);
  await phone.page.screenshot({ path: test.info().outputPath('over.png') });
  await phone.page.reload();
  await expect(losses(phone)).toContainText(en.losses.over(1), { timeout: 30_000 });
  await expect(phone.page.getByText('too late')).toHaveCount(0);
});

test('[O3, R3] what an officer had waiting when the young person ended it is said, and its words are shown', async () => {
  const page = await house.deskPage();
  const desk = await Officer.signIn(page, house.url);
  const room = await desk.invite();
  const phone = await house.phone();
  await phone.join(room);
  await desk.confirm();
  await desk.say('arrived');
  await expect(phone.bubble('arrived')).toBeVisible();
  await page.context().setOffline(true);
  await desk.say('too late');
  await desk.say('and this');
  await expect(desk.message('and this')).toHaveAttribute('data-state', 'waiting');
  await expect.poll(() => rowsOf(page, DESK_DATABASE, 'outbox')).toBe(2);
  await desk.field.fill('half a sentence');
  await phone.button(en.about).click();
  await phone.button(en.sheets.end).click();
  await phone.button(en.sheets.endYes).click();
  await expect(phone.over).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByTestId('lost-here')).toContainText(staff.room.lostHere(2), {
    timeout: 60_000
  });
  await expect(page.getByTestId('lost-of-others')).toHaveCount(0);
  const notSent = page.getByTestId('not-sent');
  await expect(notSent.locator('.words')).toHaveText('too late\nand this\nhalf a sentence');
  await expect(page.getByText('arrived', { exact: true })).toHaveCount(0);
  await expect.poll(() => rowsOf(page, DESK_DATABASE, 'outbox')).toBe(0);
  await page.screenshot({ path: test.info().outputPath('desk-lost.png') });
  await expectNoFindings(page, 'what was not sent');
  const remove = notSent.getByRole('button', { name: staff.notSent.remove });
  await remove.click();
  await expect(notSent).toHaveCount(0);
  const back = page.getByTestId('removed').getByRole('button', { name: staff.notSent.bringBack });
  await expect(back).toBeFocused();
  await back.click();
  await expect(notSent.locator('.words')).toHaveText('too late\nand this\nhalf a sentence');
  await remove.click();
  await expect(notSent).toHaveCount(0);
});

test('[O3] words that no disk has are back in their field after a lock', async () => {
  const page = await house.deskPage();
  const desk = await Officer.signIn(page, house.url);
  const room = await desk.invite();
  const phone = await house.phone();
  await phone.join(room);
  await desk.confirm();
  await page.evaluate(() => {
    IDBObjectStore.prototype.add = () => {
      throw new DOMException('there is no space', 'QuotaExceededError');
    };
  });
  await desk.say('only in this tab');
  await expect(page.getByText(staff.room.storeFails)).toBeVisible({ timeout: 30_000 });
  await desk.button(staff.desk.lock).click();
  await desk.signIn();
  await desk.open(room);
  await expect(desk.field).toHaveValue('only in this tab');
});

test('[J1, R6] a door whose room does not answer keeps looking by itself, and opens', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  const proxy = await Proxy.before(phone.page.context());
  proxy.ails = true;
  await phone.openLink(room.link);
  await expect(phone.page.getByText(en.door.unreachable)).toBeVisible();
  proxy.ails = false;
  await expect(phone.heading).toContainText('Kari', { timeout: 30_000 });
  await expect(phone.page.getByText(en.door.unreachable)).toHaveCount(0);
  await phone.tryWords(room.words);
  await phone.expectTalk();
});
