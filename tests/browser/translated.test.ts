// A translator replaces the page's texts with its own elements, before the scripts take over or afterwards.
// A person who needs one gets in, reads current text and never outdated, and is understood. Rule: B4.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { furnish } from './house/house.ts';

const house = furnish();

/** A translator's version of a text. */
const translated = (text: string): string => `⟦${text}⟧`;

/** As Chromium's does it: every text replaced by two nested `font`, and again when it changes. */
async function translateFrom(page: Page, when: 'first byte' | 'load' | 'asked'): Promise<void> {
  await page.addInitScript((from) => {
    const mine = new WeakSet<Node>();
    const isLeft = (text: Node): boolean =>
      mine.has(text) ||
      (text.nodeValue ?? '').trim() === '' ||
      text.parentElement?.closest('[translate=no], script, style, title, textarea, head') !== null;
    const replace = (text: Node): void => {
      if (!text.isConnected || isLeft(text)) return;
      const [outer, inner] = [document.createElement('font'), document.createElement('font')];
      const said = document.createTextNode(`⟦${(text.nodeValue ?? '').trim()}⟧`);
      mine.add(said);
      outer.append(inner);
      inner.append(said);
      (text as Text).replaceWith(outer);
    };
    const within = (root: Node): void => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const texts: Node[] = root.nodeType === Node.TEXT_NODE ? [root] : [];
      while (walker.nextNode()) texts.push(walker.currentNode);
      texts.forEach(replace);
    };
    const begin = (): void => {
      within(document.documentElement);
      new MutationObserver((changes) => {
        for (const { type, target, addedNodes } of changes)
          if (type === 'characterData') replace(target);
          else addedNodes.forEach(within);
      }).observe(document, { subtree: true, childList: true, characterData: true });
    };
    if (from === 'asked') Object.assign(globalThis, { translate: begin });
    else if (from === 'first byte')
      new MutationObserver((_, first) => (first.disconnect(), begin())).observe(document, {
        childList: true
      });
    else addEventListener('load', () => setTimeout(begin, 300));
  }, when);
}

/** What somebody sees there; without what is hidden. */
const shown = (place: Locator): Promise<string> =>
  place.evaluate((element) => (element as HTMLElement).innerText.trim());

for (const when of ['first byte', 'load'] as const)
  test(`[B4] translated from the ${when} on: in, wrong words, right words, answers, the end`, async () => {
    const { officer } = house;
    const room = await officer.invite();
    // No language of ours: a translator is allowed.
    const phone = await house.phone({ locale: 'so-SO' });
    const { page } = phone;
    await translateFrom(page, when);
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    await page.goto(room.link);
    const invited = en.door.invitedBy('Kari', house.product.policy.name.en);
    await expect.poll(() => shown(phone.heading)).toBe(translated(invited));
    const open = page.locator('form button[type=submit]');
    await phone.codeField.fill('one two');
    await open.click();
    const problem = page.locator('main [role=alert]');
    await expect.poll(() => shown(problem)).toBe(translated(en.door.unknownWord('one')));
    await phone.codeField.fill('');
    await open.click();
    await expect.poll(() => shown(problem)).toBe(translated(en.door.none));
    await phone.codeField.fill('acorn');
    await expect.poll(() => shown(problem)).toBe('');
    await phone.codeField.fill(room.words);
    await open.click();
    await phone.expectTalk();
    await expect.poll(() => shown(phone.presence)).toBe(translated(en.talk.here));
    await phone.field.fill('hello');
    await open.click();
    await expect(officer.bubble('hello')).toBeVisible();
    await officer.confirm();
    await officer.say('I am here.');
    await phone.expectMessages(['hello', 'I am here.']);
    await expect
      .poll(() => shown(phone.message('hello').locator('.foot span')))
      .toBe(translated(en.talk.seen));
    await page.context().setOffline(true);
    const strip = page.getByTestId('connection');
    await expect.poll(() => shown(strip), { timeout: 20_000 }).toBe(translated(en.talk.offline));
    await page.context().setOffline(false);
    await phone.expectLine('up');
    await expect.poll(() => shown(strip)).toBe('');
    await expect.poll(() => shown(phone.presence)).toBe(translated(en.talk.here));
    await officer.endRoom();
    await expect
      .poll(() => shown(phone.over.locator('h2').first()))
      .toBe(translated(en.closed.ended.title));
    await expect.poll(() => shown(phone.presence)).toBe('');
    expect(errors).toEqual([]);
  });

test('[B4, L5] what is typed into a page that is being translated stays when the scripts take over', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone({ locale: 'so-SO' });
  const { page } = phone;
  await translateFrom(page, 'asked');
  const gate = Promise.withResolvers<undefined>();
  await page.route('**/_app/immutable/entry/**', async (route) => {
    await gate.promise;
    await route.continue();
  });
  await page.goto(room.link, { waitUntil: 'commit' });
  await page.waitForResponse('**/boot.js');
  await phone.codeField.fill('acorn active');
  await page.evaluate(() => {
    (globalThis as unknown as { translate: () => void }).translate();
  });
  await expect.poll(() => shown(phone.heading)).toContain('⟦');
  gate.resolve(undefined);
  await expect(page.locator('html[data-started]')).toHaveCount(1);
  await expect(phone.codeField).toHaveValue('acorn active');
});
