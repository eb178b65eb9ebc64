// What follows after every event: opened entries are understood in order; a false proof is refused; a reply
// without a copy where it belongs gets one; what is on screen counts as read. Pure. Rules: J6, J7, O5, O6, R8.
import { standingOf } from './room-addressee.ts';
import { chainOf, LOG_CHAIN } from './room-chain.ts';
import { copyNext, dropDone } from './room-copies.ts';
import { labelNext } from './room-label.ts';
import { draftOf, understand } from './room-meaning.ts';
import type { Placed } from './meaning-types.ts';
import { answeredNext, firstOf, lastOfGuests, mayTell } from './room-owed.ts';
import { note, setEpoch, stop, transmit, type Work } from './room-work.ts';
import { canRefuse, decide, signalJob } from './room-write.ts';
import type { EntryRecord, EpochRecord, StaffRoomState } from './room-types.ts';

/** Where the "new" divider goes when somebody looks now: above the first unread message, or nowhere. */
export const dividerFor = (state: StaffRoomState): number =>
  state.meaning.heard.some((one) => one.order > state.readOrder)
    ? state.readOrder
    : Number.MAX_SAFE_INTEGER;

/** Understands, strictly in room order, every entry that has been opened. */
function understandNext(w: Work): void {
  const rest = w.s.entries.slice(w.s.understood);
  const shut = rest.findIndex((entry) => !entry.void && entry.reading === null);
  const fresh = shut < 0 ? rest : rest.slice(0, shut);
  if (fresh.length > 0) takeIn(w, fresh);
  if (w.s.known || w.s.face === null || w.s.understood < w.s.catchUpTo) return;
  w.s.known = true;
  w.s.dividerOrder = dividerFor(w.s);
}

function takeIn(w: Work, fresh: readonly EntryRecord[]): void {
  const meaning = draftOf(w.s.meaning);
  const before = meaning.heard.length;
  for (const entry of fresh) {
    const fault = understand(meaning, entry);
    if (fault !== null) note(w, fault, entry.order, entry.chain);
  }
  w.s.meaning = meaning;
  w.s.understood += fresh.length;
  const hashes = new Set(fresh.map(({ hash }) => hash));
  w.s.jobs = w.s.jobs.filter(({ hash }) => hash === null || !hashes.has(hash));
  // A sender who has just said something has stopped typing.
  for (const { epochId, writtenAtMs } of meaning.heard.slice(before)) {
    const record = w.s.epochs.get(epochId);
    if (record !== undefined) setEpoch(w, stilled(record, writtenAtMs));
  }
}

/** A typing signal sealed before the message but received after it means nothing any more. */
const stilled = (record: EpochRecord, writtenAtMs: number): EpochRecord => ({
  ...record,
  typingSinceMs: null,
  signalAtMs: {
    ...record.signalAtMs,
    typing: Math.max(record.signalAtMs.typing, writtenAtMs + 1)
  }
});

/** J6: a wrong proof is refused at once, by the first page that sees it. */
function refuseFalse(w: Work): void {
  if (!canRefuse(w.s)) return;
  // If the room rejects the refusal, it is not repeated without end: it is shown as not arrived.
  const isOpen = (epochId: string): boolean =>
    w.s.meaning.verdicts.get(epochId)?.verdict !== 'refuse' &&
    !w.s.lost.some(({ content }) => content.t === 'decide' && content.epochId === epochId);
  for (const one of w.s.epochs.values())
    if (standingOf(w.s, one) === 'false' && isOpen(one.view.epochId))
      decide(w, one.view.epochId, 'refuse');
}

/**
 * How far the room counts as read: everything while somebody looks; otherwise up to the first unread
 * message, because a mere receipt of the young person's page is nothing to read.
 */
function readUpTo(state: StaffRoomState): number {
  const { heard, unread } = state.meaning;
  const isUnread = ({ order }: Placed): boolean => order > state.readOrder;
  const first = firstOf(heard.find(isUnread), unread.find(isUnread));
  const end = state.looking || first === null ? state.understood : first.order - 1;
  return lastOfGuests(state, end);
}

/** Tells the room what was read, and each device whose messages were read that they were seen. */
function readNext(w: Work): void {
  const order = mayTell(w.s) ? readUpTo(w.s) : 0;
  if (order <= w.s.readOrder) return;
  const fresh = new Map<string, number>();
  for (const one of w.s.meaning.heard)
    if (one.order > w.s.readOrder && one.order <= order) fresh.set(one.epochId, one.n);
  w.s.readOrder = order;
  transmit(w, { t: 'read', order });
  for (const [epochId, n] of fresh) {
    const record = w.s.epochs.get(epochId);
    if (record?.keys === 'open' && standingOf(w.s, record) === 'live')
      signalJob(w, epochId, 'seen', { t: 'seen', n, atMs: w.nowMs });
  }
}

/**
 * A room that shows less of its log than this browser has read, or something else in its place, was rolled
 * back or forked; the new reading position is kept for the next page.
 */
function rememberLog(w: Work): void {
  if (!w.s.known || w.s.stopped !== null) return;
  const { heads } = chainOf(w.s, LOG_CHAIN);
  const { logTip } = w.s;
  if (logTip !== null && heads[logTip.n] !== logTip.head)
    return stop(w, heads.length <= logTip.n ? 'rollback' : 'fork');
  const tip = { n: heads.length - 1, head: heads.at(-1) ?? '' };
  if (tip.n === (logTip?.n ?? 0)) return;
  w.s.logTip = tip;
  w.out.push({ type: 'keep-log-tip', tip });
}

/** Everything that follows from the room's current state. */
export function follow(w: Work): void {
  understandNext(w);
  dropDone(w);
  rememberLog(w);
  refuseFalse(w);
  copyNext(w);
  labelNext(w);
  readNext(w);
  answeredNext(w);
}
