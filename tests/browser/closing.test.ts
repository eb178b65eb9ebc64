// How a room ends: by either side, by silence, by the lapse of an invitation, by deletion; and what each
// side still has. Rules: R2, R3, R4, D5, J1.
import { expect, test, type Page } from '@playwright/test';
import { formatDate } from '../../src/lib/i18n/format.ts';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { en as staff } from '../../src/lib/i18n/en/desk.ts';
import { furnish } from './house/house.ts';
import type { Invited, Officer } from './house/officer.ts';
import { pattern } from './house/phone.ts';
import { expectSafeFirst } from './house/safe-first.ts';

/** The young person's page says what has happened and whom to call, and accepts no more messages. */
async function expectOver(page: Page, title: string, number: string): Promise<void> {
  const over = page.getByTestId('over');
  await expect(over).toContainText(title, { timeout: 60_000 });
  await expect(over.getByRole('link', { name: number })).toHaveAttribute('href', `tel:${number}`);
  await expect(page.getByTestId('composer')).toHaveCount(0);
}

/** The screen of a closed room: its own heading, whom to call, and a way on. */
async function expectClosed(
  page: Page,
  { title, text }: { title: string; text: string },
  number: string
): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title, { timeout: 60_000 });
  await expect(page.getByText(text)).toBeVisible();
  await expect(page.getByRole('link', { name: number })).toBeVisible();
  await expect(page.locator('#code')).toHaveCount(0);
}

/** The desk shows an ended room: how it ended, none of its messages, no invitation, no composer. */
async function expectEndedAtDesk(officer: Officer, room: Invited, how: string): Promise<void> {
  const { page } = officer;
  await officer.open(room);
  await expect(page.getByRole('heading', { name: staff.closed.title })).toBeVisible();
  await expect(page.getByRole('main')).toContainText(how);
  await expect(officer.messages).toHaveCount(0);
  await expect(officer.field).toHaveCount(0);
  await expect(page.getByTestId('link')).toHaveCount(0);
  await expect(page.getByTestId('code-words')).toHaveCount(0);
}

test.describe('ended by a person', () => {
  const house = furnish();
  const number = (): string => house.product.policy.emergencyNumber;

  test('[R3] the young person ends it: asked once more, then over on both sides', async () => {
    const { officer } = house;
    const room = await officer.invite();
    const phone = await house.phone();
    await phone.join(room);
    await officer.confirm();
    await phone.say('thank you for the help');
    await officer.say('You are welcome.');
    await expect(phone.bubble('You are welcome.')).toBeVisible();
    await phone.button(en.about).click();
    await phone.button(en.sheets.end).click();
    await expect(phone.dialog).toContainText(en.sheets.endText);
    await phone.button(en.sheets.endNo).click();
    await expect(phone.dialog).toHaveCount(0);
    await phone.say('one more thing');
    await officer.expectMessages(['thank you for the help', 'You are welcome.', 'one more thing']);
    await phone.button(en.about).click();
    await phone.button(en.sheets.end).click();
    await phone.button(en.sheets.endYes).click();
    await expectOver(phone.page, en.closed.ended.title, number());
    await phone.expectMessages(['thank you for the help', 'You are welcome.', 'one more thing']);
    await expectEndedAtDesk(officer, room, staff.closed.by.guest);
    await phone.page.reload();
    await expectClosed(phone.page, en.closed.ended, number());
    await expect(phone.messages).toHaveCount(0);
    await expect(phone.page.getByTestId('connection')).toHaveCount(0);
    await expect(phone.page.getByText('You are welcome.')).toHaveCount(0);
    await expect(phone.page.getByText(en.over.endedReading)).toHaveCount(0);
    await phone.button(en.paste.again).click();
    await expect(phone.pasteField).toBeVisible();
  });

  test('[R3] the service ends it: over at once, and link and code words open nothing', async () => {
    const { officer } = house;
    const room = await officer.invite();
    const phone = await house.phone();
    await phone.join(room);
    await officer.confirm();
    await officer.say('Take care.');
    await expect(phone.bubble('Take care.')).toBeVisible();
    const atTheDoor = await house.phone();
    await atTheDoor.openLink(room.link);
    await expect(atTheDoor.heading).toHaveText(pattern(en.door.invitedBy, 2));
    await officer.button(staff.panel.close).click();
    await expect(officer.dialog).toContainText(staff.panel.closeTitle);
    await expectSafeFirst(officer, room.name);
    await officer.dialog.getByRole('button', { name: staff.common.leaveIt }).click();
    await phone.say('still here');
    await expect(officer.bubble('still here')).toBeVisible();
    await officer.endRoom();
    await expectOver(phone.page, en.closed.ended.title, number());
    await expectEndedAtDesk(officer, room, staff.closed.by.staff);
    await atTheDoor.tryWords(room.words);
    await expectClosed(atTheDoor.page, en.closed.ended, number());
    const later = await house.phone();
    await later.page.goto(room.link);
    await expectClosed(later.page, en.closed.ended, number());
    const { serviceId } = house.product.policy;
    const hex = Buffer.from(room.roomId, 'base64url').toString('hex');
    const face = await later.page.request.get(`${house.url}/api/s/${serviceId}/r/${hex}/face`);
    expect(await face.json()).toMatchObject({ state: 'closed', face: null, endReason: 'staff' });
  });

  test('[R2] the desk says until when an ended room is kept, before and after the end', async () => {
    const { officer } = house;
    const room = await officer.invite();
    const { hardCapMs } = house.product.policy.lifetimes;
    const last = formatDate(en.format, Date.now() + hardCapMs, Date.now());
    await officer.button(staff.panel.close).click();
    await expect(officer.dialog).toContainText(staff.panel.closeText(last));
    await officer.dialog.getByRole('button', { name: staff.panel.closeYes }).click();
    await expect(officer.item(room)).toContainText(staff.item.deletedOn(last));
    await expect(officer.page.getByRole('main')).toContainText(pattern(staff.panel.deletedOn));
    await expect(officer.page.getByRole('main')).toContainText(last);
  });

  test('[D5, R3] an ended conversation is read with a reason only, and put away again', async () => {
    const { officer } = house;
    const { page } = officer;
    const room = await officer.invite();
    const phone = await house.phone();
    await phone.join(room);
    await phone.say('what was said before the end');
    await officer.confirm();
    await officer.say('what was answered');
    await expect(phone.bubble('what was answered')).toBeVisible();
    await officer.endRoom();
    await expectEndedAtDesk(officer, room, staff.closed.by.staff);
    expect(await page.content()).not.toContain('what was said before the end');
    // No reason is chosen for anybody.
    await expect(page.getByLabel(staff.closed.reason)).toHaveValue('');
    await expect(officer.button(staff.closed.read)).toBeDisabled();
    await expect(page.getByText(staff.closed.reasonFirst)).toBeVisible();
    await officer.read(staff.closed.reasons.complaint);
    await expect(
      page.getByText(staff.closed.reading(staff.closed.reasons.complaint))
    ).toBeVisible();
    await officer.expectMessages(['what was said before the end', 'what was answered']);
    await expect(officer.field).toHaveCount(0);
    await officer.button(staff.closed.stop).click();
    await expect(officer.messages).toHaveCount(0);
    expect(await page.content()).not.toContain('what was said before the end');
    await expect(officer.button(staff.closed.read)).toBeDisabled();
    await officer.read();
    await officer.expectMessages(['what was said before the end', 'what was answered']);
    const other = await officer.invite();
    await expect(officer.messages).toHaveCount(0);
    await officer.open(room);
    await expect(officer.messages).toHaveCount(0);
    expect(other.roomId).not.toBe(room.roomId);
  });
});

test.describe('an invitation that nobody used', () => {
  const house = furnish({ lifetimes: { inviteLapseMs: 10_000 } });

  test('[R2, J1] lapses by itself, and says so to whoever opens it or stands at the door', async () => {
    const { officer } = house;
    const number = house.product.policy.emergencyNumber;
    const room = await officer.invite();
    const early = await house.phone();
    await early.openLink(room.link);
    await expect(officer.item(room)).toContainText(pattern(staff.item.deletedOn), {
      timeout: 60_000
    });
    const late = await house.phone();
    await late.page.goto(room.link);
    await expectClosed(late.page, en.closed.expired, number);
    await early.tryWords(room.words);
    await expectClosed(early.page, en.closed.expired, number);
    await expectEndedAtDesk(officer, room, staff.closed.by.lapsed);
    await expect(officer.page.getByText(staff.closed.neverOpened)).toBeVisible();
    await expect(officer.button(staff.closed.read)).toHaveCount(0);
    await late.button(en.paste.again).click();
    await expect(late.pasteField).toBeVisible();
  });
});

test.describe('silence, and deletion', () => {
  const house = furnish({ lifetimes: { idleCloseMs: 8_000, retentionMs: 10_000 } });

  test('[R2, R4] silence ends a room, its time erases it, and then it is gone for everybody', async () => {
    const { officer } = house;
    const number = house.product.policy.emergencyNumber;
    const room = await officer.invite();
    const phone = await house.phone();
    await phone.join(room);
    await phone.say('nobody must find this');
    await expect(officer.bubble('nobody must find this')).toBeVisible();
    await expectOver(phone.page, en.closed.ended.title, number);
    await expect(officer.messages).toHaveCount(0);
    await expect(officer.item(room)).toHaveCount(0, { timeout: 60_000 });
    const list = officer.page.getByRole('navigation', { name: staff.desk.rooms });
    await expect(list).toContainText(new RegExp(`${room.name} was deleted at \\d\\d:\\d\\d\\.`));
    await expect(officer.page.getByRole('main')).toContainText(staff.desk.deletedTitle);
    await expect(officer.page.getByRole('main')).toContainText(staff.desk.deletedText);
    const again = await house.phone();
    await again.page.goto(room.link);
    await expectClosed(again.page, en.closed.gone, number);
    await phone.page.reload();
    await expect(phone.page.getByText('nobody must find this')).toHaveCount(0);
    await officer.page.reload();
    await officer.signIn();
    await expect(officer.item(room)).toHaveCount(0);
    await expect(officer.page.getByText(staff.desk.emptyTitle)).toBeVisible();
  });

  test('[R4] a room that is erased while its archive is read is taken off the screen', async () => {
    const { officer } = house;
    const room = await officer.invite();
    const phone = await house.phone();
    await phone.join(room);
    await phone.say('read until the end');
    await expect(officer.bubble('read until the end')).toBeVisible();
    await officer.endRoom();
    await officer.read();
    await officer.expectMessages(['read until the end']);
    await expect(officer.messages).toHaveCount(0, { timeout: 60_000 });
    await expect(officer.page.getByRole('main')).toContainText(staff.desk.deletedTitle);
    expect(await officer.page.content()).not.toContain('read until the end');
  });
});
