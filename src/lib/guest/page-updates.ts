// The service worker: registered after everything else, so that the page starts without network the
// next time; a new version waits until the person says so. Rules: E1 (Exit unregisters it).
import { stopAtExit } from './exit.ts';
import { GUEST_CHANNEL } from './kept-names.ts';
import { isLeaving } from './leaving.ts';
import { newerWorker } from './newer-version.ts';
import { scriptUrl, SERVICE_WORKER_URL } from './trusted-scripts.ts';

/** Calls back when a new version waits. */
export async function watchForUpdates(onReady: () => void): Promise<void> {
  if (!('serviceWorker' in navigator) || isLeaving()) return;
  // A worker that is new here asks whether the page that wanted it has stayed.
  const channel = new BroadcastChannel(GUEST_CHANNEL);
  channel.onmessage = ({ data }: MessageEvent<{ t?: unknown }>) => {
    if (data.t === 'wanted?' && !isLeaving()) channel.postMessage({ t: 'wanted' });
  };
  stopAtExit(() => channel.close());
  const registration = await navigator.serviceWorker
    .register(scriptUrl(SERVICE_WORKER_URL))
    .catch(() => null);
  if (registration === null) return;
  const look = async (): Promise<void> => {
    // The first version replaces nothing.
    const replaces = registration.active !== null;
    const worker = await newerWorker(registration);
    if (worker !== null && replaces && !isLeaving()) onReady();
  };
  registration.addEventListener('updatefound', () => void look());
  await look();
}
