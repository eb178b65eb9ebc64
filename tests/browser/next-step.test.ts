// The next step is on the screen: field, suggestions and button stay together in view on arrival and after
// every error, on small phones, with the keyboard up, on the side and with letters twice as large; Exit has
// a place of its own, lies on nothing and never moves. Rules: E1, E6.
import { expect, test } from '@playwright/test';
import { toBase64url } from '../../src/lib/crypto/primitives/bytes.ts';
import { loadWordList } from '../../src/lib/crypto/room/code-words.ts';
import { aboutEn } from '../../src/lib/i18n/en/about.ts';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { fi } from '../../src/lib/i18n/fi/guest.ts';
import { en as staff } from '../../src/lib/i18n/en/desk.ts';
import { NO_PAGE } from '../../src/lib/i18n/no-page.ts';
import { beginWords } from './house/begun-words.ts';
import { Ruler } from './house/boxes.ts';
import { furnish } from './house/house.ts';
import { expectLeft } from './house/leaving.ts';
import { NAME } from './house/officer.ts';

const house = furnish({ lifetimes: { unattendedMs: 2_000 } });
const ruler = new Ruler();

/** Large windows are measured too: fewer pixels to draw, the same boxes. */
const PLAIN = { deviceScaleFactor: 1 } as const;
const INSTAGRAM =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Instagram 400.0.0';

test.describe.configure({ timeout: 180_000 });

test('[E6] the way in: the message, the door, its suggestions, and every slip', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone(PLAIN);
  const { page } = phone;
  await page.goto(house.url);
  const goOn = phone.button(en.paste.button);
  await phone.untilStarted();
  await ruler.expectStep(page, 'paste', [phone.pasteField, goOn]);
  await phone.paste('hello');
  await expect(page.getByText(en.paste.nothing)).toBeVisible();
  await ruler.expectStep(page, 'paste, nothing found', [phone.pasteField, goOn]);

  let away = true;
  await page.context().route('**/face', (route) => (away ? route.abort() : route.continue()));
  await phone.openLink(room.link);
  const open = phone.button(en.door.open);
  const again = phone.button(en.tryAgain);
  await expect(again).toBeVisible();
  await ruler.expectStep(page, 'door, nothing answers', [phone.codeField, again]);
  away = false;
  await again.click();
  await expect(phone.heading).toContainText(NAME);
  await ruler.expectStep(page, 'door', [phone.codeField, open]);
  await page.getByText(en.moreAboutThis).click();
  const number = page.locator('details').getByRole('link', { name: '112' });
  await ruler.expectStep(page, 'door, more about this', [phone.codeField, open]);
  await expect(number).toBeInViewport({ ratio: 1 });
  await page.getByText(en.moreAboutThis).click();

  await phone.codeField.fill((await beginWords(room.words)).typed);
  const chips = page.getByRole('group', { name: en.door.suggestions });
  await expect(chips.getByRole('button').first()).toBeVisible();
  const [first, ...others] = await chips.getByRole('button').all();
  const best = [phone.codeField, open, ...(first ? [first] : [])];
  await ruler.expectStep(page, 'door, words suggested', best, others);
  const list = await loadWordList('en');
  for (const [typed, said] of [
    ['', en.door.none],
    [list.slice(0, 2).join(' '), en.door.howMany(2)],
    [`${list.slice(0, 2).join(' ')} qwertyzz`, en.door.unknownWord('qwertyzz')],
    [list.slice(0, 3).join(' '), en.door.wrong(9)]
  ] as const) {
    await phone.tryWords(typed);
    await expect(page.getByText(said)).toBeVisible({ timeout: 60_000 });
    await ruler.expectStep(page, `door, ${said.slice(0, 24)}`, [phone.codeField, open]);
  }
  // The longer words of another language are not cut either.
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole('button', { name: 'Suomi' }).click();
  await expect(page.locator('#code-problem')).toHaveText(fi.door.wrong(9));
  await expect(page.locator('#code-problem')).toBeInViewport({ ratio: 1 });
  await page.getByRole('button', { name: 'English' }).click();
  // No line comes up: the bar moves.
  await page.routeWebSocket('**/socket', () => undefined);
  await phone.tryWords(room.words);
  const opening = page.getByText(en.door.opening);
  await expect(opening).toBeVisible();
  await ruler.expectStep(page, 'opening', [phone.codeField]);
});

test('[E6] what few see: inside an app, a browser that cannot, a room that is gone, no such page', async () => {
  const room = await house.officer.invite();
  const inApp = await house.phone({
    ...PLAIN,
    userAgent: INSTAGRAM,
    permissions: ['clipboard-write']
  });
  await inApp.page.goto(room.link);
  await expect(inApp.heading).toHaveText(en.inApp.title('Instagram'));
  const out = inApp.page.getByRole('link', { name: /^Open in/ });
  const ways = [out, inApp.button(en.inApp.copy)];
  await ruler.expectStep(inApp.page, 'inside an app', ways);
  await inApp.button(en.inApp.copy).click();
  await expect(inApp.page.getByText(en.inApp.copied)).toBeVisible();
  await ruler.expectStep(inApp.page, 'inside an app, copied', ways);

  const old = await house.phone(PLAIN);
  await old.page.addInitScript(() => Reflect.deleteProperty(globalThis, 'Worker'));
  await old.openLink(room.link);
  await old.tryWords(room.words);
  await expect(old.page.getByText(en.door.browser)).toBeVisible();
  const number = old.page.getByRole('link', { name: '112' });
  await ruler.expectStep(old.page, 'a browser that cannot', [
    number,
    old.codeField,
    old.button(en.door.open)
  ]);

  const { page } = await house.phone(PLAIN);
  const token = new Uint8Array(54).fill(7);
  token.set([1, 1, 0x6e, 0x74, 0x70, 0x31]);
  await page.goto(`${house.url}/r#-${toBase64url(token)}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.closed.gone.title);
  const paste = page.getByRole('button', { name: en.paste.again, exact: true });
  await ruler.expectStep(page, 'gone', [page.getByRole('link', { name: '112' }), paste]);
  const answer = await page.goto(`${house.url}/no/such/page`);
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(NO_PAGE.en);
  const on = page.getByRole('link', { name: en.paste.title });
  await ruler.expectStep(page, 'no such page', [on]);
  await on.click();
  await expect(page.getByTestId('paste-field')).toBeVisible();
  await page.goBack();
  await page.getByTestId('exit').click();
  await expectLeft(page, house.product.policy.exitUrl);
});

test('[E6] after the phone is turned the newest message is in view, and who reads above is left there', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone(PLAIN);
  const { page } = phone;
  await phone.join(room);
  await officer.confirm();
  const long = 'a sentence that needs a line or two on a phone, and one on its side';
  for (let n = 1; n <= 8; n += 1) await phone.say(`${String(n)} ${long}`);
  await officer.say('the newest of all');
  const newest = phone.bubble('the newest of all');
  await expect(newest).toBeInViewport({ ratio: 1 });
  const turns = [
    { width: 740, height: 360 },
    { width: 360, height: 740 },
    { width: 360, height: 400 },
    { width: 320, height: 568 },
    { width: 740, height: 360 }
  ];
  for (const size of turns) {
    await page.setViewportSize(size);
    await expect(newest).toBeInViewport({ ratio: 1 });
  }
  await page.setViewportSize({ width: 360, height: 740 });
  const first = phone.bubble(`1 ${long}`);
  await first.scrollIntoViewIfNeeded();
  await expect(newest).not.toBeInViewport();
  await page.setViewportSize({ width: 360, height: 500 });
  await expect(newest).not.toBeInViewport();
});

test('[E6] the conversation: empty, a long draft, offline, left alone, about it, its end', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone(PLAIN);
  const { page } = phone;
  await phone.join(room);
  const send = phone.button(en.talk.send);
  await ruler.expectStep(page, 'conversation', [phone.field, send]);
  await officer.confirm();
  await phone.say('Can somebody read this? It is about something that happened yesterday.');
  await officer.say('Yes. I am here.');
  await expect(phone.bubble('Yes. I am here.')).toBeVisible();
  await phone.field.fill('a long draft, with much to say\n'.repeat(12));
  await ruler.expectStep(page, 'conversation, long draft', [phone.field, send]);
  await page.context().setOffline(true);
  await expect(page.getByText(en.talk.offline)).toBeVisible();
  await ruler.expectStep(page, 'conversation, offline', [phone.field, send]);
  await page.context().setOffline(false);
  await phone.expectLine('up');

  await phone.button(en.about).click();
  await expect(phone.dialog.getByTestId('phrase')).toBeVisible();
  const end = phone.button(en.sheets.end);
  await ruler.expectStep(page, 'about this', [phone.button(en.close), end]);
  await expect(end).toBeInViewport({ ratio: 1 });
  await expect(phone.dialog.getByRole('link', { name: '112' })).toBeInViewport({ ratio: 1 });
  await expect(phone.dialog.locator('h3').nth(1)).toBeVisible();
  const read = await phone.dialog.innerText();
  const order = [en.sheets.end, '112', en.sheets.words, aboutEn.deletion.title];
  expect(order.toSorted((a, b) => read.indexOf(a) - read.indexOf(b))).toEqual(order);
  await end.click();
  const yes = phone.button(en.sheets.endYes);
  await expect(yes).toBeVisible();
  await ruler.expectStep(page, 'end it', [yes, phone.button(en.sheets.endNo)]);
  await phone.button(en.sheets.endNo).click();

  await officer.button(staff.desk.lock).click();
  await expect(page.getByTestId('unattended')).toBeVisible();
  await ruler.expectStep(page, 'conversation, left alone', [phone.field, send]);
  await phone.button(en.about).click();
  await end.click();
  await yes.click();
  await expect(phone.over).toBeVisible();
  await ruler.expectStep(page, 'over', [phone.over.getByRole('link', { name: '112' })]);
});
