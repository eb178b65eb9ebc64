// ③ ④ A message under way: one record from its writing on, with one stage. It ends where something else
// has the message in its stead: with a young person the outbox, with staff the room's log. Decides what is
// sealed next and what a seal is still good for; gives out no number. Pure. Rules: O1, O3, O4.
import type { OutboxItem } from './outbox.ts';

/** In memory only, and nothing done with it yet [O4]: what may keep a message back stands here. */
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

/** `Kept`: what of the content a page still holds once it has been sealed. */
export type UnderWay<Content, Kept = Content> = Held<Content> | Sealing<Content> | Sealed<Kept>;

export type Stage = UnderWay<unknown>['stage'];

/**
 * What is to be sealed next; null while another one stands between seal and disk. One after the other,
 * because the seal takes the next number, and none may be left out [O1].
 */
export function nextToSeal<Content, Kept>(
  list: readonly UnderWay<Content, Kept>[]
): Held<Content> | null {
  const first = list.find(({ stage }) => stage !== 'waiting');
  return first?.stage === 'held' ? first : null;
}

/** The one whose seal is being made; null where that was given up, or never asked for. */
export function underSeal<Content, Kept>(
  list: readonly UnderWay<Content, Kept>[],
  id: string
): Sealing<Content> | null {
  const found = list.find((one) => one.id === id);
  return found?.stage === 'sealing' ? found : null;
}

/** An envelope holds it. What none holds yet can still go on in another epoch [O4]. */
export const isSealed = <Content, Kept>(one: UnderWay<Content, Kept>): one is Sealed<Kept> =>
  'item' in one;
