// A locked desk and a young person who waits: the page, the tab's title and the bell tell it, and nothing of who or
// where reaches that page. Rules: D10, R8, R2.
import { expect, test, type Page } from '@playwright/test';
import { BROWSER_ARGS, findShell } from '../../scripts/find-browser.ts';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { en as staff } from '../../src/lib/i18n/en/desk.ts';
import { RING_EVERY_MS } from '../../src/lib/staff/desk/core/locked-bell.ts';
import { listenToBell, tonesOf } from './house/bell.ts';
import { expectNoFindings, expectNoSideways, expectTargets } from './house/everyone.ts';
import { furnish, type House } from './house/house.ts';
import { NAME, Officer } from './house/officer.ts';
import { expectSafeFirst } from './house/safe-first.ts';

// As browsers are for people: no page rings that nobody has pressed anything in.
const SOUND_BY_PRESS = '--autoplay-policy=document-user-activation-required';
test.use({
  launchOptions: { executablePath: await findShell(), args: [...BROWSER_ARGS, SOUND_BY_PRESS] }
});

const t = staff.lockedDesk;
const ALONE_MS = 4_000;

/** A desk with its sound on, in a browser of its own. */
async function deskWithSound(house: House): Promise<Officer> {
  const page = await house.deskPage();
  const desk = await Officer.signIn(page, house.url);
  await listenToBell(page);
  await desk.button(staff.desk.soundOff).click();
  await expect.poll(() => tonesOf(page)).toBe(2);
  return desk;
}

const told = (page: Page) => page.getByTestId('locked-waits');

async function lock(desk: Officer): Promise<void> {
  await desk.button(staff.desk.lock).click();
  await desk.expectPhase('sign-in');
}

/** "1 waits, less than a minute". */
const short = (many: number): string => t.since(t.many(many), t.short);

async function expectRings(page: Page): Promise<void> {
  const before = await tonesOf(page);
  await expect
    .poll(() => tonesOf(page), { timeout: RING_EVERY_MS + 5_000 })
    .toBeGreaterThan(before);
}

/** Everything that this page is sent over sockets from now on. */
function listenToSockets(page: Page): { readonly opened: string[]; readonly heard: string[] } {
  const sockets = { opened: [] as string[], heard: [] as string[] };
  page.on('websocket', (socket) => {
    sockets.opened.push(new URL(socket.url()).pathname.replace(/^.*\//, ''));
    socket.on('framereceived', ({ payload }) => sockets.heard.push(String(payload)));
  });
  return sockets;
}

test.describe('a young person who waits', () => {
  const house = furnish();

  test('[D10] makes a locked desk ring, on page, in title and by sound, until somebody has acknowledged it', async () => {
    test.setTimeout(180_000);
    const desk = await deskWithSound(house);
    const { page } = desk;
    const first = await desk.invite();
    const one = await house.phone();
    await one.join(first);
    await desk.confirm();
    const second = await desk.invite();
    const other = await house.phone();
    await other.join(second);
    await desk.confirm();
    const sockets = listenToSockets(page);
    await lock(desk);
    await expect(told(page)).toContainText(t.nobody);
    await expect(page).toHaveTitle(staff.desk.title);
    const quietTones = await tonesOf(page);

    await one.say('he is coming home now');
    await expect(told(page)).toHaveAttribute('data-calling', 'true');
    await expect(told(page)).toContainText(short(1));
    await expect(page).toHaveTitle(t.title(short(1)));
    await expect.poll(() => tonesOf(page)).toBe(quietTones + 2);
    await expectRings(page);

    // Numbers alone reach this page, and nothing of who, where or what is in it.
    expect(sockets.opened).toEqual(['waits']);
    for (const text of sockets.heard)
      expect(text).toMatch(
        /^(pong|\{"t":"waits"(,"(many|sinceMs|alone|newestMs|nowMs)":(\d+|null)){5}\})$/
      );
    expect(sockets.heard.filter((text) => text !== 'pong').length).toBeGreaterThan(1);
    const all = await page.content();
    for (const word of ['coming home', first.name, first.roomId, second.name, first.words])
      expect(all).not.toContain(word);

    // Everybody can read it and press it, on a phone as on a desk.
    await expectNoFindings(page, 'a locked desk that rings');
    await page.setViewportSize({ width: 360, height: 740 });
    await expectNoSideways(page, 'a locked desk that rings');
    await expectTargets(page, 44, '[data-testid=locked-waits]');
    await page.setViewportSize({ width: 1366, height: 850 });

    // Acknowledged: quiet, while page and title go on saying it.
    await desk.button(t.seen).focus();
    await page.keyboard.press('Enter');
    await expect(told(page)).toHaveAttribute('data-calling', 'false');
    await expect(told(page)).toBeFocused();
    await expect(told(page)).toContainText(t.quiet);
    const tones = await tonesOf(page);
    await one.say('please');
    await page.waitForTimeout(RING_EVERY_MS + 2_000);
    expect(await tonesOf(page)).toBe(tones);
    await expect(told(page)).toContainText(t.many(1));
    expect(await page.title()).toContain(t.many(1));

    await other.say('me too');
    await expect(told(page)).toHaveAttribute('data-calling', 'true');
    await expect(told(page)).toContainText(t.many(2));
    await expectRings(page);
    await desk.signIn();
    await expect(page).toHaveTitle(staff.desk.waitingTitle(2));
    await desk.open(first);
    await desk.expectMessages(['he is coming home now', 'please']);
  });

  test('[D10] is told to a tab that is opened anew, which says when it cannot ring or cannot tell', async () => {
    const desk = await deskWithSound(house);
    const room = await desk.invite();
    const phone = await house.phone();
    await phone.join(room);
    await desk.confirm();
    await lock(desk);
    const before = await waitingAt(desk.page);
    await phone.say('hello');
    await expect.poll(() => waitingAt(desk.page)).toBe(before + 1);
    const page = await desk.page.context().newPage();
    await listenToBell(page);
    await page.goto(`${house.url}/desk`);
    // Looking at a page by this tool counts as a press: it must not look before the page is there.
    await page.waitForTimeout(3_000);
    await expect(told(page)).toHaveAttribute('data-calling', 'true');
    await desk.page.close();
    // A browser lets no page ring that nobody has touched.
    await expect(told(page)).toContainText(t.touch);
    expect(await tonesOf(page)).toBe(0);
    await page.getByLabel(staff.signIn.passphrase, { exact: true }).click();
    await expect.poll(() => tonesOf(page)).toBe(2);
    await expect(told(page)).not.toContainText(t.touch);

    await page.context().setOffline(true);
    await expect(told(page)).toContainText(t.offline);
    await page.context().setOffline(false);
    await expect(told(page)).not.toContainText(t.offline);

    const elsewhere = await Officer.signIn(await house.deskPage(), house.url);
    await elsewhere.button(NAME).click();
    const everywhere = elsewhere.dialog.getByRole('button', {
      name: staff.desk.signOutEverywhere,
      exact: true
    });
    await everywhere.click();
    await expect(elsewhere.dialog).toContainText(staff.desk.everywhereTitle);
    await expectSafeFirst(elsewhere, NAME, staff.desk.everywhereKeep);
    await everywhere.click();
    await expect(told(page)).toHaveText(t.over);
    await expect(page).toHaveTitle(staff.desk.title);
    // Who has never signed in here is told nothing, not even that.
    const stranger = await house.deskPage();
    await stranger.goto(`${house.url}/desk`);
    await new Officer(stranger).expectPhase('sign-in');
    await stranger.waitForTimeout(1_000);
    await expect(told(stranger)).toHaveCount(0);
    // The officer of this file was signed out with the others.
    await house.officer.signIn();
  });
});

/** How many wait, as a locked desk's page tells; 0 while it says that nobody does. */
async function waitingAt(page: Page): Promise<number> {
  return Number(/\d+/.exec(await told(page).getByRole('status').first().innerText())?.[0] ?? 0);
}

test.describe('a young person who is left alone', () => {
  const house = furnish({ lifetimes: { unattendedMs: ALONE_MS } });

  test('[D10, R2] who reads that they have been told is right: the locked desk rings', async () => {
    const desk = await deskWithSound(house);
    const room = await desk.invite();
    const phone = await house.phone();
    await phone.join(room);
    await lock(desk);
    await expect(told(desk.page)).toContainText(t.nobody);
    const tones = await tonesOf(desk.page);
    await expect(phone.page.getByTestId('unattended')).toContainText(en.talk.unattended(null));
    await expect(told(desk.page)).toHaveAttribute('data-calling', 'true');
    await expect(told(desk.page)).toContainText(t.many(1));
    await expect.poll(() => tonesOf(desk.page)).toBeGreaterThan(tones);
    // Somebody of staff is with them: it is quiet by itself.
    await house.officer.open(room);
    await expect(told(desk.page)).toHaveAttribute('data-calling', 'false');
    await expect(phone.page.getByTestId('unattended')).toBeHidden();
  });
});
