// Where the focus goes at the desk, and what its keys do: from the passphrase to the list, into the room that
// is looked for or has waited longest, and into its field. Rules: A2, R8; WCAG 2.1.4, 2.4.11.
import { expect, test } from '@playwright/test';
import { en } from '../../src/lib/i18n/en/desk.ts';
import { furnish } from './house/house.ts';
import { NAME, Officer, PASSPHRASE, SIGN_IN_NAME, type Invited } from './house/officer.ts';

const house = furnish();

/** Somebody has come in; confirmed or not. */
async function someone(officer: Officer, says: string, confirmed: boolean): Promise<Invited> {
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  if (confirmed) await officer.confirm();
  await phone.say(says);
  await expect(officer.bubble(says)).toBeVisible();
  return room;
}

test('[A2] the focus is on the next field, then on the list, then where one may write', async () => {
  const page = await house.deskPage();
  const officer = new Officer(page);
  await page.goto(`${house.url}/desk`);
  await expect(page.getByLabel(en.signIn.name)).toBeFocused();
  await page.keyboard.type(SIGN_IN_NAME);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSPHRASE);
  await page.keyboard.press('Enter');
  await officer.expectIn();
  await expect(page.getByRole('navigation', { name: en.desk.rooms })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(officer.button(en.desk.newRoom)).toBeFocused();

  const open = await someone(officer, 'hello', true);
  const empty = await officer.invite();
  await expect(page.locator('#room-name')).toBeFocused();
  await officer.open(open);
  await expect(officer.field).toBeFocused();
  await expect(page.getByRole('group', { name: open.name })).toContainText(en.compose.send);
  await officer.item(empty).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#room-name')).toHaveText(empty.name);
  await expect(page.locator('#room-name')).toBeFocused();

  await officer.button(en.desk.lock).click();
  const passphrase = page.getByLabel(en.signIn.passphrase, { exact: true });
  await expect(passphrase).toBeFocused();
  await expect(passphrase).toHaveAccessibleDescription(en.signIn.locked);
  await page.keyboard.type(PASSPHRASE);
  await page.keyboard.press('Enter');
  await officer.expectIn();
  // A line is opened anew: at first to the name, and as soon as one may write to the field.
  await officer.open(open);
  await expect(officer.field).toBeFocused();
  await officer.endRoom();
});

test('[A2] on a touch screen no keyboard covers the room that was opened', async () => {
  const page = await house.deskPage({ hasTouch: true, isMobile: true });
  const officer = await Officer.signIn(page, house.url);
  const room = await someone(officer, 'hello', true);
  await officer.invite();
  await officer.open(room);
  await expect(officer.field).toBeEnabled();
  await expect(page.locator('#room-name')).toBeFocused();
  await officer.endRoom();
});

test('[A2, R8] keys find a room and go to the longest wait, never while one writes, and can be turned off', async () => {
  const officer = await Officer.signIn(await house.deskPage(), house.url);
  const { page } = officer;
  const first = await someone(officer, 'I have waited longest', false);
  const second = await someone(officer, 'and I since then', false);
  const search = page.getByLabel(en.desk.search);
  const inRoom = ({ name }: Invited): Promise<void> =>
    expect(page.locator('#room-name')).toHaveText(name);
  const empty = await officer.invite();
  await expect(page.getByTestId('next')).toHaveText(en.desk.waitingNext(2));
  await page.keyboard.press('n');
  await inRoom(first);
  await page.keyboard.press('n');
  await inRoom(second);

  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await page.keyboard.type(empty.name.toUpperCase());
  await expect(page.getByTestId('room-item')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(search).toHaveValue('');
  await page.keyboard.type(`${empty.name}`);
  await page.keyboard.press('Enter');
  await inRoom(empty);
  await expect(page.locator('#room-name')).toBeFocused();
  await expect(search).toHaveValue('');

  await page.keyboard.press('Control+n');
  await page.keyboard.press('Alt+n');
  await inRoom(empty);
  await page.keyboard.press('?');
  await expect(officer.dialog).toContainText(en.keys.next);
  await page.keyboard.press('n');
  await inRoom(empty);
  const use = officer.dialog.getByLabel(en.keys.use);
  await use.uncheck();
  await page.keyboard.press('Escape');
  await page.locator('#room-name').focus();
  for (const key of ['n', '/', '?']) await page.keyboard.press(key);
  await expect(officer.dialog).toHaveCount(0);
  await expect(page.locator('#room-name')).toBeFocused();
  await inRoom(empty);

  // It is kept, and what turns them on again needs none of them.
  await page.reload();
  await officer.signIn();
  await page.keyboard.press('?');
  await expect(officer.dialog).toHaveCount(0);
  await officer.button(NAME).click();
  await officer.dialog.getByRole('button', { name: en.keys.title, exact: true }).click();
  await use.check();
  await page.keyboard.press('Escape');
  await expect(page.locator('dialog[open]')).toHaveCount(0);
  await expect(use).toHaveCount(0);
  await expect(page.getByTestId('next')).toHaveText(en.desk.waitingNext(2));
  await page.keyboard.press('n');
  await inRoom(first);
  await officer.button(en.compose.writeAnyway).click();
  await officer.field.pressSequentially('n/? never');
  await expect(officer.field).toHaveValue('n/? never');
  await inRoom(first);
  await officer.endRoom();
  await officer.open(second);
  await officer.endRoom();
});

test('[R8] a new room, and who waits, stay in sight however far the list is scrolled', async () => {
  const size = { viewport: { width: 1280, height: 500 } };
  const officer = await Officer.signIn(await house.deskPage(size), house.url);
  const { page } = officer;
  const room = await someone(officer, 'is anybody there', false);
  for (let n = 0; n < 9; n += 1) await officer.invite();
  await page.getByTestId('room-item').last().scrollIntoViewIfNeeded();
  await expect(officer.item(room)).not.toBeInViewport();
  await expect(officer.button(en.desk.newRoom)).toBeInViewport({ ratio: 1 });
  const next = page.getByTestId('next');
  await expect(next).toBeInViewport({ ratio: 1 });
  await next.click();
  await expect(page.getByTestId('writing-to')).toBeVisible();
  // What the focus reaches on the way back is not hidden under them.
  await page.getByTestId('room-item').last().focus();
  for (let n = 0; n < 5; n += 1) await page.keyboard.press('Shift+Tab');
  const covered = await page.locator(':focus').evaluate((one) => {
    const { left, top } = one.getBoundingClientRect();
    return !one.contains(document.elementFromPoint(left + 20, top + 4));
  });
  expect(covered).toBe(false);
});
