// ④ Runs one step of the outbox for its holder: a reducer's state, or the delivery of a dead page's
// messages. The outbox decides what happens; the holder maps every kind of effect to frames and effects of
// its own, so that none is skipped. Pure, as far as the hands are. Rules: O3, O4.
import { reduceOutbox, type Outbox, type OutboxEffect, type OutboxEvent } from './outbox.ts';

/** What a holder does for each kind of effect. */
export type OutboxHands = {
  readonly [T in OutboxEffect['type']]: (effect: Extract<OutboxEffect, { type: T }>) => void;
};

/** The holder gets the new outbox before the first hand runs: a hand may change it. */
export function driveOutbox(
  holder: { outbox: Outbox },
  event: OutboxEvent,
  hands: OutboxHands
): void {
  const { outbox, effects } = reduceOutbox(holder.outbox, event);
  holder.outbox = outbox;
  for (const effect of effects) (hands[effect.type] as (effect: OutboxEffect) => void)(effect);
}
