// Whether an earlier page of this browser has left anything here that may have to be sent or read [O3, O4].
import { GUEST_DATABASE } from './kept-names.ts';

/** Some browsers never answer. */
const ANSWERS_WITHIN_MS = 2_000;

/** False only when nothing is left: a browser that does not say may hold something [R6]. */
export async function hasLeftSomething(): Promise<boolean> {
  try {
    const silence = new Promise<null>((go) => setTimeout(go, ANSWERS_WITHIN_MS, null));
    const databases = await Promise.race([indexedDB.databases(), silence]);
    return databases === null || databases.some(({ name }) => name === GUEST_DATABASE);
  } catch {
    return true;
  }
}
