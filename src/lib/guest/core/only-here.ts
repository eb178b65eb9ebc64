// What only this page holds, and a reload would lose. Pure. Rules: O3, O4.
import { outboxKey, type OutboxItem } from '#lib/sync/core/outbox.ts';
import type { GuestState } from './state.ts';
import type { Work } from './work.ts';

/** Sealed messages that wait and that no disk holds. */
export const unkeptItems = ({ outbox, unkept }: GuestState): readonly OutboxItem[] =>
  outbox.items.filter((item) => unkept.has(outboxKey(item)));

/** Called after each step. A page with its root stores at once; one that has just got it back, soon. */
export function judgeOnlyHere({ s }: Work): void {
  const holds = s.underWay.length > 0 || (s.draft !== '' && s.boxStale);
  s.onlyHere = holds && (s.phase === 'resuming' || (s.phase === 'live' && s.onlyHere));
}

/** Whether a reload loses nothing that only this page holds. What is on its way to the disk is not there. */
export const mayReload = (s: GuestState): boolean =>
  s.underWay.length === 0 && unkeptItems(s).length === 0;
