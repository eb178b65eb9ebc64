// The desk's screens at every size: nothing is cut or covered, what one does is in view or scrolled to inside
// its own part, targets are large enough for a thumb, and axe finds nothing. The rooms are made once.
// Rules: A2; WCAG 1.4.4, 1.4.10, 2.5.8.
import { expect, test, type Locator } from '@playwright/test';
import { en } from '../../src/lib/i18n/en/desk.ts';
import { expectWhole } from './house/boxes.ts';
import { expectNoFindings, expectTargets } from './house/everyone.ts';
import { furnish } from './house/house.ts';
import { NAME, type Invited, type Officer } from './house/officer.ts';
import type { Phone } from './house/phone.ts';

const house = furnish();

test.describe.configure({ timeout: 240_000 });

const PHONE_WIDTH = { width: 360, height: 740 };
const THUMB = 44;
/** A wait turns amber after two minutes. */
const WAITED_MS = 3 * 60_000;

let talk: Invited;
let waiting: Invited;
let ended: Invited;

async function enters(room: Invited, says: string): Promise<Phone> {
  const phone = await house.phone();
  await phone.join(room);
  await phone.say(says);
  await expect(house.officer.bubble(says)).toBeVisible();
  return phone;
}

test.beforeAll(async () => {
  test.setTimeout(120_000);
  const { officer } = house;
  ended = await officer.invite();
  await enters(ended, 'what was said before the end');
  await officer.confirm();
  await officer.endRoom();
  const left = await officer.invite();
  await (await enters(left, 'I have to go')).exit();
  await expect(officer.item(left)).toContainText(en.item.left);
  for (let n = 0; n < 4; n += 1) await officer.invite();
  await officer.invite();
  await officer.endRoom();
  await officer.invite();
  await officer.button(en.panel.newLink).click();
  await officer.dialog.getByRole('button', { name: en.newRoom.submitInstead }).click();
  await officer.takeInvitation(officer.dialog);
  talk = await officer.invite();
  await enters(talk, 'Can somebody read this? It is about something that happened yesterday.');
  await officer.confirm();
  await officer.say('Yes. I am here, and I have time. Take all the time that you need.'.repeat(4));
  await officer.say('Donaudampfschifffahrtsgesellschaftskapitänswitwenrente');
  for (let n = 1; n <= 6; n += 1) await officer.say(`${String(n)} of what you can do now`);
  await enters(talk, 'I have another phone');
  waiting = await officer.invite();
  await enters(waiting, 'is anybody there');
});

/** As on a phone: list, room, panel, one behind the other, which is what each wider window goes by. */
async function inRoom(officer: Officer, room: Invited): Promise<void> {
  const { page } = officer;
  await page.setViewportSize(PHONE_WIDTH);
  await toList(officer);
  await officer.open(room);
}

async function toList({ page }: Officer): Promise<void> {
  for (const back of [en.desk.toConversation, en.desk.toList]) {
    const button = page.getByRole('button', { name: back, exact: true });
    if (!(await button.isVisible())) continue;
    await button.click();
    await expect(button).toBeHidden();
  }
}

async function inPanel(officer: Officer, room: Invited): Promise<void> {
  await inRoom(officer, room);
  await officer.button(en.desk.toPanel).click();
  await expect(officer.page.getByRole('complementary')).toBeVisible();
}

const SHOWN = [
  '360×400, 200 %, light',
  '360×740, 100 %, light',
  '320×568, 200 %, light',
  '768×1024, 100 %, light',
  '1280×800, 100 %, light',
  '1920×1080, 100 %, light',
  '360×740, 100 %, dark'
];

/** A picture of some sizes, to be looked at beside the results. */
const picture =
  (officer: Officer, name: string) =>
  async (size: string): Promise<void> => {
    if (!SHOWN.includes(size)) return;
    const path = test
      .info()
      .outputPath(`${name} ${size}.png`.replaceAll(/[^a-z\d]+/g, '-').replace(/-png$/, '.png'));
    await officer.page.screenshot({ path });
  };

/** How much on the screen still moves. Runs in the page. */
const fading = (): number =>
  document
    .getAnimations()
    .filter(({ effect }) => effect instanceof KeyframeEffect && effect.target?.checkVisibility())
    .length;

async function expectScreen(
  officer: Officer,
  name: string,
  step: Parameters<typeof expectWhole>[2]['step'],
  opener?: () => Promise<void>
): Promise<void> {
  const { page, dialog } = officer;
  const reach = async (): Promise<void> => {
    if (opener && !(await dialog.isVisible())) await opener();
  };
  await expectWhole(page, name, { step, reach, then: picture(officer, name) });
  // What still fades in has no contrast yet.
  await expect.poll(() => page.evaluate(fading)).toBe(0);
  await expectNoFindings(page, name);
  await expectTargets(page, THUMB, opener ? 'dialog' : 'body');
}

test('[A2] the list, a long talk, and all about its room', async () => {
  const { officer } = house;
  const { page } = officer;
  await page.evaluate((ms) => {
    const real = Date.now.bind(Date);
    Date.now = () => real() + ms;
  }, WAITED_MS);
  await page.setViewportSize(PHONE_WIDTH);
  await toList(officer);
  await expect(officer.item(waiting)).toContainText(en.item.owed('3 minutes'));
  await expectScreen(officer, 'list', () => [
    officer.button(en.desk.newRoom),
    page.getByTestId('next'),
    // With letters twice as large, all that is said of a room may be higher than a low window.
    officer.item(waiting).getByText(waiting.name),
    officer.item(ended).getByText(ended.name)
  ]);
  await inRoom(officer, talk);
  await expectScreen(officer, 'conversation', () => [
    page.locator('#room-name'),
    officer.field,
    officer.button(en.compose.send)
  ]);
  await page.setViewportSize({ width: 1920, height: 1080 });
  // Read in a column, with the field under it.
  const column = async (part: Locator): Promise<[number, number]> => {
    const { x = 0, width = 0 } = (await part.boundingBox()) ?? {};
    return [Math.round(x), Math.round(width)];
  };
  const inside = page.locator('.inside');
  await expect.poll(async () => (await column(inside))[1]).toBe(46 * 16);
  expect((await column(officer.field))[0]).toBe((await column(inside))[0]);
  await inRoom(officer, waiting);
  await expect(officer.field).toBeDisabled();
  await expectScreen(officer, 'nobody-confirmed', () => [officer.button(en.compose.writeAnyway)]);
  await inPanel(officer, talk);
  await expectScreen(officer, 'panel', () => [
    officer.devices.first().getByRole('button', { name: en.devices.confirm }),
    officer.devices.first().getByRole('button', { name: en.devices.refuse }),
    officer.button(en.panel.newLink),
    officer.button(en.panel.close)
  ]);
});

test('[A2] what cannot be taken back: refuse, end, a new link that closes the old, sign out everywhere', async () => {
  const { officer } = house;
  const { dialog } = officer;
  const named = (name: string) => dialog.getByRole('button', { name, exact: true });
  const keep = named(en.common.leaveIt);
  await inPanel(officer, talk);
  const refuse = officer.devices.first().getByRole('button', { name: en.devices.refuse });
  await expectScreen(
    officer,
    'refuse',
    () => [keep, named(en.devices.refuse)],
    () => refuse.click()
  );
  await keep.click();
  await expectScreen(
    officer,
    'end',
    () => [keep, named(en.panel.closeYes)],
    () => officer.button(en.panel.close).click()
  );
  await keep.click();
  await expectScreen(
    officer,
    'new-link',
    () => [keep, named(en.newRoom.submitInstead)],
    () => officer.button(en.panel.newLink).click()
  );
  await keep.click();
  await toList(officer);
  await expectScreen(
    officer,
    'everywhere',
    () => [named(en.desk.everywhereKeep), named(en.desk.signOutEverywhere)],
    async () => {
      await officer.button(NAME).click();
      await named(en.desk.signOutEverywhere).click();
      await expect(dialog).toContainText(en.desk.everywhereTitle);
    }
  );
  await named(en.desk.everywhereKeep).click();
});

test('[A2] a new room, its invitation, the account, the keys, an ended room, and reading it', async () => {
  const { officer } = house;
  const { page, dialog } = officer;
  const named = (name: string) => dialog.getByRole('button', { name, exact: true });
  await page.setViewportSize(PHONE_WIDTH);
  await toList(officer);
  await officer.button(NAME).click();
  await expectScreen(
    officer,
    'account',
    () => [named(en.keys.title), named(en.desk.signOut)],
    () => officer.button(NAME).click()
  );
  await named(en.keys.title).click();
  await expect(dialog).toContainText(en.keys.next);
  await expectScreen(
    officer,
    'keys',
    () => [dialog.getByLabel(en.keys.use), named(en.common.close)],
    () => page.keyboard.press('?')
  );
  await named(en.common.close).click();
  const start = (): Promise<void> => officer.button(en.desk.newRoom).click();
  await start();
  const make = named(en.newRoom.submit);
  await expectScreen(officer, 'new-room', () => [dialog.getByLabel(en.newRoom.host), make], start);
  await make.click();
  await expect(dialog.getByTestId('link')).toBeVisible({ timeout: 60_000 });
  await expectScreen(officer, 'invitation', () => [
    named(en.invitation.copyLink),
    named(en.invitation.copyWords),
    named(en.invitation.openRoom)
  ]);
  await named(en.common.close).click();
  await inRoom(officer, ended);
  const reason = page.getByLabel(en.closed.reason);
  await expectScreen(officer, 'closed', () => [reason, officer.button(en.closed.read)]);
  await officer.read();
  await officer.expectMessages(['what was said before the end']);
  await expectScreen(officer, 'reading', () => [officer.button(en.closed.stop)]);
  await officer.button(en.closed.stop).click();
});

test('[A2, D10] the way in: locked while somebody waits, and for the first time', async () => {
  const { officer } = house;
  const { page } = officer;
  const passphrase = page.getByLabel(en.signIn.passphrase, { exact: true });
  const submit = officer.button(en.signIn.submit);
  await page.setViewportSize(PHONE_WIDTH);
  await toList(officer);
  await officer.button(en.desk.lock).click();
  await expect(page.getByTestId('locked-waits')).toContainText('wait');
  const screen = () => [page.getByLabel(en.signIn.name), passphrase, submit];
  await expectScreen(officer, 'locked', screen);
  await page.context().clearCookies();
  await page.reload();
  await expect(submit).toBeVisible();
  await expectScreen(officer, 'sign-in', screen);
});
