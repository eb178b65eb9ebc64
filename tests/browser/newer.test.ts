// A page that is older than what it meets: a message of a later kind, a room with a later face, a newer
// version of the page itself. It says so, offers "Load again", and loses nothing. Also a crowded door. The
// staff here is the wire client, which can send what no page of ours sends yet. Rules: R6, J9, P2.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { SITE_DIR } from '../../scripts/build.ts';
import { chainStart } from '../../src/lib/crypto/room/chain.ts';
import {
  fromBase64url,
  fromHex,
  toBase64url,
  utf8
} from '../../src/lib/crypto/primitives/bytes.ts';
import { Direction, envelopeHash, sealEnvelope } from '../../src/lib/crypto/room/envelope.ts';
import { faceHash, formatRoomLink } from '../../src/lib/crypto/room/room-token.ts';
import { en as staff } from '../../src/lib/i18n/en/desk.ts';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { guestConnect, join as joinRoom, newDevice, newEpoch } from '../wire-client/guest.ts';
import { createRoom, type MadeRoom } from '../wire-client/made-room.ts';
import { setUpService, type Member } from '../wire-client/member.ts';
import { randomBytes } from '../wire-client/random.ts';
import { acceptGuest, reply, sealLog, staffAppend, staffEnter } from '../wire-client/staff.ts';
import { furnish } from './house/house.ts';
import { Officer } from './house/officer.ts';
import type { Phone } from './house/phone.ts';

const house = furnish({ setUp: false });
let member: Member | null = null;

async function makeRoom(): Promise<{ room: MadeRoom; link: string; words: string; staff: Member }> {
  const { product } = house;
  member ??= await setUpService(product.setupLink, product.policy);
  const room = await createRoom(member);
  const link = formatRoomLink(house.url, {
    wordList: 'nb',
    serviceId: fromHex(room.serviceId),
    linkSecret: room.linkSecret,
    faceHash: faceHash(room.face)
  });
  return { room, link, words: room.words.join(' '), staff: member };
}

/** Sends this content to the one epoch of the room. */
async function sayOdd(staff: Member, room: MadeRoom, content: object): Promise<void> {
  const line = await staffEnter(staff, room);
  const [epoch] = line.entered.epochs;
  if (epoch === undefined) throw new Error('nobody is in the room');
  const { staffKey } = await acceptGuest(room, epoch);
  const to = fromBase64url(epoch.epochId);
  await reply(line, to, staffKey, 'Look at this:');
  const said = { text: 'a picture', writtenAtMs: Date.now() };
  const log = await sealLog(line, { t: 'say', to: epoch.epochId, ...said });
  const { order } = await staffAppend(line, { envelope: toBase64url(log) });
  const copyOf = toBase64url(envelopeHash(log));
  const copy = await sealEnvelope(
    staffKey,
    {
      roomId: room.roomId,
      epochId: to,
      direction: Direction.staffCopy,
      sender: line.sender,
      sequence: line.nextSequence(to),
      lastSeenHead: chainStart(room.roomId, to)
    },
    utf8(JSON.stringify({ copyOf, logOrder: order, ...content })),
    randomBytes(24)
  );
  await staffAppend(line, { envelope: toBase64url(copy), copyOf });
  line.wire.close();
}

/** A navigation that the page itself starts. */
const loadedAnew = (phone: Phone): Promise<unknown> => phone.page.waitForEvent('load');

test('[R6] a message of a later kind says that it needs a newer page, and the draft outlasts the way there', async () => {
  const { room, link, words, staff } = await makeRoom();
  const phone = await house.phone();
  await phone.join({ link, words });
  await phone.say('show me');
  await sayOdd(staff, room, { t: 'picture', of: 'a cat' });
  await expect(phone.bubble('Look at this:')).toBeVisible();
  await expect(phone.bubble(en.talk.newer)).toBeVisible();
  await phone.field.fill('half a sentence');
  await phone.page.screenshot({ path: test.info().outputPath('newer-content.png') });
  const anew = loadedAnew(phone);
  await phone.button(en.talk.loadAgain).click();
  await anew;
  await phone.expectTalk();
  await expect(phone.field).toHaveValue('half a sentence');
  await phone.expectMessages(['show me', 'Look at this:', en.talk.newer]);
});

test('[R6] a known message is shown in spite of what is new in it', async () => {
  const { room, link, words, staff } = await makeRoom();
  const phone = await house.phone();
  await phone.join({ link, words });
  const said = { text: 'a picture', writtenAtMs: Date.now(), mood: 'green' };
  await sayOdd(staff, room, { t: 'say', ...said });
  await phone.expectMessages(['Look at this:', 'a picture']);
});

test('[R6] a room with a later face needs a newer page, and is neither gone nor a broken link', async () => {
  const { room } = await makeRoom();
  const face = utf8(JSON.stringify({ v: 2, whatever: 'comes' }));
  const link = formatRoomLink(house.url, {
    wordList: 'en',
    serviceId: fromHex(room.serviceId),
    linkSecret: room.linkSecret,
    faceHash: faceHash(face)
  });
  const phone = await house.phone();
  // A later server, which has such a room.
  await phone.page.route('**/face', (route) =>
    route.fulfill({
      json: { state: 'invited', face: toBase64url(face), locked: false, staff: false }
    })
  );
  await phone.page.goto(link);
  await expect(phone.heading).toHaveText(en.closed.outdated.title);
  await phone.page.screenshot({ path: test.info().outputPath('outdated.png') });
  const anew = loadedAnew(phone);
  await phone.button(en.closed.outdated.button).click();
  await anew;
  await expect(phone.heading).toHaveText(en.closed.outdated.title);
  expect(phone.page.url()).toBe(link);
});

test.describe('a newer version of the page', () => {
  // The browser compares the worker's script with its cached one: this adds a line to it.
  const file = join(SITE_DIR, 'service-worker.js');
  const script = readFileSync(file, 'utf8');
  const release = (): void => writeFileSync(file, `${script}\n// the next version\n`);
  test.afterEach(() => writeFileSync(file, script));

  /** Joined, and kept for the next start. */
  async function keptPhone() {
    const made = await makeRoom();
    const phone = await house.phone();
    await phone.join(made);
    await phone.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      while (navigator.serviceWorker.controller === null)
        await new Promise((go) => setTimeout(go, 50));
      const { controller } = navigator.serviceWorker;
      navigator.serviceWorker.addEventListener('controllerchange', () => {
        const replaced = navigator.serviceWorker.controller !== controller;
        sessionStorage.setItem('replaced', String(replaced));
      });
    });
    return { phone, ...made };
  }

  const expectReplaced = async (phone: Phone): Promise<void> => {
    await phone.expectTalk();
    expect(await phone.page.evaluate(() => sessionStorage.getItem('replaced'))).toBe('true');
  };

  test('[R6] is what "Load again" brings, not the one that is kept', async () => {
    const { phone, room, staff } = await keptPhone();
    await sayOdd(staff, room, { t: 'picture', of: 'a cat' });
    await expect(phone.bubble(en.talk.newer)).toBeVisible();
    release();
    const anew = loadedAnew(phone);
    await phone.button(en.talk.loadAgain).click();
    await anew;
    await expectReplaced(phone);
  });

  test('[R6] that comes by itself waits until the person says so', async () => {
    const { phone } = await keptPhone();
    const { page } = phone;
    await phone.say('before');
    await expect(page.getByText(en.update.text)).toHaveCount(0);
    release();
    await page.evaluate(async () => {
      await (await navigator.serviceWorker.getRegistration())?.update();
    });
    await expect(page.getByText(en.update.text)).toBeVisible({ timeout: 30_000 });
    await phone.say('not now');
    expect(await page.evaluate(() => sessionStorage.getItem('replaced'))).toBeNull();
    const anew = loadedAnew(phone);
    await phone.button(en.update.button).click();
    await anew;
    await expectReplaced(phone);
    await phone.expectMessages(['before', 'not now']);
  });
});

test('[J9] who comes to a crowded door is told so calmly, and let in without doing anything', async () => {
  const { room, link, words } = await makeRoom();
  for (let stranger = 0; stranger < 6; stranger += 1) {
    const line = await guestConnect(room);
    await joinRoom(line, await newEpoch(room, await newDevice()));
    line.wire.close();
  }
  const phone = await house.phone();
  await phone.openLink(link);
  await phone.tryWords(words);
  await expect(phone.page.getByText(en.patience.crowded)).toBeVisible({ timeout: 60_000 });
  await phone.page.screenshot({ path: test.info().outputPath('crowded.png') });
  await phone.expectTalk();
  await phone.say('at last');
  await expect(phone.message('at last')).toHaveAttribute('data-state', 'sent');
});

test.describe('a desk that stands open while its server is replaced by a later one', () => {
  const house = furnish();

  type Frame = Record<string, unknown>;

  /** The later server: what it says to rooms' pages at this desk is changed. Null: as it is. */
  async function laterServer(page: Page): Promise<{ says: ((frame: Frame) => Frame) | null }> {
    const later: { says: ((frame: Frame) => Frame) | null } = { says: null };
    await page.context().routeWebSocket('**/socket', (line) => {
      const server = line.connectToServer();
      line.onMessage((text) => server.send(text));
      server.onMessage((text) => {
        const { says } = later;
        const plain = String(text);
        if (says === null || !plain.startsWith('{')) return line.send(text);
        line.send(JSON.stringify(says(JSON.parse(plain) as Frame)));
      });
    });
    return later;
  }

  const withMore = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(withMore);
    if (typeof value !== 'object' || value === null) return value;
    const known = Object.entries(value).map(([key, part]) => [key, withMore(part)]);
    return { ...Object.fromEntries(known), later: { of: 'x' } };
  };

  test('[R6] shows newcomers, messages and the end in spite of what is new in them', async () => {
    const page = await house.deskPage();
    const later = await laterServer(page);
    const desk = await Officer.signIn(page, house.url);
    const room = await desk.invite();
    later.says = (frame) => withMore(frame) as Frame;
    const phone = await house.phone();
    await phone.join(room);
    await desk.confirm();
    await phone.say('hello');
    await desk.say('hello to you');
    await expect(phone.bubble('hello to you')).toBeVisible();
    await desk.expectMessages(['hello', 'hello to you']);
    await expect(page.getByTestId('needs-newer')).toHaveCount(0);
    await phone.button(en.about).click();
    await phone.button(en.sheets.end).click();
    await phone.button(en.sheets.endYes).click();
    await expect(page.getByRole('heading', { name: staff.closed.title })).toBeVisible();
  });

  test('[R6] says that a newer page is needed, keeps what was written, and goes on if the server comes back', async () => {
    const page = await house.deskPage();
    const later = await laterServer(page);
    const desk = await Officer.signIn(page, house.url);
    const room = await desk.invite();
    const phone = await house.phone();
    await phone.join(room);
    await desk.confirm();
    await desk.say('before');
    later.says = (frame) => (frame['t'] === 'challenge' ? { ...frame, v: 2 } : frame);
    await page.context().setOffline(true);
    await desk.say('meanwhile');
    await page.context().setOffline(false);
    const strip = page.getByTestId('needs-newer');
    await expect(strip).toContainText(staff.notices.needsNewer, { timeout: 60_000 });
    await expect(strip.getByRole('button', { name: staff.notices.loadAgain })).toBeVisible();
    await expect(desk.message('meanwhile')).toHaveAttribute('data-state', 'waiting');
    await page.screenshot({ path: test.info().outputPath('desk-needs-newer.png') });
    later.says = null;
    await page.context().setOffline(true);
    await expect(desk.message('meanwhile')).toHaveAttribute('data-state', 'waiting');
    await page.context().setOffline(false);
    await phone.expectMessages(['before', 'meanwhile']);
    await expect(strip).toHaveCount(0);
  });
});
