// What a screen reader announces by itself of a conversation: each new message of the others once, nothing
// about one's own progress, and earlier messages as one number. Rule: A1.
import { expect, test } from '@playwright/test';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { en as staff } from '../../src/lib/i18n/en/desk.ts';
import { heardOf, listen } from './house/heard.ts';
import { furnish } from './house/house.ts';
import { pattern } from './house/phone.ts';
import { expectSafeFirst } from './house/safe-first.ts';

const house = furnish();
const PRESENCE = pattern(en.talk.host, 2);
/** Without announcements of who is there. */
const ofMessages = (heard: readonly string[]): readonly string[] =>
  heard.filter((text) => !PRESENCE.test(text) && !text.includes(en.talk.here));

/** A confirmed phone whose announcements are recorded. */
async function heardPhone() {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await listen(phone.page);
  await phone.join(room);
  await officer.confirm();
  return { officer, room, phone };
}

test('[A1] the young person hears each answer once, and nothing of how far their own words came', async () => {
  const { officer, phone } = await heardPhone();
  await heardOf(phone.page);
  await phone.say('one');
  await phone.say('two');
  await expect(officer.bubble('two')).toBeVisible();
  await expect(phone.message('two')).toHaveAttribute('data-state', 'seen');
  expect(ofMessages(await heardOf(phone.page))).toEqual([]);
  await officer.say('first answer');
  await officer.say('second answer');
  await expect(phone.bubble('second answer')).toBeVisible();
  await expect
    .poll(async () => phone.page.locator('[role=log]').textContent())
    .toContain('second answer');
  const heard = ofMessages(await heardOf(phone.page));
  expect(heard).toHaveLength(2);
  expect(heard[0]).toMatch(/: first answer$/);
  expect(heard[1]).toMatch(/: second answer$/);
});

test('[A1] coming back and being shown what was said before is one number, not every word of it', async () => {
  const { officer, room, phone } = await heardPhone();
  for (const n of [1, 2, 3]) {
    await phone.say(`mine ${String(n)}`);
    await officer.say(`yours ${String(n)}`);
    await expect(phone.bubble(`yours ${String(n)}`)).toBeVisible();
  }
  await phone.untilKept();
  await phone.page.reload();
  await expect(phone.messages).toHaveCount(6);
  await expect(phone.page.locator('[role=log]')).toHaveText(en.talk.earlierCount(6));
  await phone.expectLine('up');
  expect(ofMessages(await heardOf(phone.page))).toEqual([en.talk.earlierCount(6)]);
  await officer.say('and one more');
  await expect(phone.page.locator('[role=log]')).toContainText('and one more');
  expect(ofMessages(await heardOf(phone.page))).toHaveLength(1);

  // The same phone, joined once more: staff may show it what was said before.
  const other = await phone.newTab();
  await listen(other.page);
  await other.join(room);
  await expect(officer.devices.first()).toContainText(staff.devices.same);
  await officer.confirm();
  await heardOf(other.page);
  await officer.button(staff.devices.showEarlier).click();
  await expectSafeFirst(officer, room.name);
  await officer.dialog.getByRole('button', { name: staff.devices.showEarlier }).click();
  await expect(other.messages).toHaveCount(7);
  await expect(other.page.locator('[role=log]')).toHaveText(en.talk.earlierCount(7));
  expect(ofMessages(await heardOf(other.page))).toEqual([en.talk.earlierCount(7)]);
});

test('[A1] the officer hears each message once, whatever else happens in the room', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await officer.confirm();
  await phone.say('are you there');
  await expect(officer.bubble('are you there')).toBeVisible();
  await officer.say('yes');
  await listen(officer.page);
  await officer.page.reload();
  await officer.signIn();
  await officer.open(room);
  const announced = officer.page.locator('[role=log]');
  await expect(announced).toHaveText(staff.room.earlierCount(2));
  await heardOf(officer.page);
  await phone.page.context().setOffline(true);
  await phone.say('first');
  await phone.say('second');
  await phone.page.context().setOffline(false);
  await expect(announced).toContainText('second');
  await officer.say('thank you');
  await expect(phone.bubble('thank you')).toBeVisible();
  await expect(officer.message('thank you')).toHaveAttribute('data-state', 'seen');
  expect(await heardOf(officer.page)).toEqual([
    `${staff.room.them}: first`,
    `${staff.room.them}: second`
  ]);
});
