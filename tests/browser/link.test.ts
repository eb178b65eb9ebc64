// From a thread to the door: whole links, cut links, whole messages pasted, in-app browsers, and rooms that
// no longer exist.
import { expect, test, type Locator } from '@playwright/test';
import { toBase64url, fromBase64url } from '../../src/lib/crypto/primitives/bytes.ts';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { SEEN_AGENTS } from '../guest/user-agents.ts';
import { beginWords } from './house/begun-words.ts';
import { furnish } from './house/house.ts';
import { Phone } from './house/phone.ts';

const house = furnish();

test('[L4] the fragment stays in the address until the young person has joined', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone();
  await phone.openLink(room.link);
  await expect(phone.heading).toContainText('Kari');
  expect(phone.page.url()).toBe(room.link);
  await phone.tryWords('apple apple apple');
  await expect(phone.codeField).toHaveAttribute('aria-invalid', 'true');
  expect(phone.page.url()).toBe(room.link);
  await phone.tryWords(room.words);
  await phone.expectTalk();
  expect(phone.page.url()).toBe(`${house.url}/r`);
  expect(await phone.page.evaluate(() => JSON.stringify(history.state))).not.toContain(
    room.link.slice(-72)
  );
});

test('[C2] words are forgiving: capitals, hyphens, and a chip for the rest of a word', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone();
  await phone.openLink(room.link);
  const { typed, word, rest } = await beginWords(room.words);
  await phone.codeField.pressSequentially(typed.toUpperCase().replace(' ', '-'));
  const chips = phone.page.getByRole('group', { name: en.door.suggestions });
  await chips.getByRole('button', { name: word, exact: true }).click();
  await phone.codeField.pressSequentially(rest.toUpperCase().replace(' ', '-'));
  await phone.button(en.door.open).click();
  await phone.expectTalk();
});

test('[J4] a slip that the list can see costs no try', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone();
  await phone.openLink(room.link);
  await phone.tryWords('');
  await expect(phone.page.getByText(en.door.none)).toBeVisible();
  await phone.tryWords(room.words.split(' ').slice(0, 2).join(' '));
  await expect(phone.page.getByText(en.door.howMany(2))).toBeVisible();
  const [first = '', second = ''] = room.words.split(' ');
  await phone.tryWords(`${first} ${second} qwertyzz`);
  await expect(phone.page.getByText(en.door.unknownWord('qwertyzz'))).toBeVisible();
  await phone.tryWords(room.words);
  await phone.expectTalk();
});

for (const [what, cut] of [
  ['cut in the middle', (link: string) => link.slice(0, -30)],
  ['without its fragment', (link: string) => link.split('#')[0] ?? ''],
  ['with a hashtag instead', (link: string) => link.replace('#-', '#')]
] as const)
  test(`[L5] a link ${what} leads on: the whole message is pasted, with nothing retyped`, async () => {
    const room = await house.officer.invite();
    const phone = await house.phone();
    const broken = cut(room.link);
    await phone.page.goto(broken);
    if (what === 'with a hashtag instead') {
      await expect(phone.codeField).toBeVisible();
      await expect(phone.heading).toContainText('Kari');
      return;
    }
    await expect(phone.pasteField).toBeVisible();
    if (broken.includes('#')) await expect(phone.page.getByText(en.paste.cutOff)).toBeVisible();
    await phone.paste('hello hello');
    await expect(phone.page.getByText(en.paste.nothing)).toBeVisible();
    await phone.paste(`Here: ${broken}#-abc`);
    await expect(phone.page.getByText(en.paste.cutOff)).toBeVisible();
    await phone.paste(Phone.message(room));
    await expect(phone.codeField).toHaveValue(room.words);
    await phone.button(en.door.open).click();
    await phone.expectTalk();
  });

test('[L6, L7] links as apps and mail leave them open the door, and nothing stays hung onto the address', async () => {
  const room = await house.officer.invite();
  const token = room.link.slice(-72);
  const phone = await house.phone();
  for (const address of [
    `/r?fbclid=IwAR0x_y-z#-${token}`,
    `/r#-${token}&fbclid=IwAR0`,
    `/r#-${token}?utm_source=ig_web`,
    `/r#-${token}).`,
    `/r#-${token}%20`,
    `/r%23-${token}`,
    `/r-${token}`,
    `/R/${token}?x=1`,
    `/en/r%2523-${token}`,
    `/r#-${token.replaceAll('_', '%5C_').replaceAll('-', '\u2011')}`
  ]) {
    await phone.page.goto('about:blank');
    await phone.page.goto(house.url + address);
    await expect(phone.codeField).toBeVisible();
    await expect(phone.heading).toContainText('Kari');
    expect(phone.page.url()).toBe(
      `${house.url}${address.startsWith('/en/') ? '/en' : ''}/r#-${token}`
    );
  }
  await phone.tryWords(room.words);
  await phone.expectTalk();
});

test('[L6] a cut link swallows no word behind it: no try is lost, and no room is called gone for it', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone();
  await phone.page.goto(house.url);
  await phone.paste(`${room.link.slice(0, -4)} Kode: ${room.words}`);
  await expect(phone.page.getByText(en.paste.cutOff)).toBeVisible();
  const other = await house.officer.invite();
  await phone.paste(`First ${other.link}, then ${room.link}\nWords: ${room.words}`);
  await expect(phone.page.getByText(en.door.several)).toBeVisible();
  await expect(phone.codeField).toHaveValue(room.words);
  await phone.button(en.door.open).click();
  await phone.expectTalk();
});

test('[L7] every path that begins as a room’s does has the field and Exit, also without network', async () => {
  const room = await house.officer.invite();
  const token = room.link.slice(-72);
  const phone = await house.phone();
  for (const path of ['/R', '/r.', '/r%', '/r-', '/room/of/nobody', '/rr', '/fi/r,']) {
    const answer = await phone.page.goto(house.url + path);
    expect(answer?.status()).toBe(200);
    await expect(phone.pasteField).toBeVisible();
    await expect(phone.page.getByTestId('exit')).toBeVisible();
    expect(new URL(phone.page.url()).pathname).toBe(path.startsWith('/fi') ? '/fi/r' : '/r');
  }
  expect(
    (await phone.page.request.get(`${house.url}/robots.txt`)).headers()['content-type']
  ).toContain('text/plain');
  expect((await phone.page.request.get(`${house.url}/register.js`)).status()).toBe(404);
  await phone.join(await house.officer.invite());
  await phone.untilKept();
  await phone.page.context().setOffline(true);
  await phone.page.goto(`${house.url}/r%23-${token}?fbclid=1`);
  await expect(phone.page.getByText(en.door.offline)).toBeVisible();
  await phone.page.context().setOffline(false);
  await expect(phone.heading).toContainText('Kari');
  await phone.tryWords(room.words);
  await phone.expectTalk();
});

test('[X1] far too much that is pasted is refused in a sentence, and what stood in the field stays', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone();
  await phone.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await phone.page.goto(house.url);
  await phone.page.evaluate((text) => navigator.clipboard.writeText(text), '-A'.repeat(2 ** 21));
  const paste = async (field: Locator): Promise<void> => {
    await field.focus();
    await phone.page.keyboard.press('ControlOrMeta+V');
  };
  // What reads a pasted text is here already: it has no say about what was refused.
  await phone.paste('no link and no words');
  await expect(phone.page.getByText(en.paste.nothing)).toBeVisible();
  await paste(phone.pasteField);
  await expect(phone.page.getByText(en.paste.tooLong)).toBeVisible();
  await expect(phone.pasteField).toHaveValue('no link and no words');
  await phone.openLink(room.link);
  await phone.codeField.fill('so far');
  await paste(phone.codeField);
  await expect(phone.page.getByText(en.paste.tooLong)).toBeVisible();
  await expect(phone.codeField).toHaveValue('so far');
  await phone.tryWords(room.words);
  await phone.expectTalk();
  await phone.field.fill('so far');
  await paste(phone.field);
  await expect(phone.page.getByText(en.talk.tooLong)).toBeVisible();
  await expect(phone.field).toHaveValue('so far');
  await phone.button(en.talk.send).click();
  await house.officer.expectMessages(['so far']);
});

test('[L5] the ready messages that staff copy are understood when they are pasted', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const messages = await officer.page.locator('aside .message').allTextContents();
  expect(messages).toHaveLength(2);
  const phone = await house.phone();
  await phone.page.goto(house.url);
  await phone.paste(messages.join('\n'));
  await expect(phone.codeField).toHaveValue(room.words);
  await phone.button(en.door.open).click();
  await phone.expectTalk();
});

test('[L5] the message with the words, pasted into the code-word field, is understood', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const messages = await officer.page.locator('aside .message').allTextContents();
  const phone = await house.phone();
  await phone.openLink(room.link);
  await phone.codeField.fill(messages[1] ?? '');
  await expect(phone.codeField).toHaveValue(room.words);
  await phone.button(en.door.open).click();
  await phone.expectTalk();
});

const ANDROID = 'Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 Chrome/156.0 Mobile';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile';
const seen = (app: string | null): string =>
  SEEN_AGENTS.find((one) => one.app === app)?.userAgent ?? '';
const IN_APP = [
  ['Instagram', `${IPHONE} Instagram 330.0.0`, 'instagram://extbrowser/'],
  ['Instagram', `${ANDROID} Instagram 330.0.0`, 'instagram://extbrowser/'],
  ['Facebook', `${IPHONE} [FBAN/FBIOS;FBAV/500.0]`, 'x-safari-http'],
  ['Facebook', `${ANDROID} [FB_IAB/FB4A;FBAV/500.0]`, 'intent://'],
  ['Messenger', `${IPHONE} [FBAN/MessengerForiOS;FBAV/500.0]`, 'x-safari-http'],
  ['Messenger', `${ANDROID} [FB_IAB/Orca-Android;FBAV/500.0]`, null],
  ['Snapchat', `${IPHONE} Snapchat/13.0`, null],
  ['TikTok', `${ANDROID} musical_ly_2023 BytedanceWebview`, null],
  ['Discord', `${IPHONE} Discord/250.0`, null],
  ['Snapchat', seen('Snapchat'), null],
  [null, seen(null), null]
] as const;

test('[B1] in an app’s own browser the way out comes before the code', async () => {
  const room = await house.officer.invite();
  for (const [app, userAgent, way] of IN_APP) {
    const phone = await house.phone({ userAgent, permissions: ['clipboard-write'] });
    await phone.page.goto(room.link);
    await expect(phone.heading).toHaveText(en.inApp.title(app));
    await expect(phone.page.getByText(en.inApp.text(app))).toBeVisible();
    await expect(phone.codeField).toHaveCount(0);
    const out = phone.page.locator('a[href^="x-safari"], a[href^="intent"], a[href^="instagram:"]');
    if (way === null) await expect(out).toHaveCount(0);
    else {
      const href = (await out.getAttribute('href')) ?? '';
      expect(href.startsWith(way)).toBe(true);
      expect(decodeURIComponent(href)).toContain(new URL(room.link).hash);
    }
    await phone.button(en.inApp.copy).click();
    await expect(phone.page.getByText(en.inApp.copied)).toBeVisible();
    expect(phone.page.url()).toBe(room.link);
    await phone.page.context().close();
  }
});

test('[B2] a way that leads nowhere is followed by the next, then by the app’s menu and the link', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone({ userAgent: IN_APP[0][1] });
  await phone.page.goto(room.link);
  await phone.page.clock.install();
  const out = phone.page.getByRole('link', { name: /^Open in/ });
  // Schemes of apps lead nowhere in a test's browser.
  await phone.page.evaluate(() => addEventListener('click', (event) => event.preventDefault()));
  await expect(out).toHaveAttribute('href', /^instagram:/);
  await out.click();
  await phone.page.clock.runFor(1_600);
  await expect(phone.page.getByText(en.inApp.nextWay)).toBeVisible();
  await expect(out).toHaveAttribute('href', /^x-safari-/);
  await out.click();
  await phone.page.clock.runFor(1_600);
  await expect(phone.page.getByText(en.inApp.noWay)).toBeVisible();
  await expect(out).toHaveCount(0);
  await expect(phone.button(en.inApp.copy)).toBeVisible();
});

test('[B1] going on inside the app is allowed', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone({ userAgent: IN_APP[0][1] });
  await phone.page.goto(room.link);
  await phone.button(en.inApp.stay).click();
  await phone.tryWords(room.words);
  await phone.expectTalk();
});

test('[L5] what is typed before any script has run stays, and is understood afterwards', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone();
  let release = (): void => undefined;
  const held = new Promise<void>((go) => (release = go));
  await phone.page.context().route('**/_app/**', async (route) => {
    if (route.request().resourceType() === 'script') await held;
    await route.continue();
  });
  await phone.page.goto(room.link, { waitUntil: 'commit' });
  const { typed, word, rest } = await beginWords(room.words);
  await phone.codeField.pressSequentially(typed);
  release();
  await expect(phone.heading).toContainText('Kari');
  await expect(phone.codeField).toHaveValue(typed);
  await phone.button(word).click();
  await phone.codeField.pressSequentially(rest);
  await phone.button(en.door.open).click();
  await phone.expectTalk();
});

test('[L5] "Open" pressed before any script has run opens the door once it can', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone();
  let release = (): void => undefined;
  const held = new Promise<void>((go) => (release = go));
  await phone.page.context().route('**/_app/**', async (route) => {
    if (route.request().resourceType() === 'script') await held;
    await route.continue();
  });
  await phone.page.goto(room.link, { waitUntil: 'commit' });
  await phone.codeField.fill(room.words);
  setTimeout(release, 3_000);
  await phone.button(en.door.open).click();
  await phone.expectTalk();
});

test('[E1] before any script has run Exit is a plain link that leads away', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone();
  await phone.page.context().route('**/_app/**/*.js', () => new Promise(() => undefined));
  await phone.page.goto(room.link, { waitUntil: 'commit' });
  await phone.exit();
  await expect(phone.page).toHaveURL(house.product.policy.exitUrl);
});

test('[J1, L6] a room that is unknown is gone; a link whose face was swapped is asked for again, then refused', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone();
  const bytes = fromBase64url(room.link.slice(-72));
  const unknown = bytes.slice();
  unknown[10] = (unknown[10] ?? 0) ^ 1;
  await phone.page.goto(`${house.url}/r#-${toBase64url(unknown)}`);
  await expect(phone.heading).toHaveText(en.closed.gone.title);
  await expect(phone.page.getByText(en.closed.gone.letters)).toBeVisible();
  await expect(phone.page.getByRole('link', { name: '112' })).toBeVisible();
  const swapped = bytes.slice();
  swapped[53] = (swapped[53] ?? 0) ^ 1;
  const other = await phone.newTab();
  const link = `${house.url}/r#-${toBase64url(swapped)}`;
  await other.page.goto(link);
  await expect(other.page.getByText(en.paste.cutOff)).toBeVisible();
  await expect(other.codeField).toHaveCount(0);
  await other.paste(Phone.message({ link, words: room.words }));
  await expect(other.heading).toHaveText(en.closed.mismatch.title);
  await expect(other.codeField).toHaveCount(0);
  await other.button(en.paste.again).click();
  await other.paste(Phone.message(room));
  await expect(other.heading).toContainText('Kari');
  await expect(other.codeField).toHaveValue(room.words);
});

test('[J1] nothing moves under a thumb when the name of who invites comes', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone();
  const { page } = phone;
  const told = Promise.withResolvers<undefined>();
  await page.route('**/face', async (route) => {
    await told.promise;
    await route.continue();
  });
  await page.goto(room.link);
  const open = phone.button(en.door.open);
  await phone.untilStarted();
  const places = async () => [await phone.codeField.boundingBox(), await open.boundingBox()];
  const before = await places();
  told.resolve(undefined);
  await expect(phone.heading).toContainText('Kari');
  expect(await places()).toEqual(before);
});
