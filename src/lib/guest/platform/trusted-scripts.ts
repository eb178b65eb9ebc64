// The only two addresses that may become script on a guest page: its crypto worker, at the build's address,
// and its service worker. Under Trusted Types the browser refuses anything else.
import workerUrl from '#lib/crypto/worker/guest.worker.ts?worker&url';

export const SERVICE_WORKER_URL = '/service-worker.js';
export { workerUrl };

interface ScriptUrlPolicy {
  createScriptURL(url: string): unknown;
}
interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptUrlPolicy;
}

let policy: ScriptUrlPolicy | null = null;

/** The address in the form that the browser accepts. @throws TypeError for any other address */
export function scriptUrl(url: string): string {
  if (url !== workerUrl && url !== SERVICE_WORKER_URL)
    throw new TypeError('not a script of this page');
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypesFactory };
  if (trustedTypes === undefined) return url;
  policy ??= trustedTypes.createPolicy('tryggrom', { createScriptURL: (known) => known });
  return policy.createScriptURL(url) as string;
}
