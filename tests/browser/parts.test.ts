// Parts of the page that the network loses: a visitor still gets in, or is told and can load again; and
// Exit works whatever is missing. A seed decides which requests fail. Rules: V1, E1.
import { expect, test, type BrowserContext } from '@playwright/test';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { en as staff } from '../../src/lib/i18n/en/desk.ts';
import { furnish } from './house/house.ts';
import { expectBackShowsNothing, expectLeft } from './house/leaving.ts';
import type { Phone } from './house/phone.ts';
import { expectNothingKept } from './house/storage-traces.ts';

const house = furnish();

/** Numbers from 0 to 1 (mulberry32). */
function drawn(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Loses this share of the page's own files, until it is healed. Returns how many were lost. */
async function losing(
  context: BrowserContext,
  share: number,
  seed: number
): Promise<{ heal: () => void; lost: () => number }> {
  const draw = drawn(seed);
  let [healed, lost] = [false, 0];
  await context.route(/\/_app\//, async (route) => {
    if (healed || draw() >= share) return route.continue();
    lost += 1;
    await route.abort('connectionreset');
  });
  return { heal: () => void (healed = true), lost: () => lost };
}

test('[V1] with three of ten files lost, everybody gets in, or is told and loads again', async () => {
  test.setTimeout(600_000);
  const { officer } = house;
  let lost = 0;
  for (const seed of [2, 3, 4]) {
    const room = await officer.invite();
    const phone = await house.phone({ serviceWorkers: 'block' });
    phone.page.setDefaultTimeout(60_000);
    const network = await losing(phone.page.context(), 0.3, seed);
    const missing = phone.page.getByTestId('missing');
    await phone.page.goto(room.link);
    await expect(async () => {
      await expect(phone.page.getByTestId('exit')).toBeVisible({ timeout: 500 });
      if (await missing.isVisible()) await missing.getByRole('button').click({ timeout: 2_000 });
      if (!(await phone.field.isVisible())) {
        await phone.codeField.fill(room.words, { timeout: 2_000 });
        await phone.button(en.door.open).click({ timeout: 2_000 });
      }
      await expect(phone.field).toBeVisible({ timeout: 8_000 });
      // One load in four finds all that it needs; each costs some ten seconds.
    }).toPass({ timeout: 180_000 });
    await phone.say(`seed ${String(seed)}`);
    await expect(officer.bubble(`seed ${String(seed)}`)).toBeVisible();
    lost += network.lost();
    await phone.page.context().close();
  }
  expect(lost).toBeGreaterThan(10);
});

test('[V1, E1] with every file lost the page says so, Exit leads away, and loading again gets in', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone({ serviceWorkers: 'block' });
  const network = await losing(phone.page.context(), 1, 1);
  await phone.page.goto(room.link);
  await expect(phone.page.getByTestId('missing')).toContainText(en.missing.text);
  await expect(phone.page.getByTestId('missing')).toBeVisible();
  network.heal();
  await phone.button(en.missing.button).click();
  await phone.tryWords(room.words);
  await phone.expectTalk();
});

test('[V1] styles that are lost before any script listens are asked for again', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone({ serviceWorkers: 'block' });
  const { page } = phone;
  const lost = Promise.withResolvers<undefined>();
  let many = 0;
  await page.route(/\/_app\/.*\.css/, async (route) => {
    many += 1;
    if (many > 3) return route.continue();
    await route.abort('connectionreset');
    if (many === 3) lost.resolve(undefined);
  });
  await page.route('**/boot.js', async (route) => {
    await lost.promise;
    await route.continue();
  });
  await phone.join(room);
  expect(many).toBeGreaterThanOrEqual(6);
  await phone.say('all of it can be seen');
  await expect(page.getByTestId('exit')).toHaveCSS('display', 'inline-flex');
});

for (const { how, press } of [
  { how: 'a press on Open', press: (phone: Phone) => phone.button(en.door.open).click() },
  { how: 'Enter', press: (phone: Phone) => phone.codeField.press('Enter') }
])
  test(`[V1] ${how} before the scripts have come is done as soon as they have`, async () => {
    const room = await house.officer.invite();
    const phone = await house.phone({ serviceWorkers: 'block' });
    const scripts = Promise.withResolvers<undefined>();
    await phone.page.route('**/_app/**/*.js', async (route) => {
      await scripts.promise;
      await route.continue();
    });
    await phone.page.goto(room.link, { waitUntil: 'commit' });
    await phone.page.waitForResponse('**/boot.js');
    await phone.codeField.fill(room.words);
    await press(phone);
    await expect(phone.page.locator('form')).toHaveAttribute('aria-busy', 'true');
    await expect(phone.codeField).toHaveValue(room.words);
    scripts.resolve(undefined);
    await phone.expectTalk();
  });

test('[V1, J4] a press before the scripts have come is forgotten when somebody types on', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone({ serviceWorkers: 'block' });
  const scripts = Promise.withResolvers<undefined>();
  await phone.page.route('**/_app/**/*.js', async (route) => {
    await scripts.promise;
    await route.continue();
  });
  await phone.page.goto(room.link, { waitUntil: 'commit' });
  await phone.page.waitForResponse('**/boot.js');
  await phone.codeField.fill('acorn acorn acorn');
  await phone.button(en.door.open).click();
  await expect(phone.page.locator('form')).toHaveAttribute('aria-busy', 'true');
  await phone.codeField.fill(room.words);
  await expect(phone.page.locator('form')).not.toHaveAttribute('aria-busy');
  scripts.resolve(undefined);
  await phone.untilStarted();
  await expect(phone.heading).toContainText('Kari');
  await expect(phone.button(en.door.open)).toBeVisible();
  await phone.button(en.door.open).click();
  await phone.expectTalk();
});

test('[V1] what was lost before the script that says so had come is said as soon', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone({ serviceWorkers: 'block' });
  const { page } = phone;
  await losing(page.context(), 1, 1);
  const lost = Promise.withResolvers<undefined>();
  let failures = 0;
  page.on('requestfailed', () => (failures += 1) > 10 && lost.resolve(undefined));
  await page.route('**/boot.js', async (route) => {
    await lost.promise;
    await new Promise((go) => setTimeout(go, 1_000));
    await route.continue();
  });
  await page.goto(room.link, { waitUntil: 'commit' });
  await page.waitForResponse('**/boot.js');
  // Far below the patience that a slow network needs.
  await expect(page.getByTestId('missing')).toBeVisible({ timeout: 6_000 });
});

test('[V1, E1] Exit says goodbye and clears everything when no part of the page comes any more', async () => {
  const { officer, product } = house;
  const room = await officer.invite();
  const phone = await house.phone({ serviceWorkers: 'block' });
  await phone.join(room);
  await phone.say('my secret message');
  await expect(officer.bubble('my secret message')).toBeVisible();
  await losing(phone.page.context(), 1, 1);
  await phone.page.reload();
  await expect(phone.page.getByTestId('missing')).toBeVisible();
  await phone.exit();
  await expectLeft(phone.page, product.policy.exitUrl);
  await expect(officer.page.getByTestId('left')).toContainText(staff.notices.left);
  await expectNothingKept(phone.page.context(), house.url);
  await expectBackShowsNothing(phone.page, ['my secret message']);
});

for (const [release, said] of [
  ['this release', en.missing.text],
  ['another release', en.missing.tooOld]
] as const)
  test(`[V1, V2] with ${release} on the server, a part that comes late is asked for until it comes, and nothing that was typed is lost`, async () => {
    const room = await house.officer.invite();
    const phone = await house.phone({ serviceWorkers: 'block' });
    if (said === en.missing.tooOld)
      await phone.page.route('**/version.json', (route) =>
        route.fulfill({ json: { version: 'next' } })
      );
    await phone.openLink(room.link);
    await phone.untilStarted();
    await phone.page.clock.install();
    const network = await losing(phone.page.context(), 1, 1);
    await phone.page.getByText(en.moreAboutThis).click();
    await phone.codeField.fill(room.words);
    await phone.button(en.door.open).click();
    const missing = phone.page.getByTestId('missing');
    for (let seconds = 0; seconds < 10 && !(await missing.isVisible()); seconds += 1)
      await phone.page.clock.runFor(1_000);
    await expect(missing).toContainText(said);
    await expect(phone.codeField).toHaveValue(room.words);
    network.heal();
    await phone.page.clock.runFor(10_000);
    await phone.expectTalk();
    await expect(missing).toBeHidden();
  });

for (const [when, share] of [
  ['after its scripts have come', 0],
  ['when none of its scripts has come', 1]
] as const)
  test(`[V1, P1] code words stand there again when the page is loaded again ${when}, and can be read in neither half that the browser keeps`, async () => {
    const room = await house.officer.invite();
    const phone = await house.phone({ serviceWorkers: 'block' });
    const { page } = phone;
    const before = await losing(page.context(), share, 1);
    await phone.openLink(room.link);
    const missing = page.getByTestId('missing');
    if (share === 0) await phone.untilStarted();
    const after = await losing(page.context(), 1, 1);
    await phone.codeField.fill(room.words);
    if (share === 0) await phone.button(en.door.open).click();
    await expect(missing).toBeVisible({ timeout: 30_000 });
    // What the browser stores at that moment, before the next page forgets it again.
    await page.addInitScript(() => {
      const kept = [sessionStorage.getItem('typed') ?? '', window.name];
      Object.assign(globalThis, { kept });
    });
    // Not before the page is reloaded: a part that arrives after all would remove the notice.
    await page.context().route(/\/r$/, async (route) => {
      before.heal();
      after.heal();
      await route.continue();
    });
    await missing.getByRole('button').click();
    await phone.untilStarted();
    await expect(phone.codeField).toHaveValue(room.words);
    const kept = await page.evaluate(() => (globalThis as unknown as { kept: string[] }).kept);
    const [mask = [], masked = []] = kept.map((text) => text.split(',').map(Number));
    const whole = masked.map((unit, at) => String.fromCharCode(unit ^ (mask[at] ?? 0))).join('');
    expect(JSON.parse(whole)).toEqual([expect.any(Number), new URL(room.link).hash, room.words]);
    expect(mask).toHaveLength(512);
    for (const text of kept)
      expect(String.fromCharCode(...text.split(',').map(Number))).not.toContain(room.words);
    expect(await page.evaluate(() => [sessionStorage.getItem('typed'), window.name])).toEqual([
      null,
      ''
    ]);
    await phone.button(en.door.open).click();
    await phone.expectTalk();
  });

test('[E1] Exit while the page is being loaded again brings nothing of it back', async () => {
  const { product } = house;
  const room = await house.officer.invite();
  const phone = await house.phone({ serviceWorkers: 'block' });
  const { page } = phone;
  // Clearing takes as long as it may.
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => ({}) as IDBOpenDBRequest;
  });
  await phone.openLink(room.link);
  await phone.untilStarted();
  await losing(page.context(), 1, 1);
  await page.getByText(en.moreAboutThis).click();
  const missing = page.getByTestId('missing');
  await expect(missing).toBeVisible({ timeout: 30_000 });
  const exit = await page.getByTestId('exit').boundingBox();
  const asked = Promise.withResolvers<undefined>();
  const left = Promise.withResolvers<undefined>();
  await page.context().route(/\/r$/, async (route) => {
    asked.resolve(undefined);
    await left.promise;
    await route.continue().catch(() => undefined);
  });
  let shown = 0;
  page.on('domcontentloaded', () => (shown += page.url().startsWith(house.url) ? 1 : 0));
  await missing.getByRole('button').click({ noWaitAfter: true });
  await asked.promise;
  // Pressed by position: the page answers no query while another is loading.
  await page.mouse.click((exit?.x ?? 0) + 20, (exit?.y ?? 0) + 20);
  left.resolve(undefined);
  await expectLeft(page, product.policy.exitUrl);
  expect(shown).toBe(0);
});
