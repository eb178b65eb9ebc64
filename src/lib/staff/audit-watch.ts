// Reads the audit chain after signing in and holds it against what this browser has seen [D5]. Says
// what does not fit; a network that fails says nothing and is tried at the next sign-in.
import type { AuditFault, SeenAudit } from './core/audit-chain.ts';
import { checkEarlier, earlierPlaces, takeNew } from './core/audit-chain.ts';
import type { DeskRequests } from './desk-requests.ts';
import { readAudit, rememberAudit } from './directory-pin.ts';

/**
 * @param chance 0 to 1: which earlier page is read anew
 * @returns null when all of it fits
 * @throws {DeskError} when the desk cannot be asked
 */
export async function checkAudit(
  serviceId: string,
  requests: Pick<DeskRequests, 'audit'>,
  chance: number
): Promise<AuditFault | null> {
  const before = readAudit(serviceId);
  let seen: SeenAudit = before;
  for (;;) {
    const page = await requests.audit({ after: seen.last.n });
    const step = takeNew(seen, page);
    if (!step.ok) return step.fault;
    ({ seen } = step);
    if (seen.last.n >= page.last) break;
  }
  const places = earlierPlaces(before);
  const from = places[Math.min(places.length - 1, Math.floor(chance * places.length))];
  if (from !== undefined) {
    const { entries } = await requests.audit({ after: from.n });
    const fault = checkEarlier(before, from, entries);
    if (fault !== null) return fault;
  }
  rememberAudit(serviceId, seen);
  return null;
}
