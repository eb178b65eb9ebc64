// The client of staff's crypto worker: vault, rooms and epochs as handles [D1–D3]. No guest page imports
// it. `lock` drops every key and keeps the worker; `close` ends it.

import { type CryptoWorker, openCrypto } from './worker-client.ts';
import type { StaffCrypto, StaffOperations } from './operation-types.ts';

export type * from './operation-types.ts';

/** Lists every operation once: a missing or unknown name does not compile. */
const NAMES = Object.keys({
  newMember: true,
  unlockVault: true,
  openVault: true,
  newRoom: true,
  sealRoom: true,
  openRoom: true,
  acceptEpoch: true,
  sealLog: true,
  openLog: true,
  openGuest: true,
  sealCopy: true,
  openCopy: true,
  sealSignal: true,
  openSignal: true,
  sealFile: true,
  openFile: true,
  forget: true,
  lock: true
} satisfies Record<keyof StaffOperations, true>) as (keyof StaffOperations)[];

const STRETCHING: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'newMember',
  'unlockVault',
  'sealRoom'
]);

/** @param makeWorker makes an instance of staff.worker.ts; called twice while stretching */
export function openStaffCrypto(makeWorker: () => CryptoWorker): StaffCrypto {
  return openCrypto<StaffOperations>(makeWorker, NAMES, STRETCHING);
}
