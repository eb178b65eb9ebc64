// Pages that are reloaded, discarded, duplicated or hidden, on both sides: what comes back without a code
// word, what does not, and that no message is lost on the way.
import { expect, test } from '@playwright/test';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { en as staff } from '../../src/lib/i18n/en/desk.ts';
import { furnish } from './house/house.ts';
import { Officer } from './house/officer.ts';
import { Phone } from './house/phone.ts';

test.describe('within the resume window', () => {
  const house = furnish();

  test('[P2, J8] a page that is loaded anew goes on, with no code words asked', async () => {
    const { officer } = house;
    const room = await officer.invite();
    const phone = await house.phone();
    await phone.join(room);
    await officer.confirm();
    await phone.say('first');
    await officer.say('second');
    await expect(phone.bubble('second')).toBeVisible();
    for (const next of ['third', 'fourth']) {
      await phone.field.fill(next);
      // A draft is stored within two seconds [P2].
      await phone.page.waitForTimeout(3_000);
      await phone.page.reload();
      await phone.expectTalk();
      await expect(phone.field).toHaveValue(next);
      await phone.button(en.talk.send).click();
    }
    await officer.say('fifth');
    const whole = ['first', 'second', 'third', 'fourth', 'fifth'];
    await phone.expectMessages(whole);
    await officer.expectMessages(whole);
    await expect(officer.devices).toHaveCount(1);
  });

  test('[P1, P2] a tab that the browser has thrown away comes back as it was', async () => {
    const { officer } = house;
    const room = await officer.invite();
    const browser = await house.realBrowser();
    const before = new Phone(await browser.newTab(), house.url);
    await before.join(room);
    await officer.confirm();
    await before.say('before');
    await officer.say('and I answer');
    await expect(before.bubble('and I answer')).toBeVisible();
    // What a page must remember is stored within two seconds [P2].
    await before.page.waitForTimeout(3_000);
    await before.page.reload();
    await before.expectTalk();
    await before.page.waitForTimeout(3_000);
    await browser.hide();
    const after = new Phone(await browser.discard(), house.url);
    expect(
      await after.page.evaluate(() => 'wasDiscarded' in document && document.wasDiscarded)
    ).toBe(true);
    await after.expectTalk();
    await after.expectMessages(['before', 'and I answer']);
    await after.say('after');
    await officer.expectMessages(['before', 'and I answer', 'after']);
    await expect(officer.devices).toHaveCount(1);
  });

  test('[J8] a doubled tab takes over visibly, and the first can take it back', async () => {
    const { officer } = house;
    const room = await officer.invite();
    const first = await house.phone();
    await first.join(room);
    await officer.confirm();
    await first.say('in the first tab');
    // "Duplicate tab" gives the copy the same address and the same history state.
    const place: unknown = await first.page.evaluate(() => history.state);
    const second = await first.newTab();
    await second.page.goto(`${house.url}/r`);
    await second.page.evaluate((state) => history.replaceState(state, '', '/r'), place);
    await second.page.reload();
    await second.expectTalk();
    await second.expectMessages(['in the first tab']);
    await expect(first.over).toHaveAttribute('data-why', 'taken-over');
    await expect(first.over).toContainText(en.over.takenOver.title);
    await expect(first.field).toBeHidden();
    await second.say('in the second tab');
    await first.button(en.over.takenOver.button).click();
    await first.expectTalk();
    await expect(second.over).toHaveAttribute('data-why', 'taken-over');
    await first.say('in the first again');
    const whole = ['in the first tab', 'in the second tab', 'in the first again'];
    await first.expectMessages(whole);
    await officer.expectMessages(whole);
  });

  test('[J3, J5] link and code again on the same phone: a new epoch, and the old page says so', async () => {
    const { officer } = house;
    const room = await officer.invite();
    const first = await house.phone();
    await first.join(room);
    await officer.confirm();
    await first.say('said in the old page');
    const second = await first.newTab();
    await second.join(room);
    await expect(first.over).toContainText(en.closed.replaced.title);
    await expect(first.over).toHaveAttribute('data-why', 'replaced');
    await expect(first.button(en.over.takenOver.button)).toHaveCount(0);
    await first.expectMessages(['said in the old page']);
    await first.button(en.paste.title).click();
    await first.pasteField.fill('half a mess');
    // Whoever fetches the message from another app comes back to the field.
    for (const state of ['hidden', 'visible'])
      await first.page.evaluate((is) => {
        Object.defineProperty(document, 'visibilityState', { value: is, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    await expect(first.pasteField).toHaveValue('half a mess');
    await second.expectMessages([]);
    await expect(officer.devices.first()).toContainText(staff.devices.same);
    await expect(officer.devices.first()).toContainText(staff.devices.standing.live);
  });

  test('[O3] what waited in a page that died goes by the device key alone, once', async () => {
    const { officer } = house;
    const room = await officer.invite();
    const phone = await house.phone();
    await phone.join(room);
    await phone.say('arrived');
    await expect(officer.bubble('arrived')).toBeVisible();
    await phone.page.context().setOffline(true);
    await phone.say('waited one');
    await phone.say('waited two');
    await expect(phone.message('waited two')).toHaveAttribute('data-state', 'waiting');
    await phone.page.close();
    await phone.newTab().then(async (other) => {
      await other.page.context().setOffline(false);
      await other.page.goto(house.url);
    });
    await officer.expectMessages(['arrived', 'waited one', 'waited two']);
  });

  test('[D1, S5] a desk that is loaded anew asks for the passphrase and shows the same room', async () => {
    const desk = await Officer.signIn(await house.deskPage(), house.url);
    const room = await desk.invite();
    const phone = await house.phone();
    await phone.join(room);
    await desk.confirm();
    await phone.say('are you there');
    await desk.say('I am here');
    await desk.page.reload();
    await desk.expectPhase('sign-in');
    await expect(desk.page.getByText('are you there')).toHaveCount(0);
    await phone.say('hello?');
    await desk.signIn();
    await desk.open(room);
    await desk.expectMessages(['are you there', 'I am here', 'hello?']);
    await desk.say('Sorry. I am back.');
    await phone.expectMessages(['are you there', 'I am here', 'hello?', 'Sorry. I am back.']);
  });

  test('[O3, S5] what an officer wrote in a tab that died is delivered by the next one, once', async () => {
    const desk = await Officer.signIn(await house.deskPage(), house.url);
    const room = await desk.invite();
    const phone = await house.phone();
    await phone.join(room);
    await desk.confirm();
    await desk.say('one');
    await expect(phone.bubble('one')).toBeVisible();
    const context = desk.page.context();
    await context.setOffline(true);
    await desk.say('two');
    await desk.say('three');
    await expect(desk.message('three')).toHaveAttribute('data-state', 'waiting');
    await desk.page.close();
    const page = await context.newPage();
    await context.setOffline(false);
    const next = await Officer.signIn(page, house.url);
    await next.open(room);
    await next.expectMessages(['one', 'two', 'three']);
    await phone.expectMessages(['one', 'two', 'three']);
  });
});

test.describe('after the resume window', () => {
  const RESUME_MS = 8_000;
  const house = furnish({ lifetimes: { resumeWindowMs: RESUME_MS } });

  test('[P2, L5] a tab thrown away for longer asks for the message, and shows nothing earlier', async () => {
    const { officer } = house;
    const room = await officer.invite();
    const browser = await house.realBrowser();
    const before = new Phone(await browser.newTab(), house.url);
    await before.join(room);
    await before.say('before I was away');
    await expect(officer.bubble('before I was away')).toBeVisible();
    // What a page must remember is stored within two seconds [P2].
    await before.page.waitForTimeout(3_000);
    await before.page.reload();
    await before.expectTalk();
    await before.page.waitForTimeout(3_000);
    await browser.hide();
    const after = new Phone(await browser.discard(RESUME_MS + 2_000), house.url);
    await expect(after.page.getByText(en.away.expired)).toBeVisible();
    await after.paste(Phone.message(room));
    await expect(after.codeField).toHaveValue(room.words);
    await after.button(en.door.open).click();
    await after.expectTalk();
    await after.expectMessages([]);
    await expect(after.page.getByText('before I was away')).toHaveCount(0);
    await after.say('I am back');
    await officer.expectMessages(['before I was away', 'I am back']);
    await expect(officer.devices.first()).toContainText(staff.devices.same);
  });

  test('[P2, P3] a hidden page is covered at once and puts everything away after the window', async () => {
    const { officer } = house;
    const room = await officer.invite();
    const browser = await house.realBrowser();
    const phone = new Phone(await browser.newTab(), house.url);
    await phone.join(room);
    await phone.say('only for us');
    await phone.field.fill('not sent yet');
    await browser.hide();
    const { page } = phone;
    expect(await page.evaluate(() => document.visibilityState)).toBe('hidden');
    await expect(page.locator('html')).toHaveAttribute('data-covered');
    await expect(page.getByText('only for us')).toBeHidden();
    await expect(page.getByText('only for us')).toHaveCount(0, { timeout: RESUME_MS + 30_000 });
    await page.bringToFront();
    await expect(page.locator('html')).not.toHaveAttribute('data-covered');
    await expect(page.getByText(/has put everything away/)).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain('not sent');
    await page.reload();
    await expect(phone.pasteField).toBeVisible();
    await phone.paste(Phone.message(room));
    await phone.button(en.door.open).click();
    await phone.expectTalk();
    await phone.expectMessages([]);
  });

  test('[P3] a page that comes back within the window is uncovered and goes on', async () => {
    const { officer } = house;
    const room = await officer.invite();
    const browser = await house.realBrowser();
    const phone = new Phone(await browser.newTab(), house.url);
    await phone.join(room);
    await officer.confirm();
    await phone.say('wait a little');
    await browser.hide();
    await officer.say('I wait.');
    await expect(officer.message('I wait.')).toHaveAttribute('data-state', 'delivered');
    await phone.page.bringToFront();
    await expect(phone.bubble('I wait.')).toBeVisible();
    await expect(officer.message('I wait.')).toHaveAttribute('data-state', 'seen');
    await phone.expectMessages(['wait a little', 'I wait.']);
  });
});
