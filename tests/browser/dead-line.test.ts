// A line that only looks alive: its bytes are swallowed, nothing is closed. The page notices within 8 s
// while something is unanswered, and the message arrives over a new line, once. The test controls the
// page's clock. Rules: N1, O1, O3.
import { expect, test, type Page } from '@playwright/test';
import { furnish } from './house/house.ts';
import { Officer } from './house/officer.ts';

const house = furnish();

/** Lets bytes through until told to swallow them; lines opened after that are whole again. */
async function swallowable(page: Page): Promise<{ swallow: () => void; opened: () => number }> {
  let opened = 0;
  let dead = 0;
  await page.routeWebSocket(/\/socket$/, (ws) => {
    const mine = (opened += 1);
    const server = ws.connectToServer();
    ws.onMessage((message) => mine > dead && server.send(message));
    server.onMessage((message) => mine > dead && ws.send(message));
  });
  return { swallow: () => void (dead = opened), opened: () => opened };
}

const NOTICED_MS = 8_000;

test('[N1] a young person’s words on a dead line go over a new one within eight seconds', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  const line = await swallowable(phone.page);
  await phone.page.clock.install();
  await phone.join(room);
  await phone.say('before');
  await expect(officer.bubble('before')).toBeVisible();
  // By then the page may have noticed it.
  await expect(phone.message('before')).toHaveAttribute('data-state', /^(?:sent|seen)$/);
  const opened = line.opened();
  line.swallow();
  await phone.say('into nothing');
  await expect(phone.message('into nothing')).toHaveAttribute('data-state', 'waiting');
  await phone.page.clock.runFor(NOTICED_MS);
  await officer.expectMessages(['before', 'into nothing']);
  expect(line.opened()).toBeGreaterThan(opened);
  // Idle: within 25 s.
  const again = line.opened();
  line.swallow();
  await phone.page.clock.runFor(25_000);
  await expect.poll(() => line.opened()).toBeGreaterThan(again);
  await officer.confirm();
  await officer.say('I see both.');
  await phone.expectMessages(['before', 'into nothing', 'I see both.']);
});

test('[N1] an officer’s words on a dead line do too', async () => {
  const page = await house.deskPage();
  const line = await swallowable(page);
  await page.clock.install();
  const desk = await Officer.signIn(page, house.url);
  const room = await desk.invite();
  const phone = await house.phone();
  await phone.join(room);
  await desk.confirm();
  await desk.say('before');
  await expect(phone.bubble('before')).toBeVisible();
  line.swallow();
  await desk.say('into nothing');
  await page.clock.runFor(NOTICED_MS);
  // What waits for a timer after an answer of the network gets it.
  await expect(async () => {
    await page.clock.runFor(1_000);
    const said = ['before', 'into nothing'];
    await expect(phone.messages.locator('.bubble')).toHaveText(said, { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
});
