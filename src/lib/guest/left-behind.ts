// Whether an earlier page of this browser has left anything here that may still be to be sent [O4].
import { GUEST_DATABASE } from './exit.ts';

/** False where nothing can be left. */
export async function hasLeftSomething(): Promise<boolean> {
  try {
    const databases = await indexedDB.databases();
    return databases.some(({ name }) => name === GUEST_DATABASE);
  } catch {
    return false;
  }
}
