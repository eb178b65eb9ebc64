// After Exit: where the tab is, and that neither the page nor Back shows a word. Rules: E1, E2.
import { expect, type Page } from '@playwright/test';
import { EXIT_PAGE } from './house.ts';

/** The tab shows the neutral page. */
export async function expectLeft(page: Page, exitUrl: string): Promise<void> {
  await expect(page.getByText(EXIT_PAGE)).toBeVisible({ timeout: 30_000 });
  expect(page.url()).toBe(exitUrl);
}

/** Neither texts of the room nor its address are in this page. */
export async function expectNoWord(page: Page, words: readonly string[]): Promise<void> {
  const whole = await page.evaluate(
    () => `${location.href}\n${document.title}\n${document.documentElement.outerHTML}`
  );
  for (const word of words) expect(whole).not.toContain(word);
}

/** Back as far as possible, and forward again: no step shows a word. */
export async function expectBackShowsNothing(page: Page, words: readonly string[]): Promise<void> {
  const back = { waitUntil: 'commit' } as const;
  for (const step of ['back', 'back', 'back', 'forward', 'forward'] as const) {
    await (step === 'back' ? page.goBack(back) : page.goForward(back)).catch(() => null);
    await page.waitForLoadState();
    // A page that is being replaced answers no queries; the next one does.
    await expect(() => expectNoWord(page, words)).toPass({ timeout: 20_000 });
  }
}

/** Shift, three times, as [E1] has it. */
export async function pressShiftThrice(page: Page): Promise<void> {
  for (let time = 0; time < 3; time += 1) await page.keyboard.press('Shift');
}
