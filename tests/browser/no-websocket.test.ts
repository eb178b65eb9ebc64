// Networks that let no WebSocket through: the same conversation over plain HTTPS, both sides, with reload
// and Exit; and back to a WebSocket when one works. Rules: N2, N3, O1, E1.
import { expect, test, type BrowserContext } from '@playwright/test';
import { en as staff } from '../../src/lib/i18n/en/desk.ts';
import { furnish } from './house/house.ts';
import { expectLeft } from './house/leaving.ts';
import { Officer } from './house/officer.ts';

const house = furnish();

/** Cuts every WebSocket off, until told otherwise. Returns the requests to the lines. */
async function withoutSockets(
  context: BrowserContext
): Promise<{ allow: () => void; asked: string[]; sockets: () => number }> {
  let [blocked, sockets] = [true, 0];
  const asked: string[] = [];
  await context.routeWebSocket(/\/(?:socket|desk)$/, (ws) => {
    if (blocked) return void ws.close({ code: 1006 });
    sockets += 1;
    ws.connectToServer();
  });
  context.on('request', (request) => {
    if (/\/line$/.test(new URL(request.url()).pathname)) asked.push(request.url());
  });
  return { allow: () => void (blocked = false), asked, sockets: () => sockets };
}

test('[N2, E1] a young person and an officer, both without WebSockets: words both ways, reload, Exit', async () => {
  test.setTimeout(180_000);
  const page = await house.deskPage();
  const atDesk = await withoutSockets(page.context());
  const desk = await Officer.signIn(page, house.url);
  const room = await desk.invite();
  const phone = await house.phone();
  const onPhone = await withoutSockets(phone.page.context());
  await phone.join(room);
  for (const text of ['one', 'two', 'three']) await phone.say(text);
  await desk.confirm();
  await desk.expectMessages(['one', 'two', 'three']);
  for (const text of ['four', 'five']) await desk.say(text);
  await phone.expectMessages(['one', 'two', 'three', 'four', 'five']);
  await phone.page.reload();
  await phone.expectTalk();
  await phone.say('six');
  await phone.expectMessages(['one', 'two', 'three', 'four', 'five', 'six']);
  await expect(desk.bubble('six')).toBeVisible();
  // The bearer is in no address.
  for (const url of [...onPhone.asked, ...atDesk.asked]) expect(new URL(url).search).toBe('');
  expect(onPhone.asked.length).toBeGreaterThan(4);
  expect(atDesk.asked.length).toBeGreaterThan(4);
  await phone.exit();
  await expectLeft(phone.page, house.product.policy.exitUrl);
  await expect(desk.page.getByTestId('left')).toContainText(staff.notices.left);
});

test('[N2] a WebSocket is tried beside the line, and taken when it comes up: nothing is lost or doubled', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  const network = await withoutSockets(phone.page.context());
  await phone.page.clock.install();
  await phone.join(room);
  await phone.say('over HTTPS');
  await expect(officer.bubble('over HTTPS')).toBeVisible();
  network.allow();
  await expect(async () => {
    await phone.page.clock.runFor(2_000);
    expect(network.sockets()).toBeGreaterThan(1);
  }).toPass({ intervals: [300], timeout: 60_000 });
  await phone.expectLine('up');
  await phone.say('over a WebSocket');
  await officer.expectMessages(['over HTTPS', 'over a WebSocket']);
  const asked = network.asked.length;
  await officer.confirm();
  await officer.say('Both are here.');
  await phone.expectMessages(['over HTTPS', 'over a WebSocket', 'Both are here.']);
  expect(network.asked.length - asked).toBeLessThan(3);
});

test('[N2] where a WebSocket hangs for five seconds, HTTPS is taken', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone();
  // Neither opened nor refused.
  await phone.page.addInitScript(() => {
    const silent = class extends EventTarget {
      static readonly CONNECTING = 0;
      static readonly OPEN = 1;
      static readonly CLOSING = 2;
      static readonly CLOSED = 3;
      readyState = 0;
      binaryType = 'blob';
      close(): void {
        this.readyState = 3;
      }
      send(): void {
        throw new Error('not open');
      }
    };
    Object.defineProperty(globalThis, 'WebSocket', { value: silent });
  });
  await phone.join(room);
  await phone.say('it arrives');
  await expect(house.officer.bubble('it arrives')).toBeVisible();
});
