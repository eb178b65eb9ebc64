// What a screen reader would announce by itself: every change inside a live region, by the rules of ARIA (a
// log reads what is added, a status or an alert reads itself whole), recorded in the page.
import type { Page } from '@playwright/test';

interface Heard {
  readonly role: string;
  readonly text: string;
}

/** From the next navigation on. */
export async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const heard: { role: string; text: string }[] = [];
    Object.assign(globalThis, { __heard: heard });
    const POLITE: Record<string, string> = { log: 'polite', status: 'polite', alert: 'assertive' };
    const regionOf = (node: Node | null): Element | null => {
      const element = node instanceof Element ? node : (node?.parentElement ?? null);
      for (let at = element; at !== null; at = at.parentElement) {
        const live = at.getAttribute('aria-live') ?? POLITE[at.getAttribute('role') ?? ''];
        if (live !== undefined) return live === 'off' ? null : at;
      }
      return null;
    };
    const said = (node: Node): string => (node.textContent ?? '').replace(/\s+/g, ' ').trim();
    const takeDown = (changes: readonly MutationRecord[]): void => {
      const whole = new Set<Element>();
      for (const { type, target, addedNodes } of changes) {
        const region = regionOf(target);
        // What is not rendered is not announced.
        if (region?.checkVisibility() !== true) continue;
        const role = region.getAttribute('role') ?? 'live';
        const atomic = region.getAttribute('aria-atomic') ?? String(role !== 'log');
        const relevant = region.getAttribute('aria-relevant') ?? 'additions text';
        if (type === 'characterData' && !relevant.includes('text')) continue;
        if (atomic === 'true') whole.add(region);
        else if (type === 'characterData') heard.push({ role, text: said(target) });
        else for (const node of addedNodes) heard.push({ role, text: said(node) });
      }
      for (const region of whole)
        heard.push({ role: region.getAttribute('role') ?? 'live', text: said(region) });
    };
    new MutationObserver(takeDown).observe(document, {
      subtree: true,
      childList: true,
      characterData: true
    });
  });
}

/** What was announced of the conversation since the last call, in order. */
export async function heardOf(page: Page): Promise<readonly string[]> {
  const all = await page.evaluate(() => {
    const { __heard } = globalThis as unknown as { __heard: Heard[] };
    return __heard.splice(0);
  });
  return all.map(({ text }) => text).filter((text) => text !== '');
}
