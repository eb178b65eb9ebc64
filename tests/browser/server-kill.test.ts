// The server dies in mid-conversation, as in a power cut, and restarts on the same disk: nothing is lost or
// doubled, and both sides say what they wait for. Rules: O1, O2, O3.
import { expect, test } from '@playwright/test';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { furnish } from './house/house.ts';

const house = furnish();

test('[O1, O3] what was written before, while and after the server was down arrives once, in order', async () => {
  const { officer, product } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await officer.confirm();
  await phone.say('before');
  await officer.say('before too');
  await expect(phone.bubble('before too')).toBeVisible();
  await product.kill();
  await phone.expectLine('down');
  for (const text of ['down one', 'down two', 'down three']) await phone.say(text);
  await officer.say('reply one');
  await officer.say('reply two');
  await expect(phone.message('down three')).toHaveAttribute('data-state', 'waiting');
  await expect(officer.message('reply two')).toHaveAttribute('data-state', 'waiting');
  await product.start();
  await phone.expectLine('up');
  await expect(phone.bubble('reply two')).toBeVisible();
  await expect(officer.bubble('down three')).toBeVisible();
  await phone.say('after');
  await officer.say('after too');
  await expect(phone.bubble('after too')).toBeVisible();
  await expect(officer.bubble('after')).toBeVisible();
  const shown = await phone.messages.locator('.bubble').allInnerTexts();
  await officer.expectMessages(shown);
  const mine = shown.filter((text) => !/reply|too/.test(text));
  expect(mine).toEqual(['before', 'down one', 'down two', 'down three', 'after']);
  const theirs = shown.filter((text) => /reply|too/.test(text));
  expect(theirs).toEqual(['before too', 'reply one', 'reply two', 'after too']);
});

test('[O4] loaded anew while the server is away: what is typed is said to be only here, and no network is missed', async () => {
  const { officer, product } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await officer.confirm();
  await phone.say('before');
  await expect(phone.message('before')).toHaveAttribute('data-state', 'seen');
  await phone.untilKept();
  await product.kill();
  await phone.page.reload();
  await expect(phone.field).toBeVisible();
  const strip = phone.page.getByTestId('connection');
  await phone.field.pressSequentially('o');
  await expect(strip).toContainText(en.talk.memoryOnly, { timeout: 1_000 });
  await phone.say('only here');
  await expect(strip).toContainText(en.talk.memoryOnly, { timeout: 1_000 });
  await expect(phone.message('only here')).toContainText(en.talk.connecting);
  await phone.page.waitForTimeout(9_000);
  await expect(strip).toContainText(en.talk.memoryOnly);
  await expect(phone.page.getByText(en.talk.waiting)).toHaveCount(0);
  await product.start();
  await phone.expectLine('up');
  await officer.expectMessages(['before', 'only here']);
  await expect(phone.page.getByText(en.talk.memoryOnly)).toHaveCount(0);
});

test('[O1] killed right under the sending hand, again and again: each message once', async () => {
  const { officer, product } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await officer.confirm();
  const mine: string[] = [];
  const theirs: string[] = [];
  for (let round = 1; round <= 4; round += 1) {
    mine.push(`mine ${String(round)}`);
    theirs.push(`theirs ${String(round)}`);
    await phone.field.fill(`mine ${String(round)}`);
    await officer.field.fill(`theirs ${String(round)}`);
    await Promise.all([
      phone.button(en.talk.send).click(),
      officer.button('Send').click(),
      product.kill()
    ]);
    await product.start();
    await phone.expectLine('up');
  }
  await expect(phone.bubble('theirs 4')).toBeVisible({ timeout: 60_000 });
  await expect(officer.bubble('mine 4')).toBeVisible({ timeout: 60_000 });
  const shown = await phone.messages.locator('.bubble').allInnerTexts();
  expect(shown.filter((text) => text.startsWith('mine'))).toEqual(mine);
  expect(shown.filter((text) => text.startsWith('theirs'))).toEqual(theirs);
  await officer.expectMessages(shown);
});

test('[J3] the server is away while the door opens: the page says so and opens when it is back', async () => {
  const { officer, product } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.openLink(room.link);
  await expect(phone.heading).toContainText('Kari');
  await product.kill();
  await phone.tryWords(room.words);
  await expect(phone.page.getByText(en.door.unreachable)).toBeVisible({ timeout: 60_000 });
  await product.start();
  await phone.expectTalk();
  await phone.say('now I am in');
  await expect(officer.bubble('now I am in')).toBeVisible({ timeout: 60_000 });
});
