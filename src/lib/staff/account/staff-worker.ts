// Makes staff's crypto worker under Trusted Types: only the build's address may become a worker here.
import workerUrl from '#lib/crypto/worker/staff.worker.ts?worker&url';
import { openStaffCrypto, type StaffCrypto } from '#lib/crypto/worker/staff-crypto.ts';

interface ScriptUrlPolicy {
  createScriptURL(url: string): unknown;
}

interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptUrlPolicy;
}

let policy: ScriptUrlPolicy | null = null;

function scriptUrl(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypesFactory };
  if (trustedTypes === undefined) return url;
  policy ??= trustedTypes.createPolicy('tryggrom', {
    createScriptURL(wanted) {
      if (wanted !== workerUrl) throw new TypeError('not a worker of ours');
      return wanted;
    }
  });
  return policy.createScriptURL(url) as string;
}

export const openCrypto = (): StaffCrypto =>
  openStaffCrypto(() => new Worker(scriptUrl(workerUrl), { type: 'module' }));
