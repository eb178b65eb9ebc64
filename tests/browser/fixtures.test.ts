// Every version opens what every earlier one has stored, continues in it, and erases it on its day: data
// folder, outbox and resume box as a real server and a real phone left them. Rules: R4, R6, O3, P2.
import { expect, test } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve, type RunningServer } from '../../scripts/serve.ts';
import { fromBase64url } from '../../src/lib/crypto/primitives/bytes.ts';
import { foundAfter } from '../disk/traces.ts';
import { allFixtures, folderOf } from '../fixtures/fixture.ts';
import { restoreDatabases } from '../fixtures/indexed-db.ts';
import { layOutFolder } from '../fixtures/stored-folder.ts';
import { Officer } from './house/officer.ts';
import { Phone } from './house/phone.ts';
import { freePort } from '../free-port.ts';

const fixtures = allFixtures();

for (const fixture of fixtures)
  test.describe(fixture.name, () => {
    let dataDir = '';
    let server: RunningServer;
    test.beforeAll(async () => {
      dataDir = mkdtempSync(join(tmpdir(), 'tryggrom-fixture-'));
      layOutFolder(folderOf(fixture), dataDir);
      server = await serve({ port: await freePort(), dataDir, policy: fixture.policy });
    });
    test.afterAll(async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    });

    test('[R6] the phone goes on where it was, what waited arrives, and both sides write on', async ({
      browser
    }) => {
      const context = await browser.newContext({
        viewport: { width: 360, height: 740 },
        locale: 'en-GB'
      });
      const page = await context.newPage();
      await page.goto(`${server.url}/robots.txt`);
      await page.evaluate(restoreDatabases, fixture.phone);
      await page.evaluate((state) => history.replaceState(state, '', '/r'), fixture.phone.state);
      await page.reload();
      const phone = new Phone(page, server.url);
      await phone.expectTalk();
      await phone.expectMessages([...fixture.said, ...fixture.waiting]);

      const desk = await browser.newContext({
        viewport: { width: 1366, height: 850 },
        locale: 'en-GB'
      });
      const officer = new Officer(await desk.newPage());
      await officer.page.goto(`${server.url}/desk`);
      await officer.tryPassphrase(fixture.passphrase);
      await officer.expectIn();
      await officer.item(fixture.living).click();
      await officer.expectMessages([...fixture.said, ...fixture.waiting]);
      await officer.say('we are both still here');
      await expect(phone.bubble('we are both still here')).toHaveCount(1);
      await phone.say('yes');
      await expect(officer.bubble('yes')).toHaveCount(1);

      await officer.item(fixture.closed).click();
      await officer.read();
      for (const text of fixture.closed.said) await expect(officer.bubble(text)).toHaveCount(1);

      await expect(officer.item(fixture.due)).toHaveCount(0);
      await context.close();
      await desk.close();
    });

    test('[R4] the room whose day has come is gone from the disk, with nobody asking', async () => {
      const values = Object.fromEntries(
        Object.entries(fixture.due.traces).map(([name, text]) => [name, fromBase64url(text)])
      );
      const left = await foundAfter({ dataDir, pid: () => server.pid }, values, 60_000);
      expect(left).toEqual([]);
    });
  });
