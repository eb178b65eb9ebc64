// What this browser cannot do, where a room works all the same. Pure. Rules: B3.

/**
 * What goes on without, and is lost in this browser [B3]: `tab`, it cannot remember that it is in a room;
 * `worker`, the page does not open without network.
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
    // It forbids it.
  }
  return ['tab', ...lost];
}
