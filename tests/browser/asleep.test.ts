// An officer answers while the phone is away for longer than the resume window. The reply waits, and
// reaches the same phone once it is confirmed, but never an unconfirmed one. Rules: O6, E3.
import { expect, test } from '@playwright/test';
import { en as staff } from '../../src/lib/i18n/en/desk.ts';
import { furnish } from './house/house.ts';

const RESUME_MS = 5_000;
const house = furnish({ lifetimes: { resumeWindowMs: RESUME_MS } });

test('[O6] replies to a sleeping phone arrive in order, once, after link, code and confirmation', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await officer.confirm();
  await phone.say('I must go now');
  await officer.say('Good that you wrote.');
  await expect(officer.message('Good that you wrote.')).toHaveAttribute('data-state', 'seen');
  const back = await phone.newTab();
  await phone.page.close();
  await expect(officer.page.getByTestId('gone')).toBeVisible({ timeout: RESUME_MS + 30_000 });
  await officer.say('Come back when you can.');
  await officer.say('I am here until four.');
  await expect(officer.message('I am here until four.')).toHaveAttribute('data-state', 'sent');
  await back.join(room);
  await expect(officer.devices.first()).toContainText(staff.devices.same);
  await back.expectMessages([]);
  await back.say('it is me again');
  await expect(officer.message('Come back when you can.')).toHaveAttribute(
    'data-state',
    'unconfirmed'
  );
  await back.expectMessages(['it is me again']);
  await officer.confirm();
  await expect(officer.message('I am here until four.')).toHaveAttribute('data-state', 'seen');
  await officer.say('Welcome back.');
  await expect(back.bubble('Welcome back.')).toBeVisible();
  await back.expectMessages([
    'Come back when you can.',
    'I am here until four.',
    'it is me again',
    'Welcome back.'
  ]);
  await officer.expectMessages([
    'I must go now',
    'Good that you wrote.',
    'Come back when you can.',
    'I am here until four.',
    'it is me again',
    'Welcome back.'
  ]);
});

test('[O6, E3] after an exit without network the reply is held, and staff give it on by hand', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await officer.confirm();
  await phone.say('somebody is coming');
  await expect(officer.bubble('somebody is coming')).toBeVisible();
  await phone.page.context().setOffline(true);
  await phone.exit();
  await expect(phone.page).toHaveURL(house.product.policy.exitUrl);
  await officer.say('Are you safe?');
  await expect(officer.page.getByTestId('gone')).toBeVisible({ timeout: RESUME_MS + 30_000 });
  await phone.page.context().setOffline(false);
  await phone.join(room);
  await phone.say('I am alone again');
  await expect(officer.devices.first()).toContainText(staff.devices.other);
  await expect(officer.devices.first()).toContainText(staff.devices.perhapsAfterExit);
  await officer.confirm();
  await officer.say('Good to hear.');
  await expect(phone.bubble('Good to hear.')).toBeVisible();
  await expect(phone.bubble('Are you safe?')).toHaveCount(0);
  const held = officer.message('Are you safe?');
  await held.getByRole('button').click();
  await expect(phone.bubble('Are you safe?')).toBeVisible();
  await expect(phone.bubble('Are you safe?')).toHaveCount(1);
});
