// One message of the conversation as a young person's page knows it. Rules: O3, O4, O6, J7, R6.
import type { MessageBody } from '#lib/protocol/message-body.ts';
import type { Stage } from '#lib/sync/core/stage.ts';

/**
 * How far an own message is: the stage of its record while it has one, `waiting` in the outbox [O3], `lost`
 * when it can never arrive. All but the last two show as waiting.
 */
export type OwnStep = Stage | 'sent' | 'lost';

/** The content of an opened envelope; `body` is null when this page cannot show it. */
interface Shown {
  readonly body: MessageBody | null;
  /** By the room's clock, once the room has it: the only clock that both sides share [O9]. */
  readonly roomMs?: number;
  /** A later page can show it [R6]; without this, no page can. */
  readonly newer?: true;
}

export interface OwnMessage extends Shown {
  readonly from: 'you';
  readonly key: string;
  readonly writtenAtMs: number;
  readonly step: OwnStep;
  /** Assigned at sealing; null before. */
  readonly sender: string | null;
  readonly sequence: number | null;
  /** Place in this epoch's chain and in the room's order; null until the room has it. */
  readonly n: number | null;
  readonly order: number | null;
}

export interface TheirMessage extends Shown {
  readonly from: 'staff';
  readonly key: string;
  readonly writtenAtMs: number;
  readonly n: number;
  /** Order of the entry in the room's log; pages sort by it [O6]. */
  readonly order: number;
  /** Who wrote it, when it is shown again from before [J7]. */
  readonly earlier: 'you' | 'staff' | null;
}

export type Message = OwnMessage | TheirMessage;
