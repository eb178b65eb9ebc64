// The client of the young person's crypto worker: the only way from a guest page to its keys. The page
// holds handles; psk, root and message keys stay in the worker and vanish with `close`.

import { type CryptoWorker, openCrypto } from './worker-client.ts';
import type { GuestCrypto, GuestOperations } from './operation-types.ts';

export type * from './operation-types.ts';

/** Lists every operation once: a missing or unknown name does not compile. */
const NAMES = Object.keys({
  unlock: true,
  beginEpoch: true,
  sealMessage: true,
  openMessage: true,
  sealSignal: true,
  openSignal: true,
  sealResume: true,
  openResume: true,
  rehearse: true,
  freshShare: true,
  sealFile: true,
  openFile: true,
  forget: true
} satisfies Record<keyof GuestOperations, true>) as (keyof GuestOperations)[];

const STRETCHING: ReadonlySet<string> = /* @__PURE__ */ new Set(['unlock']);

/** @param makeWorker makes an instance of guest.worker.ts; called twice while unlocking */
export function openGuestCrypto(makeWorker: () => CryptoWorker): GuestCrypto {
  return openCrypto<GuestOperations>(makeWorker, NAMES, STRETCHING, true);
}
