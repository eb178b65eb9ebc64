// Staff's operations with a cache: what gives the same answer for the same input is remembered by the whole
// input. Offers are made in thousands of runs, and three pages open the same envelopes. Every cached answer
// comes from the shipped operations for exactly these bytes. Rules: J6.
import { toHex } from '#lib/crypto/primitives/bytes.ts';
import type { StaffOperations } from '#lib/crypto/worker/operation-types.ts';

/** How many envelopes are cached: more than one run has. */
const ENOUGH = 500;

function fingerprint(value: unknown): string {
  if (value instanceof Uint8Array) return toHex(value);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, part]) => `${key}=${fingerprint(part)}`)
    .sort()
    .join('&');
}

/** Cached handles outlive the run, so none of them is ever dropped. */
export function rememberingStaff(staff: StaffOperations): StaffOperations {
  const accepted = new Map<string, ReturnType<StaffOperations['acceptEpoch']>>();
  const opened = new Map<string, ReturnType<StaffOperations['openRoom']>>();
  const guests = new Map<string, ReturnType<StaffOperations['openGuest']>>();
  const copies = new Map<string, ReturnType<StaffOperations['openCopy']>>();
  const logs = new Map<string, ReturnType<StaffOperations['openLog']>>();
  const by = (handle: number, envelope: Uint8Array): string => {
    for (const answers of [guests, copies, logs]) if (answers.size > ENOUGH) answers.clear();
    return `${String(handle)}?${Buffer.from(envelope).toString('latin1')}`;
  };
  const remember = <T>(answers: Map<string, T>, key: string, ask: () => T): T => {
    const answer = answers.get(key) ?? ask();
    answers.set(key, answer);
    return answer;
  };
  return {
    ...staff,
    acceptEpoch: (room, offer) =>
      remember(accepted, `${String(room)}?${fingerprint(offer)}`, () =>
        staff.acceptEpoch(room, offer)
      ),
    openRoom: (vault, args) =>
      remember(opened, `${String(vault)}?${fingerprint(args)}`, () => staff.openRoom(vault, args)),
    openGuest: (epoch, envelope) =>
      remember(guests, by(epoch, envelope), () => staff.openGuest(epoch, envelope)),
    openCopy: (epoch, envelope) =>
      remember(copies, by(epoch, envelope), () => staff.openCopy(epoch, envelope)),
    openLog: (room, vault, envelope) =>
      remember(logs, by(room, envelope), () => staff.openLog(room, vault, envelope)),
    forget: () => Promise.resolve()
  };
}
