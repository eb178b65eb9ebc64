// ③ ④ An own message from writing on, until the outbox has it: one record, one stage. Decides what is sealed
// next and whether a finished seal still counts; assigns no number. The desk has a record of its own, because
// it seals several at once. Pure. Rules: O1, O3, O4.
import type { GuestContent } from '#lib/protocol/content.ts';
import type { OutboxItem } from '#lib/sync/core/outbox.ts';
import type { Stage } from '#lib/sync/core/stage.ts';

interface Of<S extends Stage> {
  readonly id: string;
  readonly stage: S;
}

export interface Held extends Of<'held'> {
  readonly content: GuestContent;
}

export interface Sealing extends Of<'sealing'> {
  readonly content: GuestContent;
  readonly sequence: number;
}

/** Holds no words any more [P2]. */
export interface Sealed extends Of<'storing'> {
  readonly item: OutboxItem;
}

export type UnderWay = Held | Sealing | Sealed;

/**
 * The next one to seal; null while another is between seal and disk. One at a time, because the seal takes
 * the next number, and none may be left out [O1].
 */
export function nextToSeal([first]: readonly UnderWay[]): Held | null {
  return first?.stage === 'held' ? first : null;
}

/** The record that is being sealed; null when sealing was given up, or never requested. */
export function underSeal(list: readonly UnderWay[], id: string): Sealing | null {
  const found = list.find((one) => one.id === id);
  return found?.stage === 'sealing' ? found : null;
}

/** An envelope holds it. Until one does, the message can still move to another epoch [O4]. */
export const isSealed = (one: UnderWay): one is Sealed => 'item' in one;
