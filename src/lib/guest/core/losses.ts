// What could not arrive and is not known by its text any more: how many, of which room, and why. A
// number stands on the phone from the moment that a message leaves the outbox without having arrived
// until the person has read it. Pure. Rules: O3, R6.
import type { ErrorCode } from '#lib/protocol/codes.ts';

/** `over`: the conversation has ended; `refused`: staff refused this phone; `other`: the room's no. */
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
