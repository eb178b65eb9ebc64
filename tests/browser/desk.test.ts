// The officer's desk: signing in, locking, leaving, working in several tabs and browsers, and never
// mistaking one room for another. Rules: D1, D2, D3, O1, O3, O6, R3.
import { expect, test, type Page } from '@playwright/test';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { en as staff } from '../../src/lib/i18n/en/desk.ts';
import { furnish } from './house/house.ts';
import { NAME, Officer, SIGN_IN_NAME } from './house/officer.ts';
import { pattern } from './house/phone.ts';
import { expectSafeFirst } from './house/safe-first.ts';

/** None of these is anywhere in the page, visible or not. */
async function expectNoTrace(page: Page, words: readonly string[]): Promise<void> {
  const whole = await page.content();
  for (const word of words) expect(whole).not.toContain(word);
}

test.describe('the set-up link', () => {
  const house = furnish({ setUp: false });
  const heading = (page: Page) => page.getByRole('heading', { level: 1 });

  test('[D1] no link, a cut one and a wrong one make nobody administrator, and say why', async () => {
    const link = house.product.setupLink;
    const none = await house.deskPage();
    await none.goto(`${house.url}/desk`);
    await expect(heading(none)).toHaveText(staff.account.nobodyTitle);
    const cut = await house.deskPage();
    await cut.goto(link.slice(0, -4));
    await expect(heading(cut)).toHaveText(staff.account.cutTitle);
    const wrong = new Officer(await house.deskPage());
    const other = 'A'.repeat(43);
    await wrong.page.goto(link.replace(/#setup-.*/, `#setup-${other}`));
    await wrong.fillSetUp();
    await expect(heading(wrong.page)).toHaveText(staff.account.wrongTitle, { timeout: 60_000 });
    const status = await none.request.get(
      `${house.url}/api/s/${house.product.policy.serviceId}/status`
    );
    expect(await status.json()).toMatchObject({ setUp: false });
  });

  test('[D1] makes one administrator, once: whoever comes second with it is told', async () => {
    const link = house.product.setupLink;
    const waiting = await house.deskPage();
    await waiting.goto(`${house.url}/desk`);
    await expect(heading(waiting)).toHaveText(staff.account.nobodyTitle);
    await waiting.goto(link);
    await expect(heading(waiting)).toHaveText(staff.setUp.title);
    expect(waiting.url()).toBe(`${house.url}/desk`);
    const first = await Officer.setUp(await house.deskPage(), link);
    expect(first.page.url()).toBe(`${house.url}/desk`);
    await new Officer(waiting).fillSetUp();
    await expect(heading(waiting)).toHaveText(staff.account.usedTitle, { timeout: 60_000 });
    const later = await house.deskPage();
    await later.goto(link);
    await expect(heading(later)).toHaveText(staff.account.usedTitle);
    await later.getByRole('button', { name: staff.account.toSignIn }).click();
    const again = await Officer.signIn(later, house.url);
    await expect(again.button(NAME)).toBeVisible();
  });
});

test.describe('getting in and out', () => {
  const house = furnish();

  test('[D1] a wrong passphrase or name opens nothing, is told in one sentence, and is slowed', async () => {
    const desk = new Officer(await house.deskPage());
    await desk.page.goto(`${house.url}/desk`);
    const alert = desk.page.getByRole('alert');
    await desk.tryPassphrase('nine quiet boats under a red lamp');
    await expect(alert.last()).toHaveText(staff.problems['wrong-secret'], { timeout: 60_000 });
    await desk.expectPhase('sign-in');
    const field = desk.page.getByLabel(staff.signIn.passphrase, { exact: true });
    await expect(field).toBeFocused();
    await expect(field).toHaveValue('');
    await desk.page.getByLabel(staff.signIn.name).fill('nobody');
    await field.fill('nine quiet boats under a green lamp');
    await desk.button(staff.signIn.submit).click();
    await expect(desk.page.getByText(staff.signIn.working)).toBeHidden({ timeout: 60_000 });
    await expect(alert.last()).toHaveText(staff.problems['wrong-secret']);
    const submit = desk.button(staff.signIn.submit);
    for (let wrong = 0; wrong < 5; wrong += 1) {
      await desk.tryPassphrase(`wrong ${String(wrong)}`);
      await expect(field).toHaveValue('', { timeout: 60_000 });
    }
    await expect(alert.last()).toHaveText(pattern(staff.signIn.waitUntil));
    await expect(submit).toBeDisabled();
    await expect(submit).toBeEnabled({ timeout: 60_000 });
    await desk.signIn();
  });

  test('[D1] the recovery code opens the desk in another browser, typed as a person types it', async () => {
    const { officer } = house;
    const room = await officer.invite();
    const page = await house.deskPage();
    await page.goto(`${house.url}/desk`);
    await page.getByLabel(staff.signIn.name).fill(SIGN_IN_NAME);
    await page.getByRole('button', { name: staff.signIn.useCode }).click();
    const code = page.getByLabel(staff.signIn.code, { exact: true });
    await code.fill(officer.recoveryCode.slice(0, -6));
    await page.getByRole('button', { name: staff.signIn.submit }).click();
    await expect(page.getByRole('alert').last()).toHaveText(staff.problems['bad-recovery-code'], {
      timeout: 60_000
    });
    await code.fill(officer.recoveryCode.toLowerCase().replaceAll('-', ' '));
    await page.getByRole('button', { name: staff.signIn.submit }).click();
    const again = new Officer(page);
    await again.expectIn();
    await again.open(room);
    await expect(again.page.getByTestId('link')).toHaveText(room.link);
    await expect(again.page.getByTestId('code-words')).toHaveText(room.words);
  });

  test('[D1] signing out takes everything off the screen and ends the session at the server', async () => {
    const desk = await Officer.signIn(await house.deskPage(), house.url);
    const room = await desk.invite();
    const phone = await house.phone();
    await phone.join(room);
    await phone.say('only while you are there');
    await expect(desk.bubble('only while you are there')).toBeVisible();
    await expect(phone.presence).toHaveText(en.talk.here);
    await desk.button(NAME).click();
    await desk.dialog.getByRole('button', { name: staff.desk.signOut, exact: true }).click();
    await desk.expectPhase('sign-in');
    await expect(desk.page.getByText(staff.signIn.signedOut)).toBeVisible();
    await expectNoTrace(desk.page, ['only while you are there', room.name]);
    await expect(phone.presence).toHaveText(en.talk.notHere);
    const session = `${house.url}/api/s/${house.product.policy.serviceId}/session`;
    await expect.poll(async () => (await desk.page.request.get(session)).status()).toBe(401);
    await desk.page.reload();
    await desk.expectPhase('sign-in');
    await desk.signIn();
    await desk.open(room);
    await desk.expectMessages(['only while you are there']);
  });
});

test.describe('several tabs, several browsers', () => {
  const house = furnish();

  test('[D3, S5] another browser shows the same rooms and goes on in them', async () => {
    const { officer } = house;
    const room = await officer.invite();
    const phone = await house.phone();
    await phone.join(room);
    await phone.say('hello');
    await officer.confirm();
    await officer.say('written at the desk');
    await expect(phone.bubble('written at the desk')).toBeVisible();
    const elsewhere = await Officer.signIn(await house.deskPage(), house.url);
    await elsewhere.open(room);
    await elsewhere.expectMessages(['hello', 'written at the desk']);
    await expect(elsewhere.devices).toContainText(staff.devices.standing.confirmed);
    await elsewhere.say('written at home');
    await phone.say('I see both');
    const whole = ['hello', 'written at the desk', 'written at home', 'I see both'];
    await officer.expectMessages(whole);
    await elsewhere.expectMessages(whole);
    await phone.expectMessages(whole);
    const made = await elsewhere.invite();
    await officer.open(made);
    await expect(officer.page.getByTestId('link')).toHaveText(made.link);
    await expect(officer.page.getByTestId('code-words')).toHaveText(made.words);
  });

  test('[O1, S5] two tabs of one officer write at once: everything once, in one order', async () => {
    const first = await Officer.signIn(await house.deskPage(), house.url);
    const second = await Officer.signIn(await first.page.context().newPage(), house.url);
    const room = await first.invite();
    await second.open(room);
    const phone = await house.phone();
    await phone.join(room);
    await first.confirm();
    await expect(second.devices).toContainText(staff.devices.standing.confirmed);
    const texts = (tab: string): string[] => [1, 2, 3, 4].map((n) => `${tab} ${String(n)}`);
    const sayAll = async (who: Pick<Officer, 'say'>, tab: string): Promise<void> => {
      for (const text of texts(tab)) await who.say(text);
    };
    await Promise.all([sayAll(first, 'left'), sayAll(second, 'right'), sayAll(phone, 'phone')]);
    const all = [...texts('left'), ...texts('right'), ...texts('phone')].toSorted();
    await expect(phone.messages).toHaveCount(all.length);
    await expect(first.messages).toHaveCount(all.length);
    await expect(second.messages).toHaveCount(all.length);
    const order = await first.messages.locator('.bubble').allInnerTexts();
    expect(order.toSorted()).toEqual(all);
    await second.expectMessages(order);
    const seen = await phone.messages.locator('.bubble').allInnerTexts();
    expect(seen.toSorted()).toEqual(all);
    const ofOfficer = (list: readonly string[]): string[] =>
      list.filter((text) => !text.startsWith('phone'));
    expect(ofOfficer(seen)).toEqual(ofOfficer(order));
  });

  test('[D1] one tab locked or closed leaves the other as it was, its draft too', async () => {
    const first = await Officer.signIn(await house.deskPage(), house.url);
    const second = await Officer.signIn(await first.page.context().newPage(), house.url);
    const room = await first.invite();
    await second.open(room);
    const phone = await house.phone();
    await phone.join(room);
    await first.confirm();
    await first.field.fill('begun in the first tab');
    await expect(second.field).toHaveValue('');
    await second.button(staff.desk.lock).click();
    await second.expectPhase('sign-in');
    await first.expectPhase('in');
    await expect(first.field).toHaveValue('begun in the first tab');
    await expect(phone.presence).toHaveText(en.talk.here);
    await second.signIn();
    await second.open(room);
    await second.say('from the second');
    await second.page.close();
    await first.button(staff.compose.send).click();
    await phone.expectMessages(['from the second', 'begun in the first tab']);
    await first.expectMessages(['from the second', 'begun in the first tab']);
  });
});

test.describe('rooms are not mistaken for one another', () => {
  const house = furnish();

  test('[O6] the composer names its room, and keeps a draft for each', async () => {
    const { officer } = house;
    const rooms = [await officer.invite(), await officer.invite()] as const;
    const [one, two] = rooms;
    const phones = [await house.phone(), await house.phone()] as const;
    const whom = officer.page.getByTestId('writing-to');
    for (const [at, phone] of phones.entries()) {
      const room = at === 0 ? one : two;
      await phone.join(room);
      await officer.open(room);
      await officer.confirm();
      await expect(whom).toContainText(staff.compose.writingTo(room.name));
      await expect(whom).toContainText(staff.compose.confirmed);
      await officer.field.fill(`for ${room.roomId}`);
    }
    expect(one.name).not.toBe(two.name);
    await officer.open(one);
    await expect(whom).toContainText(staff.compose.writingTo(one.name));
    await expect(officer.field).toHaveValue(`for ${one.roomId}`);
    await officer.button(staff.compose.send).click();
    await phones[0].expectMessages([`for ${one.roomId}`]);
    await officer.open(two);
    await expect(officer.field).toHaveValue(`for ${two.roomId}`);
    await expect(officer.messages).toHaveCount(0);
    await officer.button(staff.compose.send).click();
    await phones[1].expectMessages([`for ${two.roomId}`]);
    await phones[0].expectMessages([`for ${one.roomId}`]);
  });

  test('[R3] a new link: a new room takes over, the old one closes at once, both know each other', async () => {
    const { officer } = house;
    const { page } = officer;
    const old = await officer.invite();
    const phone = await house.phone();
    await phone.join(old);
    await officer.confirm();
    await officer.say('We take another link.');
    await expect(phone.bubble('We take another link.')).toBeVisible();
    await phone.field.fill('half a sen');
    await officer.button(staff.panel.newLink).click();
    await expect(officer.dialog).toContainText(staff.newRoom.newLinkText);
    await expect(officer.dialog.getByTestId('whom')).toContainText(old.name);
    await expect(officer.dialog.getByTestId('whom')).toContainText(staff.newRoom.closes);
    await expectSafeFirst(officer, old.name);
    await officer.dialog.getByRole('button', { name: staff.newRoom.submitInstead }).click();
    const fresh = await officer.takeInvitation(officer.dialog);
    expect(fresh.link).not.toBe(old.link);
    expect(fresh.roomId).not.toBe(old.roomId);
    const moved = en.closed['new-link'];
    await expect(phone.over).toContainText(moved.title);
    await expect(phone.over).toContainText(en.over.endedReading);
    await expect(phone.over.getByText(en.over.unsent)).toBeVisible();
    await expect(phone.over.locator('li')).toHaveText(['half a sen']);
    await expect(phone.over.getByRole('button', { name: en.over.copy })).toBeVisible();
    await phone.page.reload();
    // At once, and not after another sentence. Nothing of it can be read here: no empty conversation.
    await phone.page.getByText(moved.title).waitFor();
    await expect(phone.heading).toHaveText(moved.title);
    await expect(phone.page.getByRole('main')).toContainText(moved.text);
    await expect(phone.page.getByText(en.over.endedReading)).toHaveCount(0);
    await expect(phone.page.locator('li')).toHaveCount(0);
    await expect(phone.over).toHaveCount(0);
    await expect(officer.item(old)).toContainText(staff.item.replacedBy);
    await expect(officer.item(fresh)).toContainText(staff.item.replaces);
    await expect(page.getByText(staff.panel.replaces, { exact: true })).toBeVisible();
    await page.getByRole('complementary').getByRole('button', { name: old.name }).click();
    await expect(page.locator('#room-name')).toHaveText(old.name);
    await expect(page.getByRole('main')).toContainText(staff.closed.by.replaced);
    await expect(page.getByText(staff.panel.replacedBy, { exact: true })).toBeVisible();
    await page.getByRole('main').getByRole('button', { name: fresh.name }).click();
    await expect(page.locator('#room-name')).toHaveText(fresh.name);
    const closed = await house.phone();
    await closed.page.goto(old.link);
    await expect(closed.heading).toHaveText(moved.title);
    await closed.page.close();
    const again = await house.phone();
    await again.join(fresh);
    await again.expectMessages([]);
    await again.say('here I am');
    await officer.expectMessages(['here I am']);
  });
});

test.describe('waiting, alarm, lock', () => {
  const LOCK_MS = 12_000;
  const house = furnish({ lifetimes: { staffLockMs: LOCK_MS, unattendedMs: 4_000 } });

  /** Somebody uses the desk now and then while something else goes on. */
  async function whileInUse<T>(page: Page, work: () => Promise<T>): Promise<T> {
    let on = true;
    const using = (async () => {
      while (on) {
        await page.keyboard.press('Shift');
        await page.waitForTimeout(400);
      }
    })();
    try {
      return await work();
    } finally {
      on = false;
      await using;
    }
  }

  /** How many rooms wait, as the tab's title tells. */
  async function waiting(officer: Officer): Promise<number> {
    return Number(/^\((\d+)\)/.exec(await officer.page.title())?.[1] ?? 0);
  }

  test('[R1] what nobody has read stands first and is counted, until somebody looks', async () => {
    const officer = await Officer.signIn(await house.deskPage(), house.url);
    await whileInUse(officer.page, async () => {
      const one = await officer.invite();
      const phone = await house.phone();
      await phone.join(one);
      const two = await officer.invite();
      await expect(officer.page).toHaveTitle(staff.desk.title);
      await phone.say('first');
      await expect(officer.item(one)).toContainText(staff.item.unread(1));
      await phone.say('second');
      await expect(officer.item(one)).toContainText(staff.item.unread(2));
      await expect(officer.item(one)).toContainText(staff.item.waitingNow);
      await expect(officer.page).toHaveTitle(staff.desk.waitingTitle(1));
      const items = officer.page.getByTestId('room-item');
      await expect(items.first()).toHaveAttribute('data-room', one.roomId);
      await expect(
        officer.page.getByRole('region', { name: new RegExp(`^${staff.desk.groups.waiting}`) })
      ).toContainText(one.name);
      await expect(officer.page.locator('#room-name')).toHaveText(two.name);
      await officer.open(one);
      await expect(officer.item(one)).not.toContainText(staff.item.unread(2));
      await expect(phone.message('second')).toContainText(en.talk.seen);
    });
  });

  test('[R8] what was read waits on until somebody answers or says that no answer is needed, and keeps its place in view', async () => {
    const officer = await Officer.signIn(await house.deskPage(), house.url);
    await whileInUse(officer.page, async () => {
      const one = await officer.invite();
      const phone = await house.phone();
      await phone.join(one);
      await officer.confirm();
      const two = await officer.invite();
      const before = await waiting(officer);
      await phone.say('are you there');
      const group = officer.page.getByRole('region', {
        name: new RegExp(`^${staff.desk.groups.waiting}`)
      });
      await expect(group).toContainText(one.name);
      await officer.open(one);
      await expect(phone.message('are you there')).toContainText(en.talk.seen);
      // Read, and still owed: in the row, in the head and in the title.
      const owed = officer.page.getByTestId('owed');
      await expect(owed).toHaveText(staff.item.owedNow);
      await expect(officer.item(one)).toContainText(staff.item.owedNow);
      await officer.page.waitForTimeout(2_500);
      expect(await waiting(officer)).toBe(before + 1);
      await officer.open(two);
      await expect(group).toContainText(one.name);

      // An answer ends it; the room stays where it stood for as long as it is in view.
      await officer.open(one);
      await officer.say('I am here');
      await expect(owed).toBeHidden();
      await expect.poll(() => waiting(officer)).toBe(before);
      await expect(officer.item(one)).not.toContainText(staff.item.owedNow);
      await expect(group).toContainText(one.name);
      await officer.open(two);
      await expect(
        officer.page.getByRole('region', { name: staff.desk.groups.mine })
      ).toContainText(one.name);

      // So does "no answer needed", by keyboard alone, and at every desk.
      await officer.open(one);
      await phone.say('thank you');
      await expect(owed).toBeVisible();
      await expect.poll(() => waiting(officer)).toBe(before + 1);
      const colleague = await Officer.signIn(await house.deskPage(), house.url);
      await expect.poll(() => waiting(colleague)).toBe(before + 1);
      await officer.button(staff.room.noAnswer).focus();
      await officer.page.keyboard.press('Enter');
      await expect(owed).toBeHidden();
      await expect(officer.page.locator('#room-name')).toBeFocused();
      await expect.poll(() => waiting(officer)).toBe(before);
      await expect.poll(() => waiting(colleague)).toBe(before);
      await colleague.page.close();
      await phone.say('one more thing');
      await expect(owed).toBeVisible();
      await officer.button(staff.room.noAnswer).click();
    });
  });

  test('[D1, R2] an unused desk locks itself: no word is left, the phone is told, the draft is kept', async () => {
    const officer = await Officer.signIn(await house.deskPage(), house.url);
    const room = await whileInUse(officer.page, () => officer.invite());
    const phone = await house.phone();
    await whileInUse(officer.page, async () => {
      await phone.join(room);
      await phone.say('do not let it stand open');
      await officer.confirm();
      await officer.say('I will not.');
      await officer.field.fill('a draft that I have not sent');
    });
    await officer.expectPhase('sign-in');
    await expect(officer.page.getByText(staff.signIn.locked)).toBeVisible();
    await expectNoTrace(officer.page, [
      'do not let it stand open',
      'I will not.',
      'a draft that I have not sent',
      room.name,
      room.link,
      room.words
    ]);
    await expect(phone.page.getByTestId('unattended')).toBeVisible();
    await officer.tryPassphrase('not the passphrase at all');
    await expect(officer.page.getByRole('alert').last()).toHaveText(
      staff.problems['wrong-secret'],
      { timeout: 60_000 }
    );
    await officer.signIn();
    await whileInUse(officer.page, async () => {
      await expect(officer.item(room)).toContainText(staff.item.unattended);
      await expect(officer.page).toHaveTitle(staff.desk.alarmTitle);
      await officer.open(room);
      await expect(officer.field).toHaveValue('a draft that I have not sent');
      await officer.expectMessages(['do not let it stand open', 'I will not.']);
      await expect(officer.item(room)).not.toContainText(staff.item.unattended);
      await expect(phone.page.getByTestId('unattended')).toBeHidden();
      await officer.button(staff.compose.send).click();
      await phone.expectMessages([
        'do not let it stand open',
        'I will not.',
        'a draft that I have not sent'
      ]);
    });
  });
});
