// Whether an earlier page of this browser has left anything here that may still be to be sent, or to be
// read [O3, O4].
import { GUEST_DATABASE } from './kept-names.ts';

/** False only where nothing is left: a browser that does not say may hold something [R6]. */
export async function hasLeftSomething(): Promise<boolean> {
  try {
    const databases = await indexedDB.databases();
    return databases.some(({ name }) => name === GUEST_DATABASE);
  } catch {
    return true;
  }
}
