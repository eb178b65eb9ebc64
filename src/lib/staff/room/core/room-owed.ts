// Whether staff still owe an answer here, and up to where they owe none: by what was opened, since the server
// cannot tell a message from a receipt. The room is told a number alone. Pure. Rules: R8, O6, J5.
import { Direction } from '#lib/crypto/room/envelope-header.ts';
import type { Heard } from './meaning-types.ts';
import { transmit, type Work } from './room-work.ts';
import type { StaffRoomState } from './room-types.ts';

/** The first message that is not answered; null when nothing is owed. Whom staff refused they owe nothing. */
export function firstOwed({ meaning, answeredOrder }: StaffRoomState): Heard | null {
  const upTo = Math.max(meaning.answeredOrder, answeredOrder ?? 0);
  const { heard, verdicts } = meaning;
  return (
    heard.find(
      ({ order, epochId }) => order > upTo && verdicts.get(epochId)?.verdict !== 'refuse'
    ) ?? null
  );
}

/** Order of the last entry of a young person among the first `end`; 0 when there is none. */
export const lastOfGuests = ({ entries }: StaffRoomState, end: number): number =>
  entries.slice(0, end).findLast((one) => one.direction === Direction.guest)?.order ?? 0;

const mayTell = (state: StaffRoomState): boolean =>
  state.line === 'up' && state.right === 'live' && state.known && state.stopped === null;

/** Whether somebody can say here that no answer is needed. */
export const mayOweNothing = (state: StaffRoomState): boolean =>
  mayTell(state) && state.answeredOrder !== null && firstOwed(state) !== null;

function tellAnswered(w: Work, order: number): void {
  if (w.s.answeredOrder === null || order <= w.s.answeredOrder) return;
  w.s.answeredOrder = order;
  transmit(w, { t: 'answered', order });
}

/** Tells the room how far nothing is owed; mere receipts count with what stands before them. */
export function answeredNext(w: Work): void {
  if (!mayTell(w.s)) return;
  const owed = firstOwed(w.s);
  tellAnswered(w, lastOfGuests(w.s, owed === null ? w.s.understood : owed.order - 1));
}

/** "No answer needed", for everything that has been understood so far. */
export function oweNothing(w: Work): void {
  if (mayOweNothing(w.s)) tellAnswered(w, lastOfGuests(w.s, w.s.understood));
}
