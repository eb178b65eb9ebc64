// A whole conversation, both ways, on the built app under its real policy: what each side sees of the
// other, what the young person is promised, and what a browser stores meanwhile.
import { expect, test } from '@playwright/test';
import { formatDate } from '../../src/lib/i18n/format.ts';
import { aboutEn } from '../../src/lib/i18n/en/about.ts';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { en as staff } from '../../src/lib/i18n/en/desk.ts';
import { furnish } from './house/house.ts';
import { NAME } from './house/officer.ts';
import { expectUnreadable, tracesOf } from './house/storage-traces.ts';

const house = furnish();

test('[J1, J5, O1, O6] link, code words, confirmation, and a conversation both ways', async () => {
  const { officer } = house;
  const room = await officer.invite();
  await expect(officer.page.getByRole('main')).toContainText(staff.room.notJoined);
  const phone = await house.phone();
  await phone.openLink(room.link);
  await expect(phone.heading).toHaveText(en.door.invitedBy(NAME, house.product.policy.name.en));
  await phone.tryWords(room.words);
  await phone.expectTalk();
  await expect(phone.page).toHaveTitle(en.title);
  await expect(phone.presence).toHaveText(en.talk.here);
  await phone.say('hi');
  await expect(officer.bubble('hi')).toBeVisible();
  await expect(officer.devices).toContainText(staff.devices.first);
  await expect(officer.field).toBeDisabled();
  await officer.confirm();
  await officer.say('Hi. I am Kari.');
  await expect(phone.bubble('Hi. I am Kari.')).toBeVisible();
  await phone.say('can you help me');
  await officer.say('Yes. Tell me.\nI have time.');
  await phone.say('ok 👍 – så bra');
  const whole = [
    'hi',
    'Hi. I am Kari.',
    'can you help me',
    'Yes. Tell me.\nI have time.',
    'ok 👍 – så bra'
  ];
  await phone.expectMessages(whole);
  await officer.expectMessages(whole);
});

test('[J5] an unconfirmed young person can write, and staff can ask before confirming', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await phone.say('who is there');
  await expect(officer.bubble('who is there')).toBeVisible();
  await officer.button(staff.compose.writeAnyway).click();
  await officer.say('What did we talk about yesterday?');
  await expect(phone.bubble('What did we talk about yesterday?')).toBeVisible();
  await phone.say('about the boat');
  await expect(officer.bubble('about the boat')).toBeVisible();
  await officer.confirm();
  await officer.say('Thank you.');
  await phone.expectMessages([
    'who is there',
    'What did we talk about yesterday?',
    'about the boat',
    'Thank you.'
  ]);
});

test('[O5] sent, seen and "is writing" show on both sides', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await phone.say('hello');
  await expect(phone.message('hello')).toContainText(en.talk.seen);
  await officer.confirm();
  await officer.say('Good morning.');
  await expect(officer.message('Good morning.')).toHaveAttribute('data-state', 'seen');
  await phone.field.pressSequentially('I want to t');
  await expect(officer.page.getByText(staff.room.typing, { exact: true })).toBeVisible();
  await phone.field.fill('');
  await expect(officer.page.getByText(staff.room.typing, { exact: true })).toBeHidden();
  await officer.field.pressSequentially('Take your time');
  await expect(phone.page.getByText(en.talk.typing(NAME))).toBeVisible();
  await officer.button(staff.compose.send).click();
  await expect(phone.bubble('Take your time')).toBeVisible();
  await expect(phone.page.getByText(en.talk.typing(NAME))).toBeHidden();
  await expect(officer.page.locator('.presence')).toHaveText(staff.room.here);
  // What a page must remember is stored within two seconds [P2].
  await phone.page.waitForTimeout(2_500);
  await phone.page.reload();
  await phone.expectTalk();
  await expect(phone.message('hello')).toContainText(en.talk.seen);
  await phone.page.close();
  await expect(officer.page.locator('.presence')).not.toHaveText(staff.room.here);
});

test('[R2, K6] the promise names the day, and the phrase is the same on both sides', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const { hardCapMs } = house.product.policy.lifetimes;
  const deletedBy = formatDate(en.format, Date.now() + hardCapMs, Date.now());
  const readers = house.product.policy.readers.en;
  const phone = await house.phone();
  await phone.openLink(room.link);
  await expect(phone.page.getByText(en.promise.sentence(readers, deletedBy))).toBeVisible();
  await phone.tryWords(room.words);
  await phone.expectTalk();
  await expect(phone.page.getByText(en.promise.sentence(readers, deletedBy))).toBeVisible();
  await expect(officer.page.getByText(staff.panel.deletedBy(deletedBy))).toBeVisible();
  const compared = officer.devices.getByTestId('phrase');
  await expect(compared).toHaveText(/^\S+ \S+ \S+ \S+$/);
  await phone.button(en.about).click();
  await expect(phone.page.getByTestId('phrase')).toHaveText(await compared.innerText());
  await expect(phone.dialog).toContainText(aboutEn.exit.text);
  await expect(phone.dialog).toContainText(aboutEn.ip.never);
  for (const point of aboutEn.rights.points) await expect(phone.dialog).toContainText(point);
});

test('[P1, J2] nothing readable is kept on the phone in mid-conversation', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await phone.say('a secret that only we know');
  await officer.confirm();
  await officer.say('an answer that only you see');
  await expect(phone.bubble('an answer that only you see')).toBeVisible();
  await phone.field.fill('a draft for later');
  await phone.page.context().setOffline(true);
  await phone.say('a message that waits');
  await expect(phone.message('a message that waits')).toHaveAttribute('data-state', 'waiting');
  const token = new URL(room.link).hash.slice(2);
  // Short words occur by chance among random letters, these as names of stored things.
  const names = ['envelope', 'history', 'local', 'service'];
  const words = room.words.split(' ').filter((word) => word.length > 4 && !names.includes(word));
  const traces = await tracesOf(phone.page);
  expect(Object.keys(traces.databases)).toEqual(['chat']);
  expect(traces.databases['chat']?.['keys']).toContain('CryptoKey false');
  expect(traces.databases['chat']?.['boxes']).not.toBe('');
  expect(traces.databases['chat']?.['outbox']).not.toBe('');
  expect(phone.page.url()).toBe(`${house.url}/r`);
  expectUnreadable(traces, [
    'a secret that only we know',
    'an answer that only you see',
    'a message that waits',
    'a draft for later',
    NAME,
    token,
    room.words,
    ...words
  ]);
});

test('[O6] a link in a message is text: it can be read, and cannot be opened by accident', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await officer.confirm();
  const said = '<b>Look</b> at https://example.org/help?a=1&b=2';
  await phone.say(said);
  await officer.say(`${said} again`);
  await phone.expectMessages([said, `${said} again`]);
  await officer.expectMessages([said, `${said} again`]);
  await expect(phone.messages.locator('a, b')).toHaveCount(0);
  await expect(officer.messages.locator('a, b')).toHaveCount(0);
});

test('[S3, X2] a text that is too long is kept in the field and said so', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  const most = 'å'.repeat(7 * 1024 + 512);
  await phone.field.fill(`${most}!`);
  await expect(phone.page.getByText(en.talk.tooLong)).toBeVisible();
  await expect(phone.button(en.talk.send)).toBeDisabled();
  await phone.say(most);
  await expect(officer.bubble(most)).toBeVisible();
});

test('[P4] what an input method confirms sends nothing, and what it commits after Send goes nowhere', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await officer.confirm();
  // At a desk Enter sends, but not the Enter that confirms a word.
  const atDesk = await officer.page.context().newCDPSession(officer.page);
  await officer.field.focus();
  await atDesk.send('Input.imeSetComposition', { text: 'hei', selectionStart: 3, selectionEnd: 3 });
  const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 };
  await atDesk.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter });
  await atDesk.send('Input.insertText', { text: 'hei' });
  // Safari has ended the composition by then, and only the old code tells.
  await atDesk.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter });
  await expect(officer.field).toHaveValue('hei');
  await expect(officer.messages).toHaveCount(0);
  await officer.page.keyboard.press('Enter');
  await expect(officer.bubble('hei')).toHaveCount(1);
  // A phone's keyboard is still composing when Send is pressed, and commits afterwards.
  const onPhone = await phone.page.context().newCDPSession(phone.page);
  await phone.field.fill('well ');
  await phone.field.focus();
  await onPhone.send('Input.imeSetComposition', {
    text: 'hei',
    selectionStart: 3,
    selectionEnd: 3
  });
  await phone.page.evaluate(() => document.querySelector('form')?.requestSubmit());
  await onPhone.send('Input.insertText', { text: 'hei' });
  await phone.expectMessages(['hei', 'well hei']);
  await expect(phone.field).toHaveValue('');
  // The same word, written once more, is sent.
  await phone.field.fill('hei');
  await phone.button(en.talk.send).click();
  await officer.expectMessages(['hei', 'well hei', 'hei']);
});

test('[O9] on a phone whose clock is a day ahead there is one day, today, for everybody’s words', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.page.clock.install({ time: Date.now() + 26 * 60 * 60_000 });
  await phone.join(room);
  await phone.say('from tomorrow');
  await expect(officer.bubble('from tomorrow')).toBeVisible();
  await officer.confirm();
  await officer.say('from today');
  await expect(phone.bubble('from today')).toBeVisible();
  await phone.say('again from tomorrow');
  await expect(phone.message('again from tomorrow')).toHaveAttribute('data-state', /sent|seen/);
  await expect(phone.page.locator('.day')).toHaveText(['Today']);
});

test('[B4] no translator is sent what is said; the page itself only where nobody needs one', async () => {
  const { officer } = house;
  for (const [locale, page] of [
    ['en-GB', 'no'],
    ['so-SO', null]
  ] as const) {
    const room = await officer.invite();
    const phone = await house.phone({ locale });
    await phone.page.goto(room.link);
    await phone.codeField.fill(room.words);
    await phone.page.locator('form button[type=submit]').click();
    await phone.expectTalk();
    await phone.field.fill('hi');
    await phone.page.locator('form button[type=submit]').click();
    await expect(phone.bubble('hi')).toHaveAttribute('translate', 'no');
    await expect(officer.bubble('hi')).toHaveAttribute('translate', 'no');
    expect(
      await phone.page.evaluate(() => document.documentElement.getAttribute('translate'))
    ).toBe(page);
  }
});
