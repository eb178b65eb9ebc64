// A newer version of this page, as the service worker fetches it: whether one waits, and putting it in
// the old one's place. Rules: R6.

const once = (target: EventTarget, type: string): Promise<unknown> =>
  new Promise((go) => target.addEventListener(type, go, { once: true }));

/** The worker that waits to take over; one that is being installed is waited for. Null: there is none. */
export async function newerWorker(
  registration: ServiceWorkerRegistration
): Promise<ServiceWorker | null> {
  const worker = registration.installing ?? registration.waiting;
  while (worker?.state === 'installing') await once(worker, 'statechange');
  return worker?.state === 'installed' ? worker : null;
}

/** Resolves when the newer version serves this page. */
export async function putInPlace(worker: ServiceWorker): Promise<void> {
  const inPlace = once(navigator.serviceWorker, 'controllerchange');
  worker.postMessage({ type: 'SKIP_WAITING' });
  await inPlace;
}
