// Whether the service worker has fetched a newer version of this page that is not active yet. No library
// here: the first screen loads this. load-again.ts activates the version. Rules: R6.

const once = (target: EventTarget, type: string): Promise<unknown> =>
  new Promise((go) => target.addEventListener(type, go, { once: true }));

/** The worker that waits to take over; if one is installing, this waits for it. Null: there is none. */
export async function newerWorker(
  registration: ServiceWorkerRegistration
): Promise<ServiceWorker | null> {
  const worker = registration.installing ?? registration.waiting;
  while (worker?.state === 'installing') await once(worker, 'statechange');
  return worker?.state === 'installed' ? worker : null;
}
