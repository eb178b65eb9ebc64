// Stored data in a young person's browser, and in an officer's, across versions of the page, and when it
// cannot be read: it is migrated, or left as it is, and never taken for empty. Databases are real ones,
// made by hand. Rules: R6, O3, P1, J2.
import { expect, test } from '@playwright/test';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { en as staff } from '../../src/lib/i18n/en/desk.ts';
import { furnish } from './house/house.ts';
import { Officer, type Invited } from './house/officer.ts';
import {
  bareTab,
  changeRows,
  DESK_DATABASE,
  heldIn,
  heldUp,
  lowerVersion,
  makeUnversioned,
  PHONE_DATABASE,
  raiseVersion
} from './house/phone-disk.ts';
import type { Phone } from './house/phone.ts';

const house = furnish();

/** A phone whose tab has died with these messages unsent; the network is back. */
async function leftWaiting(texts: readonly string[]): Promise<{ phone: Phone; room: Invited }> {
  const room = await house.officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await phone.say('arrived');
  await expect(house.officer.bubble('arrived')).toBeVisible();
  const context = phone.page.context();
  await context.setOffline(true);
  for (const text of texts) await phone.say(text);
  await expect(phone.message(texts.at(-1) ?? '')).toHaveAttribute('data-state', 'waiting');
  const bare = await context.newPage();
  await phone.page.close();
  await bare.close();
  await context.setOffline(false);
  return { phone, room };
}

const outdated = (phone: Phone) => phone.page.getByTestId('outdated');

test('[R6] a phone of the form without versions is carried forward, and what waited arrives', async () => {
  const { phone } = await leftWaiting(['one', 'two']);
  const context = phone.page.context();
  const bare = await bareTab(context, house.url);
  await makeUnversioned(bare, PHONE_DATABASE);
  const before = await heldIn(bare, PHONE_DATABASE);
  expect(before.version).toBe(1);
  expect(before.stores['outbox']?.length).toBeGreaterThan(1);
  expect(
    Object.values(before.stores)
      .flat()
      .every((row) => !('v' in row))
  ).toBe(true);
  const next = await phone.newTab();
  await next.page.goto(house.url);
  await house.officer.expectMessages(['arrived', 'one', 'two']);
  await expect
    .poll(async () => (await heldIn(bare, PHONE_DATABASE)).stores['outbox']?.length)
    .toBe(0);
  const after = await heldIn(bare, PHONE_DATABASE);
  expect(after.version).toBe(2);
  const rows = Object.values(after.stores).flat();
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.map(({ v }) => v)).toEqual(rows.map(() => 1));
  await expect(next.page.getByTestId('losses')).toHaveCount(0);
});

/** A desk whose tab has died with "two" unsent; the network is back. */
async function deskLeftWaiting(): Promise<{ desk: Officer; phone: Phone; room: Invited }> {
  const desk = await Officer.signIn(await house.deskPage(), house.url);
  const room = await desk.invite();
  const phone = await house.phone();
  await phone.join(room);
  await desk.confirm();
  await desk.say('one');
  await expect(phone.bubble('one')).toBeVisible();
  const context = desk.page.context();
  const bare = await bareTab(context, house.url);
  await context.setOffline(true);
  await desk.say('two');
  await expect(desk.message('two')).toHaveAttribute('data-state', 'waiting');
  // It shows before it is on the disk: the tab dies only after that.
  await expect
    .poll(async () => (await heldIn(bare, DESK_DATABASE)).stores['outbox']?.length)
    .toBe(1);
  await desk.page.close();
  await bare.close();
  await context.setOffline(false);
  return { desk, phone, room };
}

test('[R6] an officer’s browser of the form without versions is carried forward too', async () => {
  const { desk, phone, room } = await deskLeftWaiting();
  const context = desk.page.context();
  const bare = await bareTab(context, house.url);
  await makeUnversioned(bare, DESK_DATABASE);
  expect((await heldIn(bare, DESK_DATABASE)).stores['outbox']).toHaveLength(1);
  const next = await Officer.signIn(await context.newPage(), house.url);
  await next.open(room);
  await next.expectMessages(['one', 'two']);
  await phone.expectMessages(['one', 'two']);
  expect((await heldIn(bare, DESK_DATABASE)).version).toBe(2);
});

test('[R6, O3] what an officer’s dead tab has left, on a disk that does not answer, arrives as soon as it does', async () => {
  const { desk, phone } = await deskLeftWaiting();
  const context = desk.page.context();
  const bare = await bareTab(context, house.url);
  const letGo = await heldUp(bare, DESK_DATABASE);
  const next = await Officer.signIn(await context.newPage(), house.url);
  // Longer than an opening is waited for.
  await next.page.waitForTimeout(6_000);
  await expect(phone.bubble('two')).toHaveCount(0);
  await letGo();
  // Nobody opens the room.
  await phone.expectMessages(['one', 'two']);
  await expect
    .poll(async () => (await heldIn(bare, DESK_DATABASE)).stores['outbox']?.length)
    .toBe(0);
});

test('[R6] a row of a later form on an officer’s disk is said, stays, and stops no other', async () => {
  const { desk, phone } = await deskLeftWaiting();
  const context = desk.page.context();
  const bare = await bareTab(context, house.url);
  const later = { v: 9, room: 'ab'.repeat(16), key: 'later', parcel: 'of a later page' };
  await changeRows(bare, 'outbox', { add: later }, DESK_DATABASE);
  const next = await Officer.signIn(await context.newPage(), house.url);
  await expect(next.page.getByTestId('needs-newer')).toContainText(staff.desk.needsNewer);
  await phone.expectMessages(['one', 'two']);
  await expect
    .poll(async () => (await heldIn(bare, DESK_DATABASE)).stores['outbox'])
    .toMatchObject([later]);
});

test('[R6] on an officer’s disk that a later page has used: the desk says so, reads on, and touches nothing', async () => {
  const desk = await Officer.signIn(await house.deskPage(), house.url);
  const room = await desk.invite();
  const phone = await house.phone();
  await phone.join(room);
  await desk.confirm();
  await desk.say('before');
  await expect(phone.bubble('before')).toBeVisible();
  const strip = (of: Officer) => of.page.getByTestId('needs-newer');
  await expect(strip(desk)).toHaveCount(0);
  const bare = await bareTab(desk.page.context(), house.url);
  await raiseVersion(bare, DESK_DATABASE, 99);
  await desk.page.bringToFront();
  await desk.say('not kept');
  await expect(strip(desk)).toContainText(staff.desk.needsNewer);
  await expect(desk.page.getByText(staff.room.storeFails)).toHaveCount(0);
  await phone.say('read all the same');
  await expect(desk.bubble('read all the same')).toBeVisible();
  await expect(phone.bubble('not kept')).toHaveCount(0);
  await strip(desk).getByRole('button', { name: staff.common.loadAgain }).click();
  await desk.expectPhase('sign-in');
  await desk.signIn();
  // Said before anything is written.
  await expect(strip(desk)).toContainText(staff.desk.needsNewer);
  expect((await heldIn(bare, DESK_DATABASE)).version).toBe(99);
  // The page that understands it comes.
  await lowerVersion(bare, DESK_DATABASE);
  await strip(desk).getByRole('button', { name: staff.common.loadAgain }).click();
  await desk.expectPhase('sign-in');
  await desk.signIn();
  await desk.open(room);
  await desk.say('after');
  await phone.expectMessages(['before', 'read all the same', 'after']);
  await expect(strip(desk)).toHaveCount(0);
});

test('[R6] what an officer’s browser remembers of a later page lets them in, is said, and stays as it is', async () => {
  const page = await house.deskPage();
  const desk = await Officer.signIn(page, house.url);
  await expect(page.getByTestId('memory-unreadable')).toHaveCount(0);
  const later = JSON.stringify({ v: 2, of: 'a later page' });
  const pin = (put: string | null = null) =>
    page.evaluate((text) => {
      const name = Object.keys(localStorage).find((one) => one.includes('desk-directory')) ?? '';
      if (text !== null) localStorage.setItem(name, text);
      return localStorage.getItem(name);
    }, put);
  expect(await pin(later)).toBe(later);
  await desk.button(staff.desk.lock).click();
  await desk.signIn();
  const strip = page.getByTestId('memory-unreadable');
  await expect(strip).toContainText(staff.desk.memoryUnreadable);
  expect(await pin()).toBe(later);
  await strip.getByRole('button', { name: staff.common.loadAgain }).click();
  await desk.expectPhase('sign-in');
  await desk.signIn();
  await expect(strip).toBeVisible();
  expect(await pin()).toBe(later);
});

test('[R6] what a later page has left is not touched: the page says that it is too old, and begins nothing', async () => {
  const { phone, room } = await leftWaiting(['for the later page']);
  const { officer } = house;
  const bare = await bareTab(phone.page.context(), house.url);
  const before = await heldIn(bare, PHONE_DATABASE);
  await raiseVersion(bare, PHONE_DATABASE, 99);
  const next = await phone.newTab();
  await next.page.goto(house.url);
  await expect(outdated(next)).toContainText(en.closed.outdated.title);
  await next.openLink(room.link);
  await next.tryWords(room.words);
  await expect(next.heading).toHaveText(en.closed.outdated.title, { timeout: 60_000 });
  await expect(next.button(en.closed.outdated.button)).toBeVisible();
  await expect(officer.devices).toHaveCount(1);
  const after = await heldIn(bare, PHONE_DATABASE);
  expect(after).toEqual({ version: 99, stores: before.stores });
  await officer.expectMessages(['arrived']);
  // The page that understands it comes: everything is still there.
  await lowerVersion(bare, PHONE_DATABASE);
  await next.button(en.closed.outdated.button).click();
  await officer.expectMessages(['arrived', 'for the later page']);
});

test('[R6] a later page comes while somebody writes: what is written arrives, and nothing is lost', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await officer.confirm();
  await phone.say('before');
  const bare = await bareTab(phone.page.context(), house.url);
  await raiseVersion(bare, PHONE_DATABASE, 99);
  await phone.page.bringToFront();
  await phone.say('after');
  await officer.say('I read both.');
  await expect(phone.bubble('I read both.')).toBeVisible();
  await expect(outdated(phone)).toContainText(en.closed.outdated.title);
  await expect(phone.message('after')).toHaveAttribute('data-state', 'seen');
  await officer.expectMessages(['before', 'after', 'I read both.']);
  expect((await heldIn(bare, PHONE_DATABASE)).version).toBe(99);
});

test('[R6] a row that cannot be read stays where it is and stops no other', async () => {
  const { phone } = await leftWaiting(['one', 'two']);
  const bare = await bareTab(phone.page.context(), house.url);
  const held = await heldIn(bare, PHONE_DATABASE);
  const roomHex = held.stores['outbox']?.[0]?.['room'] as string;
  const odd = [
    { v: 1, room: roomHex, key: 'odd', item: { envelope: 7 } },
    { v: 9, room: roomHex, key: 'later', parcel: 'of a later page' }
  ];
  for (const add of odd) await changeRows(bare, 'outbox', { add });
  const next = await phone.newTab();
  await next.page.goto(house.url);
  await house.officer.expectMessages(['arrived', 'one', 'two']);
  await expect
    .poll(async () => (await heldIn(bare, PHONE_DATABASE)).stores['outbox'])
    .toMatchObject(odd);
});

for (const [store, row] of [
  ['outbox', { v: 9, room: 'ab'.repeat(16), key: 'later', parcel: 'of a later page' }],
  ['losses', { v: 9, room: 'ab'.repeat(16), why: 'over', sum: 'of a later page' }],
  ['boxes', { v: 9, room: 'ab'.repeat(16), crate: 'of a later page' }],
  ['keys', { v: 9, room: 'ab'.repeat(16), lock: 'of a later page' }]
] as const)
  test(`[R6] a row of a later form in ${store} is said, begins nothing, stays, and stops no other`, async () => {
    const { phone, room } = await leftWaiting(['one']);
    const { officer } = house;
    const bare = await bareTab(phone.page.context(), house.url);
    await changeRows(bare, store, { add: row });
    const next = await phone.newTab();
    await next.page.goto(house.url);
    await officer.expectMessages(['arrived', 'one']);
    await expect(outdated(next)).toContainText(en.closed.outdated.title);
    await next.openLink(room.link);
    await next.tryWords(room.words);
    await expect(next.heading).toHaveText(en.closed.outdated.title, { timeout: 60_000 });
    await expect(officer.devices).toHaveCount(1);
    const held = (await heldIn(bare, PHONE_DATABASE)).stores[store] ?? [];
    expect(held.filter(({ v }) => v === 9)).toMatchObject([row]);
  });

test('[R6, O3] a count of losses of a later form is not written over, and nothing is taken out uncounted', async () => {
  const { phone } = await leftWaiting(['too late']);
  const { officer } = house;
  const bare = await bareTab(phone.page.context(), house.url);
  const before = await heldIn(bare, PHONE_DATABASE);
  const roomHex = before.stores['outbox']?.[0]?.['room'] as string;
  const later = { v: 9, room: roomHex, why: 'over', sum: 'of a later page' };
  await changeRows(bare, 'losses', { add: later });
  await officer.endRoom();
  const next = await phone.newTab();
  const asked = next.page.waitForResponse((one) => one.url().includes(roomHex));
  await next.page.goto(house.url);
  await asked;
  await expect(outdated(next)).toContainText(en.closed.outdated.title);
  await next.page.waitForTimeout(3_000);
  const after = await heldIn(bare, PHONE_DATABASE);
  expect(after.stores['losses']).toEqual([later]);
  expect(after.stores['outbox']).toHaveLength(before.stores['outbox']?.length ?? -1);
});

test('[R6, P2] a box of a later form that comes while somebody writes is not written over, and is said', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await phone.say('before');
  await expect(phone.message('before')).toHaveAttribute('data-state', 'seen');
  await phone.page.waitForTimeout(3_000);
  const bare = await bareTab(phone.page.context(), house.url);
  await changeRows(bare, 'boxes', { set: { v: 9 } });
  await phone.page.bringToFront();
  await phone.say('after');
  await phone.field.fill('a draft that the box would hold');
  await expect(outdated(phone)).toContainText(en.closed.outdated.title);
  await house.officer.expectMessages(['before', 'after']);
  await phone.page.waitForTimeout(3_000);
  expect((await heldIn(bare, PHONE_DATABASE)).stores['boxes']).toMatchObject([{ v: 9 }]);
});

test('[J2, R6] a phone key that cannot be read costs no message, and the page says that it goes by another', async () => {
  const { phone, room } = await leftWaiting(['waits for its own key']);
  const { officer } = house;
  const bare = await bareTab(phone.page.context(), house.url);
  await changeRows(bare, 'keys', { set: { privateKey: 'not a key' } });
  const next = await phone.newTab();
  await next.join(room);
  await expect(next.page.getByTestId('unrecognised')).toContainText(en.unrecognised.text);
  await next.say('it is me');
  await officer.expectMessages(['arrived', 'it is me']);
  await expect(officer.devices.first()).toContainText(staff.devices.other);
  await next.button(en.unrecognised.button).click();
  await expect(next.page.getByTestId('unrecognised')).toHaveCount(0);
  const { stores } = await heldIn(bare, PHONE_DATABASE);
  expect(stores['keys']?.map(({ privateKey }) => privateKey)).toEqual(['not a key']);
  expect(stores['outbox']?.length).toBeGreaterThan(0);
  await expect(next.page.getByTestId('losses')).toHaveCount(0);
});

test('[J2, R6] two tabs of one phone that come in at once go by one key', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  const context = phone.page.context();
  // Both have looked for a key before either has made one.
  await context.addInitScript(() => {
    if (!('SubtleCrypto' in window)) return;
    const proto = SubtleCrypto.prototype as unknown as Record<string, unknown>;
    const make = proto['generateKey'] as (...given: unknown[]) => Promise<unknown>;
    proto['generateKey'] = async function (...given: unknown[]) {
      const made = await make.apply(this, given);
      await new Promise((go) => setTimeout(go, 3_000));
      return made;
    };
  });
  const tabs = [await phone.newTab(), await phone.newTab()];
  for (const tab of tabs) await tab.openLink(room.link);
  await Promise.all(tabs.map((tab) => tab.tryWords(room.words)));
  await expect(officer.devices).toHaveCount(2, { timeout: 60_000 });
  await expect(officer.devices.first()).toContainText(staff.devices.same);
  const bare = await bareTab(context, house.url);
  expect((await heldIn(bare, PHONE_DATABASE)).stores['keys']).toHaveLength(1);
});

test('[J2, R6] a phone key that could not be read back just now is not deleted', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.page.addInitScript(() => {
    const proto = IDBObjectStore.prototype as unknown as Record<string, unknown>;
    const real = (name: string) =>
      proto[name] as (this: IDBObjectStore, ...given: unknown[]) => unknown;
    const [add, put, get] = [real('add'), real('put'), real('get')];
    let failing = 0;
    const writing = (write: typeof add) =>
      function (this: IDBObjectStore, ...given: unknown[]) {
        if (this.name === 'keys') failing = 2;
        return write.apply(this, given);
      };
    Object.assign(proto, {
      add: writing(add),
      put: writing(put),
      get(this: IDBObjectStore, ...given: unknown[]) {
        if (this.name === 'keys' && failing-- > 0) throw new DOMException('busy', 'UnknownError');
        return get.apply(this, given);
      }
    });
  });
  await phone.join(room);
  const bare = await bareTab(phone.page.context(), house.url);
  expect((await heldIn(bare, PHONE_DATABASE)).stores['keys']).toHaveLength(1);
  const next = await phone.newTab();
  await next.join(room);
  await expect(officer.devices).toHaveCount(2);
  await expect(officer.devices.first()).toContainText(staff.devices.same);
});

test.describe('[P2, R6] a tab that comes back', () => {
  /** A joined page, its way back changed, reloaded. */
  async function cameBack(set: Record<string, unknown>): Promise<{ phone: Phone; room: Invited }> {
    const room = await house.officer.invite();
    const phone = await house.phone();
    await phone.join(room);
    await phone.say('before');
    await expect(phone.message('before')).toHaveAttribute('data-state', 'seen');
    await phone.page.waitForTimeout(3_000);
    const bare = await bareTab(phone.page.context(), house.url);
    await phone.page.goto(`${house.url}/robots.txt`);
    await changeRows(bare, 'boxes', { set });
    await bare.close();
    await phone.page.goBack();
    return { phone, room };
  }

  test('to a row that it cannot read says so, and link and words lead back in', async () => {
    const { phone, room } = await cameBack({ boxes: 'no boxes' });
    await expect(phone.page.getByText(en.patience.unreadable)).toBeVisible();
    await phone.paste(`${room.link} ${room.words}`);
    await phone.button(en.door.open).click();
    await phone.expectTalk();
    await phone.say('back again');
    await house.officer.expectMessages(['before', 'back again']);
  });

  test('to a row of a later page asks for such a page, and leaves the row', async () => {
    const { phone } = await cameBack({ v: 9 });
    await expect(phone.heading).toHaveText(en.closed.outdated.title);
    const bare = await bareTab(phone.page.context(), house.url);
    expect((await heldIn(bare, PHONE_DATABASE)).stores['boxes']).toMatchObject([{ v: 9 }]);
    // The later page: it reads the row, and continues the conversation.
    await changeRows(bare, 'boxes', { set: { v: 1 } });
    await phone.button(en.closed.outdated.button).click();
    await phone.expectTalk();
    await phone.expectMessages(['before']);
  });
});
