// The only two addresses that may become script on a guest page: its crypto worker, at the build's address,
// and its service worker. Under Trusted Types the browser refuses anything else.
import workerUrl from '#lib/crypto/worker/guest.worker.ts?worker&url';
import { scriptUrls } from '#lib/ui/script-urls.ts';

export const SERVICE_WORKER_URL = '/service-worker.js';
export { workerUrl };

export const scriptUrl = scriptUrls([workerUrl, SERVICE_WORKER_URL]);
