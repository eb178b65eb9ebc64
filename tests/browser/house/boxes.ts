// Where things lie on a screen, measured at every size: what Exit or anything else covers, what is cut
// sideways, whether the next step is in view, and, for a young person, whether Exit stands where it always
// stands. Rules: E1, E6, A2.
import { expect, type ElementHandle, type Locator, type Page } from '@playwright/test';

interface Size {
  readonly width: number;
  readonly height: number;
  /** How much larger than usual the letters are. */
  readonly text: 1 | 2;
}

/** Small and usual phones, a keyboard that is up, a phone on its side, a tablet, desktops. */
const WINDOWS = [
  [320, 568],
  [360, 740],
  [360, 400],
  [740, 360],
  [768, 1024],
  [1280, 800],
  [1920, 1080]
] as const;
const USUAL = { width: 360, height: 740, text: 1 } as const;
const SIZES: readonly Size[] = [
  ...WINDOWS.flatMap(([width, height]) =>
    ([1, 2] as const).map((text) => ({ width, height, text }))
  ),
  // Last, so that the page is left as it was found.
  USUAL
];

/** Light last, so that the page is left as it was found. */
const SCHEMES = ['dark', 'light'] as const;

interface Measured {
  /** From the window's left and lower edge, and its size; empty at the desk, which has none. */
  readonly exit: readonly number[];
  /** Every fault, in words. */
  readonly found: readonly string[];
}

/** Runs in the page. `desk`: there is no Exit, and the next step may be scrolled to inside its own pane. */
async function look({
  step,
  also,
  text,
  desk
}: {
  step: readonly Element[];
  also: readonly Element[];
  text: 1 | 2;
  desk: boolean;
}): Promise<Measured> {
  interface Box {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  }
  const root = document.documentElement;
  root.style.fontSize = text === 1 ? '' : '200%';
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  const found: string[] = [];
  const named = (one: Element): string =>
    `${one.tagName.toLowerCase()} "${(one.textContent || one.id).trim().slice(0, 40)}"`;
  const cut = (one: Box, other: Box): Box => ({
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom)
  });
  const empty = ({ left, top, right, bottom }: Box): boolean =>
    right - left < 2 || bottom - top < 2;
  const wholeWindow = { left: 0, top: 0, right: root.clientWidth, bottom: innerHeight };
  const inView = (one: Element): Box => {
    let box: Box = cut(one.getBoundingClientRect(), wholeWindow);
    // What lies behind an open dialog cuts nothing off it.
    const behind = one.closest('dialog')?.parentElement ?? null;
    for (let up = one.parentElement; up !== null && up !== behind; up = up.parentElement)
      if (getComputedStyle(up).overflowY !== 'visible') box = cut(box, up.getBoundingClientRect());
    return box;
  };
  /** What covers one of its corners or its centre. */
  const cover = (one: Element, { left, top, right, bottom }: Box): Element | null => {
    const points = [
      [left + 1, top + 1],
      [right - 1, top + 1],
      [left + 1, bottom - 1],
      [right - 1, bottom - 1],
      [(left + right) / 2, (top + bottom) / 2]
    ] as const;
    for (const [x, y] of points) {
      const hit = document.elementFromPoint(x, y);
      if (hit === null || !(one.contains(hit) || hit.contains(one))) return hit ?? root;
    }
    return null;
  };
  const dialog = document.querySelector('dialog[open]');
  const within = dialog ?? document.body;
  const exit = within.querySelector(`[data-testid=${dialog ? 'exit-above' : 'exit'}]`);
  if ((exit === null) !== desk) throw new Error('Exit on a desk, or none on this screen');
  const seen = [...within.querySelectorAll('*')].filter(
    (one) =>
      one.checkVisibility({ visibilityProperty: true }) &&
      one.closest('.for-screen-readers, svg') === null
  );
  const exitBox = exit?.getBoundingClientRect();
  for (const one of seen) {
    const box = inView(one);
    if (one.matches('a, button, input, select, textarea, summary, h1, h2, h3') && !empty(box)) {
      const over = cover(one, box);
      if (over !== null) found.push(`${named(over)} covers ${named(one)}`);
    }
    const apart = one.contains(exit) || exit?.contains(one) === true;
    if (exitBox && !apart && one.children.length === 0 && one.textContent !== '')
      if (!empty(cut(box, exitBox))) found.push(`Exit lies on ${named(one)}`);
    const { left, right } = one.getBoundingClientRect();
    if (right > root.clientWidth + 1 || left < -1) found.push(`beyond the edge: ${named(one)}`);
    if (/auto|scroll|hidden/.test(getComputedStyle(one).overflowX) && one.tagName !== 'TEXTAREA')
      if (one.scrollWidth > one.clientWidth + 1) found.push(`cut sideways: ${named(one)}`);
  }
  const offered = also.filter((one) => one.checkVisibility());
  const scrolled = seen.map((one) => [one, one.scrollTop] as const);
  for (const one of [...step, ...offered, ...(exit ? [exit] : [])]) {
    if (desk) one.scrollIntoView({ block: 'nearest' });
    const box = one.getBoundingClientRect();
    const whole = inView(one);
    const { left, top, right, bottom } = whole;
    const less = Math.max(left - box.left, top - box.top, box.right - right, box.bottom - bottom);
    if (less > 1) found.push(`not in view: ${named(one)}, ${less.toFixed(0)} px of it`);
    else {
      const over = cover(one, whole);
      if (over !== null) found.push(`${named(over)} covers ${named(one)}`);
    }
  }
  for (const [one, top] of scrolled) if (one.scrollTop !== top) one.scrollTop = top;
  if (exitBox === undefined) return { exit: [], found };
  const place = [exitBox.left, innerHeight - exitBox.bottom, exitBox.width, exitBox.height];
  return { exit: place.map((px) => Math.round(px)), found };
}

async function elementsOf(all: readonly Locator[]): Promise<ElementHandle<Element>[]> {
  const handles = await Promise.all(all.map((one) => one.elementHandle()));
  return handles.filter((one) => one !== null);
}

/** Measures one screen after the other, and remembers where Exit stood on those before. */
export class Ruler {
  readonly #exits = new Map<string, readonly number[]>();

  /**
   * At every size: nothing is covered or cut, Exit stands where it stood on every screen before, and all
   * of the next step is in view.
   * @param also what may be left out where there is no room, but is whole where it is offered
   */
  async expectStep(
    page: Page,
    where: string,
    step: readonly Locator[],
    also: readonly Locator[] = []
  ): Promise<void> {
    const given = { step: await elementsOf(step), also: await elementsOf(also), desk: false };
    for (const { width, height, text } of SIZES) {
      await page.setViewportSize({ width, height });
      const size = `${String(width)}×${String(height)}, ${String(text * 100)} %`;
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        const { exit, found } = await page.evaluate(look, { ...given, text });
        expect.soft(found, `${where}, ${size}, ${colorScheme}`).toEqual([]);
        const before = this.#exits.get(size) ?? exit;
        this.#exits.set(size, before);
        expect.soft(exit, `Exit’s place, ${where}, ${size}, ${colorScheme}`).toEqual(before);
      }
    }
  }
}

interface DeskScreen {
  /** What one does here: whole and uncovered, or so once it is scrolled to. */
  readonly step: () => readonly Locator[];
  /** Brings the screen back: a sheet goes when the desk's parts are laid out anew. */
  readonly reach?: () => Promise<void>;
  /** After every size. */
  readonly then?: (size: string) => Promise<void>;
}

/** At every size: nothing is covered or cut, and each part of the next step can be seen whole. */
export async function expectWhole(page: Page, where: string, screen: DeskScreen): Promise<void> {
  for (const { width, height, text } of SIZES) {
    await page.setViewportSize({ width, height });
    // The desk lays its parts out anew.
    await page.evaluate(async () => {
      for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    });
    await screen.reach?.();
    const given = { step: await elementsOf(screen.step()), also: [], text, desk: true };
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      const { found } = await page.evaluate(look, given);
      const size = `${String(width)}×${String(height)}, ${String(text * 100)} %, ${colorScheme}`;
      expect.soft(found, `${where}, ${size}`).toEqual([]);
      await screen.then?.(size);
    }
  }
}
