// One message of the conversation as a young person's page knows it. Rules: O3, O4, O6, J7, R6.
import type { MessageBody } from '#lib/protocol/message-body.ts';
import type { Stage } from '#lib/sync/core/under-way.ts';

/**
 * Where an own message stands on its way: the stage of its record while it has one, `waiting` in the outbox
 * [O3], `lost` when it can never arrive. All but the last two show as waiting.
 */
export type OwnStep = Stage | 'sent' | 'lost';

/** What an opened envelope said; `body` is null when this page cannot show it. */
interface Shown {
  readonly body: MessageBody | null;
  /** By the room's clock, once the room has it: the one clock that both sides share [O9]. */
  readonly roomMs?: number;
  /** A later page can show it [R6]; otherwise it fits nothing. */
  readonly newer?: true;
}

export interface OwnMessage extends Shown {
  readonly from: 'you';
  readonly key: string;
  readonly writtenAtMs: number;
  readonly step: OwnStep;
  /** Given when it is sealed; null before. */
  readonly sender: string | null;
  readonly sequence: number | null;
  /** Place in this epoch's chain and in the room's order, once the room has it. */
  readonly n: number | null;
  readonly order: number | null;
}

export interface TheirMessage extends Shown {
  readonly from: 'staff';
  readonly key: string;
  readonly writtenAtMs: number;
  readonly n: number;
  /** Room order of the log entry: pages show by it [O6]. */
  readonly order: number;
  /** Shown again from before [J7]; `by` whom it was. */
  readonly earlier: 'you' | 'staff' | null;
}

export type Message = OwnMessage | TheirMessage;
