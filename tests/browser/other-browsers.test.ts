// One whole walk in Firefox and one in WebKitGTK: link and words, three messages with the server killed
// between them, an answer, Exit, Back. Without such a browser the walk is skipped, and the summary of the
// tests says so. Rules: O1, O3, J8, E1, E2.
import { expect, test } from '@playwright/test';
import { findFirefox, findWebKit } from '../../scripts/find-other-browsers.ts';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { en as staff } from '../../src/lib/i18n/en/desk.ts';
import { furnish } from './house/house.ts';
import { startFirefox, startWebKit, type OtherBrowser } from './house/other-browser.ts';

const house = furnish();

const BROWSERS: readonly {
  readonly name: string;
  readonly packages: string;
  readonly start: () => Promise<OtherBrowser> | null;
}[] = [
  {
    name: 'Firefox',
    packages: 'firefox-esr',
    start: () => {
      const path = findFirefox();
      return path === null ? null : startFirefox(path);
    }
  },
  {
    name: 'WebKitGTK',
    packages: 'webkit2gtk-driver and xvfb',
    start: () => {
      const found = findWebKit();
      return found === null ? null : startWebKit(found);
    }
  }
];

const testId = (id: string): string => `//*[@data-testid='${id}']`;
const button = (name: string): string =>
  `//button[normalize-space()='${name}' or @aria-label='${name}']`;
const BUBBLES = `[...document.querySelectorAll('[data-testid=message] .bubble')].map((one) => one.textContent.trim())`;

const soon = { timeout: 60_000 };

/** Presses something that may not be ready for a moment. */
const press = (browser: OtherBrowser, xpath: string): Promise<void> =>
  expect(() => browser.press(xpath)).toPass(soon);

const typeInto = (browser: OtherBrowser, xpath: string, text: string): Promise<void> =>
  expect(() => browser.type(xpath, text)).toPass(soon);

async function say(browser: OtherBrowser, text: string): Promise<void> {
  await typeInto(browser, testId('composer'), text);
  await press(browser, button(en.talk.send));
  await expect.poll(() => browser.evaluate<string[]>(BUBBLES), soon).toContain(text);
}

for (const { name, packages, start } of BROWSERS) {
  test(`[O1, O3, E1] a whole walk in ${name}: three messages over a killed server, Exit, Back`, async () => {
    const starting = start();
    const leftOut = `The walk in ${name} is left out: it cannot be had here (${packages}).`;
    if (starting === null) console.log(leftOut);
    test.skip(starting === null, leftOut);
    if (starting === null) return;
    const browser = await starting;
    try {
      const { officer, product } = house;
      const room = await officer.invite();
      const read = `[location.href, document.title, document.body?.innerText ?? ''].join('\\n')`;
      const looked = () => browser.evaluate<string>(read).catch(() => '');
      // An earlier page, so that there is somewhere to go back to.
      await browser.go(`${house.url}/robots.txt`);
      await expect.poll(looked, soon).toContain(`${house.url}/robots.txt`);
      const before = await looked();
      await browser.go(room.link);
      await typeInto(browser, "//*[@id='code']", room.words);
      await press(browser, button(en.door.open));
      await say(browser, 'the first');
      await officer.confirm();
      await officer.expectMessages(['the first']);

      await product.kill();
      await say(browser, 'the second');
      await say(browser, 'the third');
      await product.start();
      await officer.expectMessages(['the first', 'the second', 'the third']);
      await officer.say('I read all three.');
      await expect
        .poll(() => browser.evaluate<string[]>(BUBBLES), soon)
        .toEqual(['the first', 'the second', 'the third', 'I read all three.']);

      await press(browser, testId('exit'));
      await expect(officer.item(room)).toContainText(staff.item.left, soon);
      await expect(officer.field).toBeDisabled();
      // Back is pressed on the page where Exit has led: pressed earlier, it would overtake Exit.
      await expect.poll(looked, soon).toMatch(/^(?!http:\/\/localhost)./);
      await browser.back();
      await expect.poll(looked, soon).toBe(before);
      const kept = await browser.evaluate<string>(
        `JSON.stringify([{ ...localStorage }, { ...sessionStorage }])`
      );
      expect(kept).toBe('[{},{}]');
    } finally {
      await browser.end();
    }
  });
}
