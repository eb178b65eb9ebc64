// Whether the server has another release than this page's: then a missing part will never load, and the
// page is reloaded [V2].
import { version } from '$app/environment';

const VERSION_PATH = '/_app/version.json';
const WAIT_MS = 5_000;

/** Never rejects: without an answer the page counts as current. */
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
