// Counts of messages that could not arrive and whose text is no longer known here, by room and reason. The
// phone keeps a count from when a message leaves the outbox undelivered until the person has read it. Pure.
// Rules: O3, R6.
import type { ErrorCode } from '#lib/protocol/codes.ts';

/** `over`: the conversation has ended; `refused`: staff refused this phone; `other`: another refusal. */
export type LossReason = 'over' | 'refused' | 'other';

export interface Loss {
  /** Lower-case hexadecimal room id. */
  readonly room: string;
  readonly why: LossReason;
  readonly count: number;
}

export function lossReasonOf(code: ErrorCode): LossReason {
  if (code === 'gone' || code === 'ended' || code === 'epoch-closed') return 'over';
  return code === 'epoch-refused' ? 'refused' : 'other';
}
