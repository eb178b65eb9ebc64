// Loads a late part of a page. What the network loses is requested again and again, at once when the
// network is back; after the third try the page is told. Firefox remembers for the page's life that a part
// failed, so there only a reload helps; Chromium and WebKit ask again (measured). Rules: V1.

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
 * Resolves when the part is loaded; never rejects.
 * @param load requests it once
 * @param onMissing told `true` when the part is still missing after some tries, `false` when it then
 * arrives
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
