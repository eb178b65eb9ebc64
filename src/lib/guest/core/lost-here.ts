// What this browser cannot do although a room works in it. Pure. Rules: B3.

/**
 * What is lost in this browser while everything else works [B3]: `tab`, it cannot remember that it is in a
 * room; `worker`, the page does not open without network.
 */
export type Lost = 'tab' | 'worker';

export function lossesOf(browser: {
  readonly sessionStorage: unknown;
  readonly navigator: { readonly serviceWorker?: unknown };
}): readonly Lost[] {
  const lost: Lost[] = browser.navigator.serviceWorker ? [] : ['worker'];
  try {
    if (browser.sessionStorage) return lost;
  } catch {
    // The browser forbids access.
  }
  return ['tab', ...lost];
}
