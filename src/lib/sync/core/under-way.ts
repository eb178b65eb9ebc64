// ③ ④ A message under way: one record from writing on, with one stage. The record ends when something else
// holds the message: a young person's outbox, or the room's log at the desk. Decides what is sealed next
// and whether a finished seal still counts; assigns no number. Pure. Rules: O1, O3, O4.
import type { OutboxItem } from './outbox.ts';

/** In memory only, and not processed yet [O4]: a message that must wait stays in this stage. */
export interface Held<Content> {
  readonly id: string;
  readonly stage: 'held';
  readonly content: Content;
}

/** Being sealed, under this number. */
export interface Sealing<Content> {
  readonly id: string;
  readonly stage: 'sealing';
  readonly content: Content;
  readonly sequence: number;
}

/** Sealed: on its way to the disk, then from there to the room. */
export interface Sealed<Kept> {
  readonly id: string;
  readonly stage: 'storing' | 'waiting';
  readonly content: Kept;
  readonly item: OutboxItem;
}

/** `Kept`: the part of the content that a page still holds after sealing. */
export type UnderWay<Content, Kept = Content> = Held<Content> | Sealing<Content> | Sealed<Kept>;

export type Stage = UnderWay<unknown>['stage'];

/**
 * The next one to seal; null while another is between seal and disk. One at a time, because the seal takes
 * the next number, and none may be left out [O1].
 */
export function nextToSeal<Content, Kept>(
  list: readonly UnderWay<Content, Kept>[]
): Held<Content> | null {
  const first = list.find(({ stage }) => stage !== 'waiting');
  return first?.stage === 'held' ? first : null;
}

/** The record that is being sealed; null when sealing was given up, or never requested. */
export function underSeal<Content, Kept>(
  list: readonly UnderWay<Content, Kept>[],
  id: string
): Sealing<Content> | null {
  const found = list.find((one) => one.id === id);
  return found?.stage === 'sealing' ? found : null;
}

/** An envelope holds it. Until one does, the message can still move to another epoch [O4]. */
export const isSealed = <Content, Kept>(one: UnderWay<Content, Kept>): one is Sealed<Kept> =>
  'item' in one;
