// Whether staff still owe an answer here, and up to where they owe none: by what was opened, since the server
// cannot tell a message from a receipt. The room is told a number alone. Pure. Rules: R8, O6, J5.
import { isConfirmed } from './room-addressee.ts';
import { mayBeGuests } from './room-meaning.ts';
import type { Unread } from './meaning-types.ts';
import { transmit, type Work } from './room-work.ts';
import type { StaffRoomState } from './room-types.ts';

/**
 * Up to which order the messages of each device are answered. A reply answers the device that it was written to;
 * and, where staff had confirmed that device by then, all that they have confirmed, because they take these for one
 * person's. A question to a stranger is no answer to the young person, whatever the stranger turns out to be.
 */
function answersOf(state: StaffRoomState): (epochId: string) => number {
  const { verdicts, said } = state.meaning;
  const deviceOf = (epochId: string): string =>
    state.epochs.get(epochId)?.view.deviceKey ?? epochId;
  const knownSince = new Map<string, number>();
  for (const [epochId, { order }] of verdicts)
    if (isConfirmed(state, epochId))
      knownSince.set(
        deviceOf(epochId),
        Math.min(knownSince.get(deviceOf(epochId)) ?? order, order)
      );
  const own = new Map<string, number>();
  let known = 0;
  for (const { to, order, answersUpTo } of said.values()) {
    const device = deviceOf(to);
    own.set(device, Math.max(own.get(device) ?? 0, answersUpTo));
    if (order > (knownSince.get(device) ?? Infinity)) known = Math.max(known, answersUpTo);
  }
  return (epochId) => {
    const device = deviceOf(epochId);
    return Math.max(own.get(device) ?? 0, knownSince.has(device) ? known : 0);
  };
}

/**
 * The first of a young person's that is not answered: a message, or what may be one. Null when nothing is owed. For
 * what came over an epoch that staff have refused they owe nothing.
 */
export function firstOwed(state: StaffRoomState): Unread | null {
  const { heard, unread, verdicts } = state.meaning;
  const answeredUpTo = answersOf(state);
  const owed = ({ order, epochId }: Unread): boolean =>
    order > (state.answeredOrder ?? 0) &&
    order > answeredUpTo(epochId) &&
    verdicts.get(epochId)?.verdict !== 'refuse';
  return firstOf(heard.find(owed), unread.find(owed));
}

/** The earlier of two; null when there is neither. */
export function firstOf(one: Unread | undefined, other: Unread | undefined): Unread | null {
  if (one === undefined || other === undefined) return one ?? other ?? null;
  return one.order < other.order ? one : other;
}

/** Order of the last entry of a young person among the first `end`; 0 when there is none. */
export const lastOfGuests = ({ entries }: StaffRoomState, end: number): number =>
  entries.findLast((one, at) => at < end && mayBeGuests(one))?.order ?? 0;

/** Whether the room can be told something of its log now. */
export const mayTell = (state: StaffRoomState): boolean =>
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
