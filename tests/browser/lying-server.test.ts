// The attacks of a lying server, in a real browser on the built product: only the traffic between the two
// is changed. Rules: D5, D6, D7, S6.
import { expect, test, type Page } from '@playwright/test';
import * as v from 'valibot';
import { sealBox } from '../../src/lib/crypto/primitives/box.ts';
import { fromBase64url, toBase64url } from '../../src/lib/crypto/primitives/bytes.ts';
import {
  DIRECTORY_START,
  signDirectoryEntry,
  verifyDirectory
} from '../../src/lib/crypto/account/directory.ts';
import { makeKeyPair } from '../../src/lib/crypto/primitives/key-pair.ts';
import { signingPublicKey } from '../../src/lib/crypto/primitives/signing-key.ts';
import { session, type Session } from '../../src/lib/protocol/desk-api.ts';
import { en as staff } from '../../src/lib/i18n/en/desk.ts';
import { furnish } from './house/house.ts';
import { Officer } from './house/officer.ts';

const house = furnish();
const random = (n: number) => crypto.getRandomValues(new Uint8Array(n));

/** Every sign-in of this page gets another answer than the desk's. */
async function answerSignIn(
  page: Page,
  change: (real: Session) => Promise<Session>
): Promise<void> {
  await page.route('**/sign-in', async (route) => {
    const response = await route.fetch();
    const real = v.parse(session, await response.json());
    await route.fulfill({ response, json: await change(real) });
  });
}

/** Genuine member id, name and box key; signing key, role keys and role boxes of the server's own. */
async function forgedDirectory(real: Session): Promise<Session> {
  const directory = await verifyDirectory(real.directory.map(fromBase64url));
  const [member] = directory.members;
  if (member === undefined) throw new Error('nobody in the directory');
  const signSeed = random(32);
  const [desk, archive] = [await makeKeyPair(random(32)), await makeKeyPair(random(32))];
  const entry = await signDirectoryEntry({
    previousHead: DIRECTORY_START,
    signSeed,
    body: {
      ...member,
      kind: 'root',
      serviceId: directory.serviceId,
      signKey: await signingPublicKey(signSeed),
      deskKey: desk.publicKey,
      archiveKey: archive.publicKey,
      keyVersion: 1
    }
  });
  const roleBox = async (role: 'desk' | 'archive', plaintext: Uint8Array) => ({
    role,
    keyVersion: 1,
    box: toBase64url(
      await sealBox({
        purpose: `role-${role}`,
        serviceId: directory.serviceId,
        objectId: member.memberId,
        keyVersion: 1,
        publicKey: member.boxKey,
        plaintext
      })
    )
  });
  return {
    ...real,
    directory: [toBase64url(entry)],
    roleBoxes: [await roleBox('desk', desk.seed), await roleBox('archive', archive.seed)]
  };
}

async function expectRefused(page: Page): Promise<void> {
  const officer = new Officer(page);
  await page.goto(`${house.url}/desk`);
  await officer.tryPassphrase('nine quiet boats under a green lamp');
  await expect(page.getByRole('alert').last()).toHaveText(staff.problems['directory-changed'], {
    timeout: 60_000
  });
  await officer.expectPhase('sign-in');
}

test.describe('in a browser that has never been here', () => {
  test('[D6] a forged directory opens nothing, and the session that it came with is ended', async () => {
    const page = await house.deskPage();
    await answerSignIn(page, forgedDirectory);
    await expectRefused(page);
    const { serviceId } = house.product.policy;
    await expect
      .poll(async () =>
        (await page.request.get(`${house.url}/api/s/${serviceId}/session`)).status()
      )
      .toBe(401);
    expect(await page.evaluate(() => Object.values(localStorage).join())).not.toContain('head');
    // The genuine one still opens.
    await page.unroute('**/sign-in');
    await new Officer(page).signIn();
  });

  test('[D6] an anchor that this member did not make opens nothing', async () => {
    const page = await house.deskPage();
    await answerSignIn(page, async (real) => ({ ...real, anchor: toBase64url(random(141)) }));
    await expectRefused(page);
  });
});

test('[S6] a head that a room log has named must stand in whatever directory comes later', async () => {
  const page = await house.deskPage();
  const officer = await Officer.signIn(page, house.url);
  const key = await page.evaluate(() =>
    Object.keys(localStorage).find((name) => name.startsWith('tryggrom-desk-directory'))
  );
  if (key === undefined) throw new Error('this browser remembers nothing');
  const { serviceId } = house.product.policy;
  const signedIn = await page.request.get(`${house.url}/api/s/${serviceId}/session`);
  const { memberId } = (await signedIn.json()) as { memberId: string };
  await page.evaluate(
    ([name, head, memberId]) => {
      const seen = JSON.parse(localStorage.getItem(name) ?? '') as { met: unknown[] };
      localStorage.setItem(name, JSON.stringify({ ...seen, met: [{ head, memberId }] }));
    },
    [key, toBase64url(random(32)), memberId] as const
  );
  await officer.button(staff.desk.lock).click();
  await officer.tryPassphrase('nine quiet boats under a green lamp');
  await expect(page.getByRole('alert').last()).toHaveText(staff.problems['directory-changed'], {
    timeout: 60_000
  });
});

test('[D7] a room that nobody signed for shows tampering, no link, and takes no word', async () => {
  const room = await house.officer.invite();
  const page = await house.deskPage();
  await page.routeWebSocket(/\/socket$/, (ws) => {
    const server = ws.connectToServer();
    server.onMessage((message) => {
      const frame = JSON.parse(String(message)) as { t: string; records?: string[] };
      ws.send(JSON.stringify(frame.t === 'entered' ? { ...frame, records: [] } : frame));
    });
  });
  const officer = await Officer.signIn(page, house.url);
  await officer.open(room);
  await expect(page.getByTestId('tampered')).toContainText(staff.lines.fault.maker);
  await expect(page.getByText(room.words)).toHaveCount(0);
  expect(await page.content()).not.toContain(room.link.split('#')[1] ?? room.link);
});

test('[D5] an audit chain that was edited, cut or rolled back since this browser saw it is shown', async () => {
  const page = await house.deskPage();
  const officer = await Officer.signIn(page, house.url);
  const seen = () =>
    page.evaluate(() => {
      const all = Object.entries(localStorage) as [string, string][];
      const kept = all.find(([name]) => name.startsWith('tryggrom-desk-directory'))?.[1];
      return (JSON.parse(kept ?? '{}') as { audit?: { last: { n: number } } }).audit?.last.n ?? 0;
    });
  await expect.poll(seen).toBeGreaterThan(0);
  await expect(page.getByTestId('audit')).toHaveCount(0);
  for (const [fault, change] of [
    ['edited', (entries: string[]) => entries.map((one) => one.replace('set-up', 'signed-in'))],
    ['gap', (entries: string[]) => entries.toSpliced(0, 1)]
  ] as const) {
    await page.route('**/audit', async (route) => {
      const response = await route.fetch();
      const answer = (await response.json()) as { entries: string[]; last: number };
      const json = { ...answer, entries: change(answer.entries) };
      await route.fulfill({ response, json });
    });
    await officer.button(staff.desk.lock).click();
    await officer.signIn();
    await expect(page.getByTestId('audit')).toContainText(staff.desk.audit[fault]);
    await page.unroute('**/audit');
  }
  await page.route('**/audit', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { entries: [], last: 1 } });
  });
  await officer.button(staff.desk.lock).click();
  await officer.signIn();
  await expect(page.getByTestId('audit')).toContainText(staff.desk.audit['rolled-back']);
  await page.unroute('**/audit');
  await officer.button(staff.desk.lock).click();
  await officer.signIn();
  await expect.poll(seen).toBeGreaterThan(3);
  // What happened stays said until somebody has read it.
  await expect(page.getByTestId('audit')).toContainText(staff.desk.audit['rolled-back']);
  await officer.button(staff.desk.policyRead).click();
  await expect(page.getByTestId('audit')).toHaveCount(0);
  await officer.button(staff.desk.lock).click();
  await officer.signIn();
  await expect(officer.button(staff.desk.lock)).toBeVisible();
  await expect(page.getByTestId('audit')).toHaveCount(0);
});
