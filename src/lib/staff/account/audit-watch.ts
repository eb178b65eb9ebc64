// Reads the audit chain after sign-in and checks it against what this browser has seen [D5]. A desk that
// does not show its chain, or shows an invalid one, is reported too.
import type { AuditFault, SeenAudit } from './core/audit-chain.ts';
import { checkEarlier, readAgain, takeNew } from './core/audit-chain.ts';
import type { DeskRequests } from '../desk/desk-requests.ts';
import { auditFaultOf, readAudit, rememberAudit, rememberAuditFault } from './directory-pin.ts';

/** `unchecked`: it was not available just now, or is longer than what has been read of it. */
export type AuditState = AuditFault | 'unchecked' | null;

/** Pages that are read in one go; the next go continues from there. */
const MOST_PAGES = 100;
const AGAIN_MS = 60_000;

/**
 * @param chance 0 to 1: which earlier page is read again
 * @returns null when all of it fits
 * @throws {DeskError} when the desk cannot be asked
 */
async function checkAudit(
  serviceId: string,
  requests: Pick<DeskRequests, 'audit'>,
  chance: number
): Promise<AuditState> {
  const before = readAudit(serviceId);
  let seen: SeenAudit = before;
  let left = true;
  for (let pages = 0; left && pages < MOST_PAGES; pages += 1) {
    const page = await requests.audit({ after: seen.last.n });
    const step = takeNew(seen, page);
    if (!step.ok) return rememberAuditFault(serviceId, step.fault);
    ({ seen } = step);
    left = seen.last.n < page.last;
  }
  for (const from of readAgain(before, chance)) {
    const { entries } = await requests.audit({ after: from.n });
    const fault = checkEarlier(before, from, entries);
    if (fault !== null) return rememberAuditFault(serviceId, fault);
  }
  rememberAudit(serviceId, seen);
  return left ? 'unchecked' : null;
}

/**
 * Checks now, and again until one check succeeded.
 * @returns how to stop
 */
export function watchAudit(
  serviceId: string,
  requests: Pick<DeskRequests, 'audit'>,
  tell: (state: AuditState) => void
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const check = async (): Promise<void> => {
    const state = await checkAudit(serviceId, requests, Math.random()).catch(
      () => 'unchecked' as const
    );
    if (stopped) return;
    // A fault stays said until somebody has read it, whatever the desk shows or withholds since.
    tell(auditFaultOf(serviceId) ?? state);
    if (state === 'unchecked') timer = setTimeout(() => void check(), AGAIN_MS);
  };
  void check();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
