// ④ Runs the outbox one step on for whoever holds one: a reducer's state, or what brings a dead page's
// messages to their room. The outbox decides what happens; its holder says what that is in frames and effects
// of its own, for each kind, so that none is passed over. Pure, as far as the hands are. Rules: O3, O4.
import { reduceOutbox, type Outbox, type OutboxEffect, type OutboxEvent } from './outbox.ts';

/** What a holder does when the outbox asks for it. */
export type OutboxHands = {
  readonly [T in OutboxEffect['type']]: (effect: Extract<OutboxEffect, { type: T }>) => void;
};

/** The holder has the outbox as it is after this step before the first hand moves: a hand may change it. */
export function driveOutbox(
  holder: { outbox: Outbox },
  event: OutboxEvent,
  hands: OutboxHands
): void {
  const { outbox, effects } = reduceOutbox(holder.outbox, event);
  holder.outbox = outbox;
  for (const effect of effects) (hands[effect.type] as (effect: OutboxEffect) => void)(effect);
}
