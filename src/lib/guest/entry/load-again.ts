// Loads this page anew in its newest version. A plain reload would bring back the one that the service
// worker keeps, so that one is asked for a newer first. What was typed is put away before. Rules: R6, P2.
import type { GuestConversation } from '../runtime/guest-conversation.svelte.ts';
import { beforeReload } from '../platform/before-reload.ts';
import { isLeaving } from '../exit/leaving.ts';
import { scriptUrl, SERVICE_WORKER_URL } from '../platform/trusted-scripts.ts';

/** What fetching and putting in place a newer version may take before the page goes on without. */
const NEWER_AT_MOST_MS = 20_000;

/** Resolves when the newest version serves this page, or there is none that is newer. */
async function fetchNewer(): Promise<void> {
  if ((await navigator.serviceWorker?.getRegistration()) === undefined) return;
  const { Workbox } = await import('workbox-window');
  const worker = new Workbox(scriptUrl(SERVICE_WORKER_URL));
  const inPlace = new Promise((go) => worker.addEventListener('controlling', go));
  worker.addEventListener('waiting', () => worker.messageSkipWaiting());
  const registration = await worker.register({ immediate: true });
  // Without network: the one that waits already, if one does.
  await worker.update().catch(() => undefined);
  if (registration?.installing || registration?.waiting) await inPlace;
}

/**
 * @param conversation what this page talks with, if it does; it is not reloaded away from what only it holds
 * @param typed what stands in the fields when the page is loaded: somebody may go on typing until then
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
  // Without storage, or when it takes too long, the page that there is.
  await Promise.race([fetchNewer().catch(() => undefined), tooLong]);
  if (isLeaving()) return;
  beforeReload(typed());
  location.reload();
}
