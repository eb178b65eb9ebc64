// A release over open pages: both builds are real, B is deployed over A as an operator does it. Pages of A
// continue with the files of A; where those are gone, a page says that it is too old. Rules: V1, V2.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { BUILD_DIR, SOURCES } from '../../scripts/build.ts';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { en as staff } from '../../src/lib/i18n/en/desk.ts';
import { furnish } from './house/house.ts';
import { Officer } from './house/officer.ts';
import { type Phone } from './house/phone.ts';

const tree = mkdtempSync(join(tmpdir(), 'tryggrom-release-'));
const buildDir = join(tree, BUILD_DIR);
const SEND_IN_B = 'Send it off';

/** A copy of the project, with its build, in a separate folder: release A. */
function standA(): void {
  for (const source of [...SOURCES, BUILD_DIR])
    cpSync(source, join(tree, source), { recursive: true });
  // Files beside the sources that `npm ci` makes.
  cpSync('.svelte-kit/tsconfig.json', join(tree, '.svelte-kit/tsconfig.json'));
  symlinkSync(resolve('node_modules'), join(tree, 'node_modules'));
}

function replaceIn(file: string, from: string, to: string): void {
  const path = join(tree, file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

/** Another text, and another word in what workers and pages share: nearly every file has a new name. */
function buildB(): void {
  replaceIn('src/lib/i18n/en/talk.ts', `'${en.talk.send}'`, `'${SEND_IN_B}'`);
  replaceIn('src/lib/crypto/primitives/bytes.ts', `'not hex'`, `'not hexadecimal'`);
  execFileSync(process.execPath, ['scripts/build.ts'], { cwd: tree, stdio: 'pipe' });
}

/** As if the stated time had passed: files that are not in B are deleted. */
function forgetA(): number {
  const list = join(buildDir, 'earlier-files.json');
  const earlier = Object.keys(JSON.parse(readFileSync(list, 'utf8')) as Record<string, number>);
  const root = join(buildDir, 'site/_app/immutable');
  for (const file of earlier) rmSync(join(root, file));
  return earlier.length;
}

standA();
const house = furnish({ buildDir });
test.afterAll(() => rmSync(tree, { recursive: true, force: true }));

test('[V2] B over A: open doors, talks and desks go on, and what is gone is called too old', async () => {
  test.setTimeout(300_000);
  const { officer } = house;
  const phoneAt = async (link: string): Promise<Phone> => {
    // Without a service worker, which would cache every part.
    const phone = await house.phone({ serviceWorkers: 'block' });
    await phone.openLink(link);
    await expect(phone.heading).toContainText('Kari');
    return phone;
  };
  const deskAt = async (): Promise<Page> => {
    const page = await house.deskPage();
    await page.goto(`${house.url}/desk`);
    await expect(page.getByLabel(staff.signIn.name)).toBeVisible();
    return page;
  };
  const later = await officer.invite();
  const latest = await officer.invite();
  const room = await officer.invite();
  const talking = await phoneAt(room.link);
  await talking.tryWords(room.words);
  await talking.expectTalk();
  await officer.confirm();
  await talking.say('before the release');
  const [atDoor, stillAtDoor] = [await phoneAt(later.link), await phoneAt(latest.link)];
  // Offline, before it has loaded what a door needs to open.
  await stillAtDoor.page.context().setOffline(true);
  const [locked, stillLocked] = [await deskAt(), await deskAt()];

  buildB();
  await house.product.kill();
  await house.product.start();

  await talking.say('in mid-talk');
  await officer.expectMessages(['before the release', 'in mid-talk']);
  await talking.button(en.about).click();
  await expect(talking.dialog.getByRole('button', { name: en.sheets.end })).toBeVisible();
  await talking.page.keyboard.press('Escape');
  await atDoor.tryWords(later.words);
  await atDoor.expectTalk();
  await expect(atDoor.button(en.talk.send)).toBeVisible();
  await (await Officer.signIn(locked, house.url)).open(room);
  const fresh = await phoneAt(later.link);
  await fresh.tryWords(later.words);
  await expect(fresh.button(SEND_IN_B)).toBeVisible();

  expect(forgetA()).toBeGreaterThan(10);

  await stillAtDoor.page.context().setOffline(false);
  const missing = stillAtDoor.page.getByTestId('missing');
  await stillAtDoor.tryWords(latest.words);
  await expect(missing).toContainText(en.missing.tooOld, { timeout: 30_000 });
  await expect(stillAtDoor.codeField).toHaveValue(latest.words);
  await missing.getByRole('button', { name: en.missing.button }).click();
  await expect(missing).toBeHidden();
  await stillAtDoor.tryWords(latest.words);
  await expect(stillAtDoor.button(SEND_IN_B)).toBeVisible();

  const behind = new Officer(stillLocked);
  await behind.tryPassphrase('whatever it may be, it is not even looked at');
  const tooOld = stillLocked.getByTestId('too-old');
  await expect(tooOld).toContainText(staff.problems['too-old'], { timeout: 30_000 });
  await expect(stillLocked.getByText(staff.problems.crypto)).toHaveCount(0);
  await tooOld.getByRole('button', { name: staff.common.loadAgain }).click();
  await behind.signIn();
  await behind.open(room);
  // A page in the middle of something is not asked to reload.
  await talking.say('and still here');
  await officer.expectMessages(['before the release', 'in mid-talk', 'and still here']);
  await expect(talking.page.getByTestId('missing')).toBeHidden();
});
