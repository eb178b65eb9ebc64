// Whether another release stands on the server than the one that this page is from: then a part that does
// not come will not come any more, and the page is loaded anew [V2].
import { version } from '$app/environment';

const VERSION_PATH = '/_app/version.json';
const WAIT_MS = 5_000;

/** Never rejects: whoever gets no answer is not too old. */
export async function isTooOld(): Promise<boolean> {
  try {
    const response = await fetch(VERSION_PATH, {
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(WAIT_MS)
    });
    const { version: current } = (await response.json()) as { readonly version?: unknown };
    return response.ok && typeof current === 'string' && current !== version;
  } catch {
    return false;
  }
}
