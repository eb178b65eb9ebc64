// Whether a newer version of this page waits, fetched by the service worker and not in place yet. On the
// first screen's way, so without a library; putting it in place is load-again.ts's. Rules: R6.

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
