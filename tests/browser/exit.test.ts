// Exit from every screen of a young person: the page is blank at once, Back shows nothing, this browser has
// kept nothing, and staff are told. Rules: E1, E2, E3.
import { expect, test } from '@playwright/test';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { en as staff } from '../../src/lib/i18n/en/desk.ts';
import { GUEST_SCREENS, phoneAt, secretsOf } from './house/guest-screens.ts';
import { furnish } from './house/house.ts';
import { expectBackShowsNothing, expectLeft, expectNoWord } from './house/leaving.ts';
import { Officer } from './house/officer.ts';
import { bareTab, DESK_DATABASE, PHONE_DATABASE } from './house/phone-disk.ts';
import { Phone } from './house/phone.ts';
import { expectNothingKept, tracesOf } from './house/storage-traces.ts';

const house = furnish();

/** The visible content of the page at one moment. */
interface Seen {
  readonly text: string | null;
  readonly title: string;
  readonly path: string;
  readonly whole: string;
}

for (const screen of GUEST_SCREENS) {
  test(`[E1, E2] Exit from ${screen.name}: gone at once, nothing behind Back, nothing kept`, async () => {
    const { officer, product } = house;
    const room = await officer.invite();
    const phone = await phoneAt(screen, room, house);
    await phone.exit();
    await expectLeft(phone.page, product.policy.exitUrl);
    const words = secretsOf(room);
    await expectBackShowsNothing(phone.page, words);
    await expectNothingKept(phone.page.context(), house.url);
    if (screen.joined !== true) return;
    await expect(officer.page.getByTestId('left')).toContainText(staff.notices.left);
    await expect(officer.item(room)).toContainText(staff.item.left);
    await expect(officer.field).toBeDisabled();
  });
}

test('[E1] what is blank is blank at once: before the neutral page has come, no word stands', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await phone.say('my secret message');
  const { page } = phone;
  // The neutral page is slow to load, as on a slow line.
  let release = (): void => undefined;
  const slow = new Promise<void>((go) => (release = go));
  await page.context().route(house.product.policy.exitUrl, async (route) => {
    await slow;
    await route.fallback();
  });
  // Recorded inside the page, in the frame after the press: a page that is being replaced answers no
  // queries.
  let tell: (seen: Seen) => void = () => undefined;
  const seen = new Promise<Seen>((told) => (tell = told));
  await page.exposeFunction('tellSeen', tell);
  await page.evaluate(() => {
    const look = (): void =>
      (window as unknown as { tellSeen: (seen: Seen) => void }).tellSeen({
        text: document.body.textContent,
        title: document.title,
        path: location.pathname,
        whole: `${location.href}\n${document.documentElement.outerHTML}`
      });
    addEventListener('click', () => requestAnimationFrame(look), { once: true });
  });
  // Playwright's press returns only when the page that it leads to has loaded.
  const pressed = phone.exit();
  const { text, title, path, whole } = await seen;
  expect([text, title, path]).toEqual(['', '', '/']);
  for (const word of secretsOf(room)) expect(whole).not.toContain(word);
  release();
  await pressed;
  await expectLeft(page, house.product.policy.exitUrl);
});

test('[E1] Exit in one tab takes every tab of this browser along', async () => {
  const { officer, product } = house;
  const room = await officer.invite();
  const other = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  const second = await phone.newTab();
  await second.join(other);
  await second.say('my secret message');
  await phone.exit();
  await expectLeft(phone.page, product.policy.exitUrl);
  await expectLeft(second.page, product.policy.exitUrl);
  await expectNoWord(second.page, secretsOf(other));
  await expectNothingKept(phone.page.context(), house.url);
});

test('[E4] two tabs in one room: the earlier one leaves, and nobody can be written to any more', async () => {
  const { officer, product } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  const second = await phone.newTab();
  await second.join(room);
  await expect(officer.devices).toHaveCount(2);
  await officer.confirm();
  await expect(officer.field).toBeEnabled();
  await phone.exit();
  await expectLeft(phone.page, product.policy.exitUrl);
  await expectLeft(second.page, product.policy.exitUrl);
  await expect(officer.page.getByTestId('left')).toContainText(staff.notices.left);
  await expect(officer.item(room)).toContainText(staff.item.left);
  await expect(officer.field).toBeDisabled();
});

test('[E4] the desk tells what happened in its order: nobody reads that they came back after they had left', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await officer.confirm();
  const second = await phone.newTab();
  await second.join(room);
  await expect(officer.devices).toHaveCount(2);
  await second.exit();
  const { joinedFirst, joinedSame, left, confirmed } = staff.lines;
  const happened = officer.page.locator('.happened');
  await expect(happened.filter({ hasText: left })).toHaveCount(2);
  const told = (await happened.allInnerTexts()).map((text) => text.replace(/ · .*/, ''));
  expect(told).toEqual([joinedFirst, confirmed('Kari'), joinedSame, left, left]);
});

for (const [what, block] of [
  ['a beacon', () => Object.assign(Navigator.prototype, { sendBeacon: () => false })],
  [
    'a request that outlives its page',
    () => {
      const real = globalThis.fetch;
      globalThis.fetch = (input, init) =>
        init?.keepalive === true ? Promise.reject(new TypeError('blocked')) : real(input, init);
    }
  ]
] as const)
  test(`[E4] the goodbye arrives where ${what} is not let through`, async () => {
    const { officer, product } = house;
    const room = await officer.invite();
    const phone = await house.phone();
    await phone.page.addInitScript(block);
    await phone.join(room);
    await phone.exit();
    await expectLeft(phone.page, product.policy.exitUrl);
    await expect(officer.page.getByTestId('left')).toContainText(staff.notices.left);
  });

test('[E5] a desk in the same browser keeps its pin and its unsent reply, and nothing else is left', async () => {
  const { officer, product } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  const context = phone.page.context();
  const desk = await Officer.signIn(await context.newPage(), house.url);
  await desk.open(room);
  await officer.confirm();
  const bare = await bareTab(context, house.url);
  await context.setOffline(true);
  await desk.say('not sent yet');
  await expect
    .poll(async () => (await tracesOf(bare)).databases[DESK_DATABASE]?.['outbox'])
    .toContain('envelope');
  await desk.page.close();
  await context.setOffline(false);
  const before = await tracesOf(bare);
  expect(Object.keys(before.local).length).toBeGreaterThan(0);
  expect(Object.keys(before.databases).sort()).toEqual([PHONE_DATABASE, DESK_DATABASE]);
  await phone.exit();
  await expectLeft(phone.page, product.policy.exitUrl);
  await expect
    .poll(async () => {
      const { databases, caches, local, session, workers } = await tracesOf(bare);
      return { databases, caches, local, session, workers };
    })
    .toEqual({
      databases: { [DESK_DATABASE]: before.databases[DESK_DATABASE] },
      caches: {},
      local: before.local,
      session: {},
      workers: []
    });
  // Only the tab itself can read its own storage.
  await phone.page.goto(`${house.url}/robots.txt`);
  expect((await tracesOf(phone.page)).session).toEqual({});
});

test('[E2] Back from another page, out of the browser’s memory: nothing is shown of what stood there', async () => {
  const room = await house.officer.invite();
  const browser = await house.realBrowser();
  await browser.context.addInitScript(() => {
    addEventListener('pageshow', (event) => {
      if ((event as PageTransitionEvent).persisted)
        sessionStorage.setItem('came-back-with', document.body.innerText);
    });
  });
  const phone = new Phone(await browser.newTab(), house.url);
  await phone.join(room);
  await phone.say('my secret message');
  await phone.page.goto(house.product.policy.exitUrl);
  await phone.page.goBack({ waitUntil: 'commit' });
  await phone.expectTalk();
  expect(await phone.page.evaluate(() => sessionStorage.getItem('came-back-with'))).toBe('');
  await phone.exit();
  await expectLeft(phone.page, house.product.policy.exitUrl);
  await phone.page.goBack({ waitUntil: 'commit' }).catch(() => null);
  await phone.page.waitForTimeout(500);
  await expectNoWord(phone.page, secretsOf(room));
});

test('[E3] back after an exit: an empty room in which one can write, marked for staff', async () => {
  const { officer, product } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await officer.confirm();
  await phone.say('somebody comes');
  await expect(officer.bubble('somebody comes')).toBeVisible();
  await phone.exit();
  await expectLeft(phone.page, product.policy.exitUrl);
  await expect(officer.page.getByText(staff.compose.nobody.left)).toBeVisible();
  await phone.join(room);
  await phone.expectMessages([]);
  await expect(phone.page.getByText(en.talk.empty)).toBeVisible();
  await phone.say('I am back');
  await expect(officer.bubble('I am back')).toBeVisible();
  await expect(officer.page.getByTestId('back')).toContainText(staff.notices.back);
  await expect(officer.item(room)).toContainText(staff.item.back);
  await expect(officer.devices.first()).toContainText(staff.devices.afterExit);
  await expect(officer.page.getByText(staff.compose.chooseAfterExit)).toBeVisible();
  await officer.confirm();
  await expect(officer.button(staff.devices.showEarlier)).toHaveCount(0);
  await officer.say('Are you alone now?');
  await phone.expectMessages(['I am back', 'Are you alone now?']);
});

test('[E3] Exit goes on when every kind of storage throws', async () => {
  const { officer, product } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await phone.say('my secret message');
  await phone.page.evaluate(() => {
    const refuse = (): never => {
      throw new DOMException('broken', 'UnknownError');
    };
    Object.assign(IDBFactory.prototype, {
      open: refuse,
      deleteDatabase: refuse,
      databases: refuse
    });
    Object.assign(CacheStorage.prototype, { keys: refuse, delete: refuse });
    Object.assign(Storage.prototype, { removeItem: refuse, setItem: refuse, getItem: refuse });
    Object.assign(ServiceWorkerContainer.prototype, { getRegistrations: refuse });
    Object.assign(BroadcastChannel.prototype, { postMessage: refuse });
  });
  await phone.exit();
  await expectLeft(phone.page, product.policy.exitUrl);
  await expectNoWord(phone.page, secretsOf(room));
  await expect(officer.page.getByTestId('left')).toBeVisible();
});

test('[E1, E3] Exit waits for no storage that never answers', async () => {
  const { officer, product } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await phone.page.evaluate(() => {
    const never = (): Promise<never> => new Promise(() => undefined);
    Object.assign(CacheStorage.prototype, { keys: never });
    Object.assign(ServiceWorkerContainer.prototype, { getRegistrations: never });
    Object.assign(IDBFactory.prototype, { databases: never });
  });
  await phone.exit();
  await expectLeft(phone.page, product.policy.exitUrl);
});

test('[E3, J2] where the browser keeps nothing, one can come in, write, and leave all the same', async () => {
  const { officer, product } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('no storage here', 'SecurityError');
    };
  });
  await phone.join(room);
  await phone.say('my secret message');
  await expect(officer.bubble('my secret message')).toBeVisible();
  await officer.confirm();
  await officer.say('It arrives.');
  await expect(phone.bubble('It arrives.')).toBeVisible();
  await phone.exit();
  await expectLeft(phone.page, product.policy.exitUrl);
  await expect(officer.page.getByTestId('left')).toBeVisible();
});
