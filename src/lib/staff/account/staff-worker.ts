// Makes staff's crypto worker under Trusted Types: only the build's address may become a worker here.
import workerUrl from '#lib/crypto/worker/staff.worker.ts?worker&url';
import { openStaffCrypto, type StaffCrypto } from '#lib/crypto/worker/staff-crypto.ts';
import { scriptUrls } from '#lib/ui/script-urls.ts';

const scriptUrl = scriptUrls([workerUrl]);

export const openCrypto = (): StaffCrypto =>
  openStaffCrypto(() => new Worker(scriptUrl(workerUrl), { type: 'module' }));
