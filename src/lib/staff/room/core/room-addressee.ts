// To whom staff may write now, and where a reply that has not arrived goes next. Confirmation is read from
// the signed log. The server is believed when it says that a device is gone, because this only makes staff
// more careful. Pure. Rules: J5, J6, J7, O6.
import { EARLIER_AFTER_EXIT_MS, LOST_AFTER_MS } from '#lib/protocol/limits.ts';
import { isLive } from '#lib/protocol/room-view.ts';
import type { Heard, Said } from './meaning-types.ts';
import type { EpochRecord, StaffRoomState } from './room-types.ts';

/** `false`: its proof does not fit, so nobody knows who it is [J6]. */
export type JoinedAs = 'live' | 'left' | 'replaced' | 'refused' | 'ended' | 'false';

/** Epochs in the order in which they joined. */
export const epochsInOrder = (state: StaffRoomState): readonly EpochRecord[] =>
  [...state.epochs.values()].sort(
    (a, b) => a.view.joinedAtMs - b.view.joinedAtMs || a.view.joinedOrder - b.view.joinedOrder
  );

export function standingOf(state: StaffRoomState, record: EpochRecord): JoinedAs {
  const { epochId, state: said } = record.view;
  if (record.keys === 'bad') return 'false';
  if (said === 'left') return 'left';
  if (state.meaning.verdicts.get(epochId)?.verdict === 'refuse') return 'refused';
  return said === 'pending' || said === 'confirmed' ? 'live' : said;
}

const exits = (state: StaffRoomState): readonly EpochRecord[] =>
  [...state.epochs.values()].filter((one) => one.view.state === 'left');

export const exitCount = (state: StaffRoomState): number => exits(state).length;

/** When somebody last left by Exit, room time; null when nobody did. */
export function lastExitMs(state: StaffRoomState): number | null {
  const times = exits(state).map((one) => one.view.closedAtMs ?? one.view.lastSeenMs);
  return times.length === 0 ? null : Math.max(...times);
}

/** Confirmed by a signed entry, whatever the server says [J5]. */
export const isConfirmed = (state: StaffRoomState, epochId: string): boolean =>
  state.meaning.verdicts.get(epochId)?.verdict === 'confirm';

/** Confirmed, and nobody has left by Exit since. */
function isTrusted(state: StaffRoomState, epochId: string): boolean {
  const verdict = state.meaning.verdicts.get(epochId);
  return verdict?.verdict === 'confirm' && verdict.timeMs > (lastExitMs(state) ?? -1);
}

const isChosen = (state: StaffRoomState, record: EpochRecord): boolean =>
  record.chosenAtExits !== null && record.chosenAtExits === exitCount(state);

/** O6: confirmed or expressly chosen, live, and proved. */
export function mayWriteTo(state: StaffRoomState, epochId: string): boolean {
  const record = state.epochs.get(epochId);
  if (record?.keys !== 'open' || standingOf(state, record) !== 'live') return false;
  return isTrusted(state, epochId) || isChosen(state, record);
}

/** Whom the composer writes to now: the newest confirmed, otherwise the newest chosen; or nobody. */
export function currentAddressee(state: StaffRoomState): EpochRecord | null {
  const open = epochsInOrder(state).filter((one) => mayWriteTo(state, one.view.epochId));
  return (
    open.findLast((one) => isTrusted(state, one.view.epochId)) ??
    open.findLast((one) => isChosen(state, one)) ??
    null
  );
}

/** The device that came in last and is live: the first that must be confirmed, whomever staff write to [J5]. */
export const newestLive = (state: StaffRoomState): EpochRecord | null =>
  epochsInOrder(state).findLast((one) => standingOf(state, one) === 'live') ?? null;

/** Live devices that could be written to after an express choice. */
export const choices = (state: StaffRoomState): readonly EpochRecord[] =>
  epochsInOrder(state).filter(
    (one) =>
      one.keys === 'open' &&
      standingOf(state, one) === 'live' &&
      !mayWriteTo(state, one.view.epochId)
  );

export type Next =
  /** Its copy is in this epoch, or is sealed for it next. */
  | { readonly type: 'to'; readonly epochId: string }
  /** The same phone is back and nobody has confirmed it yet. */
  | { readonly type: 'unconfirmed' }
  /** Only a person may resend it [O6]. */
  | { readonly type: 'held'; readonly why: 'exit' | 'refused' | 'ended' };

/** Where a reply of ours belongs now. */
export function nextFor(state: StaffRoomState, said: Said): Next {
  const wanted = said.resent.at(-1)?.to ?? said.to;
  const base = state.epochs.get(wanted);
  if (base === undefined) return { type: 'held', why: 'ended' };
  const later = epochsInOrder(state).filter(
    (one) =>
      one.view.deviceKey === base.view.deviceKey && one.view.joinedAtMs >= base.view.joinedAtMs
  );
  const line = [base, ...later.filter((one) => one !== base)];
  let at: Next = { type: 'held', why: 'ended' };
  for (const one of line) {
    const standing = standingOf(state, one);
    if (standing === 'left') return { type: 'held', why: 'exit' };
    if (standing === 'refused' || standing === 'false') return { type: 'held', why: 'refused' };
    if (standing === 'ended') at = { type: 'held', why: 'ended' };
    if (standing !== 'live') continue;
    const { epochId } = one.view;
    // The original addressee needs no second confirmation; a later epoch does.
    if (one === base || isTrusted(state, epochId)) at = { type: 'to', epochId };
    else if (isConfirmed(state, epochId)) at = { type: 'held', why: 'exit' };
    else at = { type: 'unconfirmed' };
  }
  return at;
}

/** Whether staff can resend this reply by hand to the composer's current addressee. */
export function canResend(state: StaffRoomState, said: Said): boolean {
  if (state.meaning.delivered.has(said.hash)) return false;
  const to = currentAddressee(state)?.view.epochId;
  if (to === undefined || state.meaning.copies.get(said.hash)?.has(to) === true) return false;
  const next = nextFor(state, said);
  return !(next.type === 'to' && next.epochId === to);
}

export interface Known {
  readonly device: 'first' | 'same-phone' | 'another-phone';
  /** `perhaps`: an earlier device had gone without a goodbye, and has not come back [E1]. */
  readonly afterExit: 'no' | 'yes' | 'perhaps';
}

/**
 * What is known of a newcomer without asking [J5].
 * @param resumeWindowMs a shorter silence is no exit: `Infinity` where only what is certain counts
 */
export function knownOf(state: StaffRoomState, record: EpochRecord, resumeWindowMs: number): Known {
  const earlier = epochsInOrder(state).filter(
    (one) => one !== record && one.view.joinedAtMs <= record.view.joinedAtMs
  );
  const left = earlier.some(
    (one) =>
      one.view.state === 'left' &&
      (one.view.closedAtMs ?? one.view.lastSeenMs) <= record.view.joinedAtMs
  );
  const gone = earlier.some(
    (one) =>
      standingOf(state, one) === 'live' &&
      // A socket whose other end is gone may be noticed only after this.
      one.view.lastSeenMs <= record.view.joinedAtMs + LOST_AFTER_MS &&
      isGoneWithoutGoodbye(state, one, resumeWindowMs)
  );
  if (earlier.length === 0) return { device: 'first', afterExit: 'no' };
  const same = earlier.some((one) => one.view.deviceKey === record.view.deviceKey);
  return {
    device: same ? 'same-phone' : 'another-phone',
    afterExit: left ? 'yes' : gone && !same ? 'perhaps' : 'no'
  };
}

type Earlier = ({ readonly from: 'you' } & Heard) | ({ readonly from: 'staff' } & Said);

/**
 * What was said with this phone before this epoch and has not been copied to it, in room order. It excludes
 * what never arrived: O6 decides where that goes.
 */
export function earlierFor(state: StaffRoomState, epochId: string): readonly Earlier[] {
  const record = state.epochs.get(epochId);
  if (record === undefined) return [];
  const before = new Set(
    [...state.epochs.values()]
      .filter(
        (one) =>
          one.view.deviceKey === record.view.deviceKey &&
          one.view.joinedAtMs < record.view.joinedAtMs &&
          !['refused', 'false'].includes(standingOf(state, one))
      )
      .map((one) => one.view.epochId)
  );
  const { heard, said, delivered, copies } = state.meaning;
  const fromYou = heard
    .filter((one) => before.has(one.epochId))
    .map((one) => ({ from: 'you', ...one }) as const);
  const fromStaff = [...said.values()]
    .filter((one) => before.has(delivered.get(one.hash) ?? ''))
    .map((one) => ({ from: 'staff', ...one }) as const);
  return [...fromYou, ...fromStaff]
    .filter((one) => copies.get(one.hash)?.has(epochId) !== true)
    .sort((a, b) => a.order - b.order);
}

/** J7: confirmed, the same phone, and no exit in this room for a day. */
export function mayShowEarlier(state: StaffRoomState, epochId: string): boolean {
  const record = state.epochs.get(epochId);
  if (record === undefined || !isTrusted(state, epochId) || !mayWriteTo(state, epochId))
    return false;
  const exitMs = lastExitMs(state);
  if (exitMs !== null && state.nowMs - exitMs < EARLIER_AFTER_EXIT_MS) return false;
  return (
    knownOf(state, record, Infinity).device === 'same-phone' &&
    !state.meaning.shown.has(epochId) &&
    earlierFor(state, epochId).length > 0
  );
}

/** The young person's page has been away for longer than a resume window: nobody knows why [E1]. */
export const isGoneWithoutGoodbye = (
  state: StaffRoomState,
  record: EpochRecord,
  resumeWindowMs: number
): boolean =>
  isLive(record.view.state) &&
  !record.view.connected &&
  state.nowMs - record.view.lastSeenMs > resumeWindowMs;
