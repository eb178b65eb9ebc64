// Rooms that nobody takes for one another: a label that staff alone see, colours that differ, and until when an
// unopened link works. Rules: R2, R9, O3, D5.
import { expect, test, type Page } from '@playwright/test';
import { en as staff } from '../../src/lib/i18n/en/desk.ts';
import { INVITATIONS } from '../../src/lib/i18n/desk-invitations.ts';
import { untilAtDesk } from '../../src/lib/i18n/desk-until.ts';
import { MAX_LABEL_LETTERS } from '../../src/lib/protocol/log-content.ts';
import { furnish } from './house/house.ts';
import { Officer, type Invited } from './house/officer.ts';

const house = furnish();

const LABEL = 'Nora, Snap';

async function inviteAs(officer: Officer, label: string): Promise<Invited> {
  await officer.button(staff.desk.newRoom).click();
  await officer.dialog.getByLabel(staff.label.title).fill(label);
  await officer.dialog.getByRole('button', { name: staff.newRoom.submit }).click();
  return officer.takeInvitation(officer.dialog);
}

const panel = (page: Page) => page.getByTestId('room-label');

async function setLabel(page: Page, label: string): Promise<void> {
  await panel(page).getByRole('button').click();
  await panel(page).getByLabel(staff.label.title).fill(label);
  await panel(page).getByRole('button', { name: staff.label.save }).click();
}

test('[R9] a label given with a new room stands wherever the room does, and never at the young person’s', async () => {
  const { officer } = house;
  const room = await inviteAs(officer, LABEL);
  const { page } = officer;
  await expect(panel(page)).toContainText(LABEL);
  await expect(page.locator('header').filter({ hasText: room.name })).toContainText(LABEL);
  await expect(officer.item(room)).toContainText(LABEL);

  const phone = await house.phone();
  await phone.join(room);
  await phone.say('hello');
  await officer.confirm();
  await expect(page.getByTestId('writing-to')).toContainText(LABEL);
  await officer.say('Good morning.');
  await expect(phone.bubble('Good morning.')).toBeVisible();
  expect(await phone.page.content()).not.toContain('Nora');

  const elsewhere = await Officer.signIn(await house.deskPage(), house.url);
  await expect(elsewhere.item(room)).not.toContainText('Nora');
  await elsewhere.open(room);
  await expect(elsewhere.item(room)).toContainText(LABEL);
  await elsewhere.page.getByLabel(staff.desk.search).fill('nora');
  await expect(elsewhere.page.getByTestId('room-item')).toHaveCount(1);
  await setLabel(elsewhere.page, 'Nora (15), Snap');
  await expect(panel(page)).toContainText('Nora (15), Snap');
  await expect(page.getByTestId('needs-newer')).toHaveCount(0);
});

test('[R9, X2] one that is too long stays in its field, said and not cut; an empty one takes it away', async () => {
  const { officer } = house;
  const room = await inviteAs(officer, LABEL);
  const { page } = officer;
  const long = 'n'.repeat(MAX_LABEL_LETTERS + 5);
  await setLabel(page, long);
  const field = panel(page).getByLabel(staff.label.title);
  await expect(field).toHaveValue(long);
  await expect(field).toBeFocused();
  await expect(panel(page).getByRole('alert')).toHaveText(staff.label.tooLong(MAX_LABEL_LETTERS));
  await field.fill('');
  await field.press('Enter');
  await expect(panel(page)).toContainText(staff.label.none);
  await expect(officer.item(room)).not.toContainText(LABEL);
  await expect(panel(page).getByRole('button', { name: staff.label.add })).toBeFocused();
});

test('[O3, R9] set without a network it waits, and says so', async () => {
  const { officer } = house;
  await officer.invite();
  const { page } = officer;
  await expect(panel(page).getByRole('button')).toBeEnabled();
  await page.context().setOffline(true);
  await setLabel(page, LABEL);
  await expect(panel(page)).toContainText(staff.label.waiting);
  await page.context().setOffline(false);
  await expect(panel(page)).not.toContainText(staff.label.waiting, { timeout: 60_000 });
  await expect(panel(page)).toContainText(LABEL);
});

test('[R9, D5] a closed room’s is read with a reason alone; a new link takes it over', async () => {
  const { officer } = house;
  const room = await inviteAs(officer, 'Sina, Insta');
  const { page } = officer;
  await officer.button(staff.panel.newLink).click();
  await expect(officer.dialog.getByLabel(staff.label.title)).toHaveValue('Sina, Insta');
  // An Enter in a field closes no room.
  await officer.dialog.getByLabel(staff.newRoom.host).press('Enter');
  await expect(officer.dialog).toContainText(staff.newRoom.closes);
  await officer.dialog.getByRole('button', { name: staff.newRoom.submitInstead }).click();
  const next = await officer.takeInvitation(officer.dialog);
  await expect(officer.item(next)).toContainText('Sina, Insta');
  await officer.item(room).click();
  const closed = page.locator('section.closed');
  await expect(closed).toContainText(staff.closed.title);
  await expect(closed).not.toContainText('Sina');
  await expect(officer.item(room)).not.toContainText('Sina');
  await officer.read();
  await expect(closed).toContainText('Sina, Insta');
});

test('[R2] until when an unopened link works stands in list, head, panel and message, until it is opened', async () => {
  const { officer } = house;
  const { lifetimes, timeZone } = house.product.policy;
  const before = Date.now();
  const room = await officer.invite();
  const { page } = officer;
  const times = [before, Date.now()].map((madeMs) => madeMs + lifetimes.inviteLapseMs);
  const said = times.map((atMs) => untilAtDesk('en', atMs, timeZone, Date.now()));
  const oneOf = (say: (when: string) => string) =>
    new RegExp(said.map((when) => say(when).replaceAll(/[.()/]/g, '\\$&')).join('|'));
  await expect(officer.item(room)).toContainText(oneOf(staff.item.invitedUntil));
  await expect(page.getByTestId('works-until')).toHaveText(oneOf(INVITATIONS.en.until));
  await expect(page.locator('header').filter({ hasText: room.name })).toContainText(
    oneOf(staff.panel.lapses)
  );
  await expect(page.getByRole('listitem').getByText(oneOf(staff.panel.lapses))).toBeVisible();
  const phone = await house.phone();
  await phone.join(room);
  await expect(page.getByText(oneOf(staff.panel.lapses))).toHaveCount(0);
  await expect(page.getByTestId('works-until')).toHaveCount(0);
});

test('[R9] rooms that are open at once have marks of different colours', async () => {
  const { officer } = house;
  const page = await house.deskPage();
  const fresh = await Officer.signIn(page, house.url);
  for (let made = 0; made < 6; made += 1) await officer.invite();
  const colours = async (of: Page) =>
    of
      .locator('nav section')
      .filter({ hasNotText: staff.desk.groups.ended })
      .locator('.mark')
      .evaluateAll((marks) => marks.map((one) => getComputedStyle(one).backgroundColor));
  await expect.poll(async () => (await colours(page)).length).toBeGreaterThan(5);
  const shown = await colours(page);
  expect(new Set(shown).size).toBe(shown.length);
  await expect.poll(() => colours(officer.page)).toEqual(shown);
  await fresh.page.reload();
  await fresh.signIn();
  await expect.poll(() => colours(page)).toEqual(shown);
});
