// Loads the newest version of this page. A plain reload would return the version that the service worker
// keeps, so the worker first looks for a newer one. What was typed is saved before. Rules: R6, P2.
import type { GuestConversation } from '../runtime/guest-conversation.svelte.ts';
import { beforeReload } from '../platform/before-reload.ts';
import { isLeaving } from '../exit/leaving.ts';
import { scriptUrl, SERVICE_WORKER_URL } from '../platform/trusted-scripts.ts';

/** How long fetching and activating a newer version may take before the page reloads anyway. */
const NEWER_AT_MOST_MS = 20_000;

/** Resolves when the newest version serves this page, or when none is newer. */
async function fetchNewer(): Promise<void> {
  if ((await navigator.serviceWorker?.getRegistration()) === undefined) return;
  const { Workbox } = await import('workbox-window');
  const worker = new Workbox(scriptUrl(SERVICE_WORKER_URL));
  const inPlace = new Promise((go) => worker.addEventListener('controlling', go));
  worker.addEventListener('waiting', () => worker.messageSkipWaiting());
  const registration = await worker.register({ immediate: true });
  // Without network: the worker that already waits, if there is one.
  await worker.update().catch(() => undefined);
  if (registration?.installing || registration?.waiting) await inPlace;
}

/**
 * @param conversation this page's, if any; the page does not reload while only it holds something
 * @param typed what the fields contain at the reload: somebody may type until then
 */
export async function loadAgain(
  conversation: GuestConversation | null,
  typed: () => string
): Promise<void> {
  if (conversation !== null) {
    await conversation.keep();
    if (!conversation.mayReload) return;
  }
  const tooLong = new Promise((go) => setTimeout(go, NEWER_AT_MOST_MS));
  // Without storage, or after too long, the current version reloads.
  await Promise.race([fetchNewer().catch(() => undefined), tooLong]);
  if (isLeaving()) return;
  beforeReload(typed());
  location.reload();
}
