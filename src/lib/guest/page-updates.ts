// The service worker: registered after everything else, so that the page starts without network the
// next time; a new version waits until the person says so. Rules: E1 (Exit unregisters it).
import { stopAtExit } from './exit.ts';
import { isLeaving } from './leaving.ts';
import { scriptUrl, SERVICE_WORKER_URL } from './trusted-scripts.ts';

/** Calls back when a new version waits; the argument puts it in place and loads the page anew. */
export async function watchForUpdates(onReady: (update: () => void) => void): Promise<void> {
  if (!('serviceWorker' in navigator) || isLeaving()) return;
  const { Workbox } = await import('workbox-window');
  if (isLeaving()) return;
  // A worker that is new here asks whether the page that wanted it has stayed.
  const channel = new BroadcastChannel('chat');
  channel.onmessage = ({ data }: MessageEvent<{ t?: unknown }>) => {
    if (data.t === 'wanted?' && !isLeaving()) channel.postMessage({ t: 'wanted' });
  };
  stopAtExit(() => channel.close());
  const worker = new Workbox(scriptUrl(SERVICE_WORKER_URL));
  worker.addEventListener('waiting', () => {
    onReady(() => {
      worker.addEventListener('controlling', () => location.reload());
      worker.messageSkipWaiting();
    });
  });
  await worker.register().catch(() => undefined);
}
