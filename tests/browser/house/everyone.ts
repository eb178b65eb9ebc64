// Whether everyone can use a screen: axe's result in light and dark, sizes of touch targets, nothing beyond
// the edge, the keyboard's path, and what moves.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Axe does not know what covers a page; this finds the nearest background under a text. */
const contrastOf = (page: Page, selector: string): Promise<number> =>
  page
    .locator(selector)
    .first()
    .evaluate((text) => {
      const numbers = (colour: string): number[] =>
        (colour.match(/[\d.]+/g) ?? []).map((part) => Number(part));
      const light = (colour: string): number => {
        const [r = 0, g = 0, b = 0] = numbers(colour).map((part) => {
          const share = part / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      let under: Element | null = text;
      while (under && numbers(getComputedStyle(under).backgroundColor)[3] === 0)
        under = under.parentElement;
      const ground = getComputedStyle(under ?? document.documentElement).backgroundColor;
      const [less = 0, more = 0] = [light(getComputedStyle(text).color), light(ground)].sort(
        (a, b) => a - b
      );
      return (more + 0.05) / (less + 0.05);
    });

/** Axe finds nothing on this screen, in light and in dark. */
export async function expectNoFindings(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const axe = new AxeBuilder({ page }).setLegacyMode();
    // Only colours differ in the dark scheme.
    if (colorScheme === 'light') axe.withTags(TAGS);
    else axe.withRules(['color-contrast']);
    const { violations, passes, incomplete } = await axe.analyze();
    const found = violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map((node) => `${node.target.join(' ')} — ${node.failureSummary ?? ''}`)
    }));
    expect(found, `${where}, ${colorScheme}`).toEqual([]);
    const unsure = incomplete.filter(({ id }) => id === 'color-contrast');
    for (const { target } of unsure.flatMap(({ nodes }) => nodes))
      expect(
        await contrastOf(page, target.join(' ')),
        `${target.join(' ')}, ${where}`
      ).toBeGreaterThan(4.5);
    expect(
      passes.length + unsure.length,
      `rules with something to look at: ${where}`
    ).toBeGreaterThan(colorScheme === 'light' ? 10 : 0);
  }
}

const PRESSED = 'a[href], button, input, select, textarea, summary';

/**
 * Every touch target is at least this large, in CSS pixels. A box counts with its label; a link within a
 * sentence as in WCAG 2.2: 24.
 */
export async function expectTargets(page: Page, least: number, within = 'body'): Promise<void> {
  const small = await page.evaluate(
    ({ pressed, least, within }) =>
      [...document.querySelectorAll<HTMLElement>(`${within} :is(${pressed})`)]
        .filter((one) => one.checkVisibility({ visibilityProperty: true }))
        .map((one) => {
          const box = one instanceof HTMLInputElement && one.type === 'checkbox';
          const { width, height } = ((box && one.closest('label')) || one).getBoundingClientRect();
          const must = getComputedStyle(one).display === 'inline' ? 24 : least;
          return { what: one.outerHTML.slice(0, 90), width, height, must };
        })
        .filter(({ width, height, must }) => width > 0 && (width < must || height < must)),
    { pressed: PRESSED, least, within }
  );
  expect(small).toEqual([]);
}

/** No horizontal scrolling, and nothing visible beyond the edge. */
export async function expectNoSideways(page: Page, where: string): Promise<void> {
  const beyond = await page.evaluate(() => {
    const root = document.documentElement;
    const found: string[] = [];
    const tell = (one: Element): string =>
      `${one.tagName.toLowerCase()}.${one.className} ${(one.textContent ?? '').trim().slice(0, 40)}`;
    if (root.scrollWidth > root.clientWidth) found.push(`page ${String(root.scrollWidth)}`);
    for (const one of document.body.querySelectorAll('*')) {
      if (!one.checkVisibility({ visibilityProperty: true }) || one.closest('svg')) continue;
      if (one.closest('.for-screen-readers, [aria-live]')) continue;
      const { left, right, width } = one.getBoundingClientRect();
      if (width > 1 && (right > root.clientWidth + 1 || left < -1)) found.push(tell(one));
      if (/auto|scroll/.test(getComputedStyle(one).overflowX) && one.tagName !== 'TEXTAREA')
        if (one.scrollWidth > one.clientWidth + 1) found.push(`scrolls: ${tell(one)}`);
    }
    return found;
  });
  expect(beyond, where).toEqual([]);
}

/** The share of it that a tap reaches: 1 for everywhere, 0 for nowhere. */
const reach = (target: Locator): Promise<number> =>
  target.evaluate((one) => {
    const { left, top, width, height } = one.getBoundingClientRect();
    const at = [0.15, 0.5, 0.85];
    const points = at.flatMap((x) => at.map((y) => [left + width * x, top + height * y] as const));
    const hits = points.filter(([x, y]) => {
      const hit = document.elementFromPoint(x, y);
      return hit !== null && (one.contains(hit) || hit.contains(one) === (hit === one));
    });
    return hits.length / points.length;
  });

/** It is whole in the window, and nothing covers it. */
export async function expectInReach(target: Locator): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  await expect(target).toBeInViewport({ ratio: 0.99 });
  expect(await reach(target)).toBe(1);
}

/** The keyboard focus: visible, marked, and not hidden behind something. */
async function expectFocusSeen(page: Page): Promise<void> {
  const focused = page.locator(':focus');
  if ((await focused.count()) === 0) return;
  const seen = await focused.evaluate((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return {
      html: one.outerHTML.slice(0, 120),
      marked: outlineStyle !== 'none' && outlineWidth !== '0px'
    };
  });
  expect(seen.marked, `focus is not marked: ${seen.html}`).toBe(true);
  expect(await reach(focused), `focus is hidden: ${seen.html}`).toBeGreaterThan(0);
}

const holdsFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((one) => one === document.activeElement);

/** By Tab alone to this, with every stop on the way visible. */
export async function tabTo(
  page: Page,
  target: Locator,
  key: 'Tab' | 'Shift+Tab' = 'Tab'
): Promise<void> {
  await expect(target).toBeVisible();
  for (let step = 0; step < 80; step += 1) {
    if (await holdsFocus(target)) return;
    await page.keyboard.press(key);
    await expectFocusSeen(page);
  }
  await expect(target).toBeFocused();
}

/** Tab cycles inside an open dialog and never reaches what is under it. */
export async function expectFocusKept(page: Page): Promise<void> {
  for (let step = 0; step < 20; step += 1) {
    await page.keyboard.press('Tab');
    await expectFocusSeen(page);
    const outside = await page.evaluate(() => {
      const focused = document.activeElement;
      return focused !== null && focused !== document.body && !focused.closest('dialog');
    });
    expect(outside).toBe(false);
  }
}

/** Names of elements with an animation or a transition of more than zero duration. */
export const moving = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((one) => {
        const style = getComputedStyle(one);
        const longest = (list: string): number =>
          Math.max(...list.split(',').map((part) => Number.parseFloat(part) || 0));
        const animated = style.animationName !== 'none' && longest(style.animationDuration) > 0.001;
        return animated || longest(style.transitionDuration) > 0.001;
      })
      .map((one) => one.tagName.toLowerCase())
  );
