// Loads this page anew in its newest version. A plain reload would bring back the one that the service
// worker keeps, so that one is asked for a newer first. What was typed is put away before. Rules: R6, P2.
import type { GuestSession } from './guest-session.svelte.ts';
import { isLeaving } from './leaving.ts';
import { newerWorker, putInPlace } from './newer-version.ts';

/** What fetching and putting in place a newer version may take before the page goes on without. */
const NEWER_AT_MOST_MS = 20_000;

async function fetchNewer(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration === undefined) return;
  // Without network: the one that waits already, if one does.
  await registration.update().catch(() => undefined);
  const worker = await newerWorker(registration);
  if (worker !== null) await putInPlace(worker);
}

/** @param session what this page talks with, if it does; it is not reloaded away from what only it holds */
export async function loadAgain(session: GuestSession | null): Promise<void> {
  if (session !== null) {
    await session.keep();
    if (!session.mayReload) return;
  }
  const tooLong = new Promise((go) => setTimeout(go, NEWER_AT_MOST_MS));
  // Without storage, or when it takes too long, the page that there is.
  await Promise.race([fetchNewer().catch(() => undefined), tooLong]);
  if (!isLeaving()) location.reload();
}
