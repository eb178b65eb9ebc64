// Somebody else has link and code too: a second device sees nothing of what was said, and nothing of what
// is said to the first. Staff see it, and can refuse it. Rules: J5, O2, O6.
import { expect, test } from '@playwright/test';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { en as staff } from '../../src/lib/i18n/en/desk.ts';
import { furnish } from './house/house.ts';
import { expectSafeFirst } from './house/safe-first.ts';

const house = furnish();

test('[J5, O6] a second device sees nothing earlier and nothing that is meant for the first', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await officer.confirm();
  await phone.say('my secret');
  await officer.say('Thank you for telling.');
  await expect(phone.bubble('Thank you for telling.')).toBeVisible();
  const heard: string[] = [];
  const other = await house.phone();
  other.page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => heard.push(String(payload)));
  });
  await other.join(room);
  await expect(officer.devices).toHaveCount(2);
  await expect(officer.devices.first()).toContainText(staff.devices.other);
  await expect(officer.page.getByTestId('writing-to')).toContainText(staff.compose.confirmed);
  // The head speaks of the newcomer, whomever one writes to; and nobody has left, so no exit is claimed.
  const second = staff.room.deviceUnconfirmed(staff.room.device(2));
  await expect(officer.page.getByTestId('standing')).toHaveText(second);
  await expect(officer.devices.first()).not.toContainText(staff.devices.perhapsAfterExit);
  await phone.say('another secret');
  await officer.say('Only for the first phone.');
  await expect(phone.bubble('Only for the first phone.')).toBeVisible();
  await other.say('hello, it is me');
  await expect(officer.message('hello, it is me')).toBeVisible();
  await other.expectMessages(['hello, it is me']);
  await phone.expectMessages([
    'my secret',
    'Thank you for telling.',
    'another secret',
    'Only for the first phone.'
  ]);
  // The room does not even send it what is sealed for others.
  const frames = heard.flatMap((text) => (text.startsWith('{') ? [JSON.parse(text) as Frame] : []));
  const entries = frames.flatMap((frame) => (frame.t === 'entries' ? (frame.items ?? []) : []));
  expect(new Set(entries.map((entry) => entry.chain)).size).toBeLessThanOrEqual(1);
  expect(frames.some((frame) => frame.t === 'joined')).toBe(true);
});

test('[O6] a text that was begun for one device is not sent to another unseen, though one was elsewhere meanwhile', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await officer.confirm();
  await officer.field.pressSequentially('only for the first');
  const elsewhere = await officer.invite();
  const other = await house.phone();
  await other.join(room);
  await officer.open(room);
  await officer.devices.first().getByRole('button', { name: staff.devices.confirm }).click();
  await expect(officer.page.getByTestId('writing-to')).toContainText(staff.room.device(2));
  await officer.open(elsewhere);
  await officer.button(staff.desk.lock).click();
  await officer.signIn();
  await officer.open(room);
  await expect(officer.page.getByTestId('writing-to')).toContainText(staff.room.device(2));
  await expect(officer.field).toHaveValue('only for the first');
  // Something stands in the field: whoever still holds the Enter that opened the room must not send it.
  await expect(officer.page.locator('#room-name')).toBeFocused();
  await officer.field.press('Enter');
  await expect(officer.page.getByText(staff.compose.changed)).toBeVisible();
  await expect(officer.field).toHaveValue('only for the first');
  await expect(officer.messages).toHaveCount(0);
  await officer.field.press('Enter');
  await expect(other.bubble('only for the first')).toBeVisible();
  await phone.expectMessages([]);
});

interface Frame {
  readonly t: string;
  readonly items?: readonly { readonly chain: string }[];
}

test('[J5] refusing puts the device out, bars it, and leaves the first alone', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await officer.confirm();
  await phone.say('it is me');
  const other = await house.phone();
  await other.join(room);
  await other.say('no, it is me');
  await expect(officer.devices).toHaveCount(2);
  const words = await officer.devices.first().getByTestId('phrase').innerText();
  await officer.devices.first().getByRole('button', { name: staff.devices.refuse }).click();
  await expectSafeFirst(officer, room.name);
  const whom = officer.dialog.getByTestId('whom');
  await expect(whom).toContainText(staff.room.device(2));
  await expect(whom).toContainText(words);
  await expect(officer.dialog).toContainText(staff.common.final);
  await officer.page.keyboard.press('Enter');
  await expect(officer.dialog).toHaveCount(0);
  await expect(officer.devices.first()).not.toContainText(staff.devices.standing.refused);
  await officer.refuse();
  await expect(officer.page.getByTestId('standing')).toHaveText(staff.room.confirmed);
  await expect(other.over).toContainText(en.closed.refused.title);
  await expect(other.field).toBeHidden();
  const again = await other.newTab();
  await again.openLink(room.link);
  await again.tryWords(room.words);
  await expect(again.heading).toHaveText(en.closed.refused.title, { timeout: 60_000 });
  await phone.say('still me');
  await officer.say('I know.');
  await expect(phone.bubble('I know.')).toBeVisible();
});
