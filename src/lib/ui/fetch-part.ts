// Fetches a part of a page that comes late. What the network loses is asked for again and again, sooner
// when the network says that it is back; whoever waits is told after the third time. Firefox remembers
// for the page's life that a part did not come, so there only loading the page anew helps; Chromium and
// WebKit ask again (measured). Rules: V1.

const WAITS_MS = [300, 1_500, 4_000];
const LATER_MS = 8_000;

/** Until the time is over, or the network says that it is back. */
const soon = (ms: number): Promise<void> =>
  new Promise((wake) => {
    const go = (): void => {
      clearTimeout(timer);
      removeEventListener('online', go);
      wake();
    };
    const timer = setTimeout(go, ms);
    addEventListener('online', go);
  });

/**
 * Resolves when the part is here; never rejects.
 * @param load asks for it once
 * @param onMissing told `true` when it still is not here after some tries, `false` when it has come then
 */
export async function fetchPart<T>(
  load: () => Promise<T>,
  onMissing: (missing: boolean) => void
): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      const part = await load();
      if (tries >= WAITS_MS.length) onMissing(false);
      return part;
    } catch {
      if (tries === WAITS_MS.length - 1) onMissing(true);
      await soon(WAITS_MS[tries] ?? LATER_MS);
    }
  }
}
