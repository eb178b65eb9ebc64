// The service worker. It is registered after everything else, so that the page starts without network next
// time, and again when the network cut that off. A new version waits for the person's consent. Rules: E1
// (Exit unregisters it), V3.
import { stopAtExit } from '../exit/exit.ts';
import { GUEST_CHANNEL } from '../exit/kept-names.ts';
import { isLeaving } from '../exit/leaving.ts';
import { newerWorker } from './newer-version.ts';
import { scriptUrl, SERVICE_WORKER_URL } from './trusted-scripts.ts';

/** When another try makes sense: the network is back, or somebody looks at the page. */
const better = (): Promise<void> =>
  new Promise((go) => {
    const look = (): void => {
      if (document.visibilityState !== 'visible') return;
      removeEventListener('online', look);
      document.removeEventListener('visibilitychange', look);
      go();
    };
    addEventListener('online', look);
    document.addEventListener('visibilitychange', look);
  });

/** One try. Null: the network cut it off, and the browser has forgotten it [V3]. */
async function tryRegistering(): Promise<ServiceWorkerRegistration | null> {
  try {
    const registration = await navigator.serviceWorker.register(scriptUrl(SERVICE_WORKER_URL));
    if (registration.active !== null) return registration;
    const worker = registration.installing ?? registration.waiting;
    while (worker !== null && !['activated', 'redundant'].includes(worker.state))
      await new Promise((go) => worker.addEventListener('statechange', go, { once: true }));
    return worker?.state === 'activated' ? registration : null;
  } catch {
    return null;
  }
}

/** Resolves when a worker serves this page; tries again until one does. */
async function registered(): Promise<ServiceWorkerRegistration> {
  for (;;) {
    const registration = isLeaving() ? null : await tryRegistering();
    if (registration !== null) return registration;
    await better();
  }
}

/** Calls back when a new version waits. */
export async function watchForUpdates(onReady: () => void): Promise<void> {
  if (!('serviceWorker' in navigator) || isLeaving()) return;
  // A worker that is new here asks whether the page that registered it is still open.
  const channel = new BroadcastChannel(GUEST_CHANNEL);
  channel.onmessage = ({ data }: MessageEvent<{ t?: unknown }>) => {
    if (data.t === 'wanted?' && !isLeaving()) channel.postMessage({ t: 'wanted' });
  };
  stopAtExit(() => channel.close());
  const registration = await registered();
  if (isLeaving()) return;
  const look = async (): Promise<void> => {
    // The first version replaces nothing.
    const replaces = registration.active !== null;
    const worker = await newerWorker(registration);
    if (worker !== null && replaces && !isLeaving()) onReady();
  };
  registration.addEventListener('updatefound', () => void look());
  await look();
}
