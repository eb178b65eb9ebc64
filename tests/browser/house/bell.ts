// Listens to a page's bell: counts the tones that its audio really starts.
import type { Page } from '@playwright/test';

interface Counted {
  tones?: number;
}

function countTones(): void {
  const counted = globalThis as Counted;
  counted.tones = 0;
  const { prototype } = AudioScheduledSourceNode;
  const { start } = prototype;
  prototype.start = function (this: AudioScheduledSourceNode, when?: number): void {
    counted.tones = (counted.tones ?? 0) + 1;
    start.call(this, when);
  };
}

/** From now on, in this page and in every one that is loaded into it later. */
export async function listenToBell(page: Page): Promise<void> {
  await page.addInitScript(countTones);
  // The tool's own evaluation counts as a press: an empty page must not get one.
  if (page.url() !== 'about:blank') await page.evaluate(countTones);
}

/** Two tones are one ring. */
export const tonesOf = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as Counted).tones ?? 0);
