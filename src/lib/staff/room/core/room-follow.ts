// What follows by itself, after every event: opened entries are understood in order; a false proof
// is refused; a reply that has no copy where it belongs gets one; what is looked at counts as read.
// Pure. Rules: J6, J7, O5, O6.
import { Direction } from '#lib/crypto/room/envelope-header.ts';
import type { CopyContent } from '#lib/protocol/content.ts';
import { earlierFor, mayWriteTo, nextFor, standingOf } from './room-addressee.ts';
import { chainOf, LOG_CHAIN, note, stop } from './room-chain.ts';
import type { Signed } from './meaning-types.ts';
import { draftOf, understand } from './room-meaning.ts';
import { canRefuse, canWrite, copyJob, decide, signalJob } from './room-write.ts';
import type {
  EpochRecord,
  FaultNote,
  StaffRoomEffect,
  StaffRoomState,
  StaffRoomStep,
  WriteJob
} from './room-types.ts';

/** Another staff page that started something is left this long to finish it. */
export const COPY_GRACE_MS = 2_000;

/** Where "new" stands for somebody who looks now: above the first unread word, or nowhere. */
export const dividerFor = (state: StaffRoomState): number =>
  state.meaning.heard.some((one) => one.order > state.readOrder)
    ? state.readOrder
    : Number.MAX_SAFE_INTEGER;

/** Takes in, strictly in room order, every entry that has been opened. */
function understandNext(state: StaffRoomState): StaffRoomState {
  const { entries } = state;
  let understood = state.understood;
  const ready = (): boolean => {
    const entry = entries[understood];
    return entry !== undefined && (entry.void || entry.reading !== null);
  };
  const caughtUp = (at: StaffRoomState): StaffRoomState =>
    at.known || at.face === null || at.understood < at.catchUpTo
      ? at
      : { ...at, known: true, dividerOrder: dividerFor(at) };
  if (!ready()) return caughtUp(state);
  const meaning = draftOf(state.meaning);
  const faults: FaultNote[] = [];
  for (; ready(); understood += 1) {
    const entry = entries[understood];
    if (entry === undefined) break;
    const fault = understand(meaning, entry);
    if (fault !== null) faults.push({ fault, order: entry.order, epochId: entry.chain });
  }
  const hashes = new Set(entries.slice(state.understood, understood).map((one) => one.hash));
  const jobs = state.jobs.filter((job) => job.hash === null || !hashes.has(job.hash));
  const heard = meaning.heard.slice(state.meaning.heard.length);
  const epochs = heard.length === 0 ? state.epochs : new Map(state.epochs);
  // Who has just said something writes no more.
  for (const { epochId, writtenAtMs } of heard) {
    const record = epochs.get(epochId);
    if (record !== undefined)
      (epochs as Map<string, EpochRecord>).set(epochId, stilled(record, writtenAtMs));
  }
  return note(caughtUp({ ...state, epochs, understood, meaning, jobs }), faults);
}

/** A signal sealed before the words were, but met after them, means nothing any more. */
const stilled = (record: EpochRecord, writtenAtMs: number): EpochRecord => ({
  ...record,
  typingSinceMs: null,
  signalAtMs: {
    ...record.signalAtMs,
    typing: Math.max(record.signalAtMs.typing, writtenAtMs + 1)
  }
});

/**
 * A copy that stands, by whoever made it, is nobody's work any more. One of ours that has its number
 * but is not kept yet still goes its way: left out, it would leave a hole that the room refuses [O1].
 */
function withoutDone(state: StaffRoomState): StaffRoomState {
  const isDone = ({ copyOf, chain, stage }: WriteJob): boolean =>
    copyOf !== null &&
    stage === 'on-its-way' &&
    state.meaning.copies.get(copyOf)?.has(chain) === true;
  return state.jobs.some(isDone)
    ? { ...state, jobs: state.jobs.filter((job) => !isDone(job)) }
    : state;
}

interface Due {
  readonly epochId: string;
  readonly content: CopyContent;
  /** This page wrote what made the copy necessary: nobody else need do it. */
  readonly ours: boolean;
}

/** Every copy that should stand and does not, in log order [O6, J7]. */
function copiesDue(state: StaffRoomState): readonly Due[] {
  const { said, delivered, copies, verdicts, shown } = state.meaning;
  const missing = (epochId: string, hash: string): boolean =>
    state.epochs.get(epochId)?.keys === 'open' &&
    copies.get(hash)?.has(epochId) !== true &&
    !state.barredCopies.has(`${epochId}.${hash}`) &&
    !state.jobs.some((job) => job.chain === epochId && job.copyOf === hash);
  const due: Due[] = [];
  for (const one of said.values()) {
    if (delivered.has(one.hash)) continue;
    const next = nextFor(state, one);
    if (next.type !== 'to' || !missing(next.epochId, one.hash)) continue;
    const causes: readonly (Signed | undefined)[] = [
      one,
      one.resent.at(-1),
      next.epochId === one.to ? undefined : verdicts.get(next.epochId)
    ];
    const last = causes.reduce((a, b) => ((b?.order ?? -1) > (a?.order ?? -1) ? b : a), undefined);
    due.push({
      epochId: next.epochId,
      ours: last?.sender === state.sender,
      content: {
        t: 'say',
        copyOf: one.hash,
        logOrder: one.order,
        text: one.body.text,
        writtenAtMs: one.writtenAtMs
      }
    });
  }
  for (const [epochId, deed] of shown) {
    if (!mayWriteTo(state, epochId)) continue;
    for (const one of earlierFor(state, epochId)) {
      if (one.order > deed.order || !missing(epochId, one.hash)) continue;
      const { from, body, writtenAtMs, hash, order } = one;
      const content = {
        t: 'earlier',
        copyOf: hash,
        logOrder: order,
        from,
        text: body.text,
        writtenAtMs
      } as const;
      due.push({ epochId, ours: deed.sender === state.sender, content });
    }
  }
  return due;
}

/** Seals what is due; what another page has begun waits a moment, but nothing overtakes. */
function copyNext(state: StaffRoomState): StaffRoomStep {
  if (!canWrite(state) || state.understood < state.catchUpTo) return { state, effects: [] };
  const due = copiesDue(state);
  const key = (one: Due): string => `${one.epochId}.${one.content.copyOf}`;
  const noticed = new Map(
    due.map((one) => [key(one), state.noticed.get(key(one)) ?? state.nowMs] as const)
  );
  const readyAtMs = (one: Due): number =>
    one.ours ? 0 : (noticed.get(key(one)) ?? 0) + COPY_GRACE_MS;
  const lastReady = due.findLastIndex((one) => readyAtMs(one) <= state.nowMs);
  let next: StaffRoomState = { ...state, noticed };
  const effects: StaffRoomEffect[] = [];
  for (const one of due.slice(0, lastReady + 1)) {
    const step = copyJob(next, one.epochId, one.content);
    next = step.state;
    effects.push(...step.effects);
  }
  const waiting = due.slice(lastReady + 1).filter((one) => !state.noticed.has(key(one)));
  if (waiting.length > 0)
    effects.push({ type: 'wake-at', atMs: Math.max(...waiting.map(readyAtMs)) });
  return { state: next, effects };
}

/** J6: a wrong proof is refused at once, whoever sees it first. */
function refuseFalse(state: StaffRoomState): StaffRoomStep {
  if (!canRefuse(state)) return { state, effects: [] };
  // A room that will not have the refusal is not asked again without end: it is shown as not arrived.
  const isOpen = (epochId: string): boolean =>
    state.meaning.verdicts.get(epochId)?.verdict !== 'refuse' &&
    !state.lost.some(({ content }) => content.t === 'decide' && content.epochId === epochId);
  const bad = [...state.epochs.values()].filter(
    (one) => standingOf(state, one) === 'false' && isOpen(one.view.epochId)
  );
  return run(
    state,
    bad.map((one) => (at) => decide(at, one.view.epochId, 'refuse'))
  );
}

/**
 * How far the room counts as read: everything while somebody looks; otherwise up to the first unread
 * word, because a mere receipt of the young person's page is nothing to read.
 */
function readUpTo(state: StaffRoomState): number {
  const firstUnread = state.meaning.heard.find((one) => one.order > state.readOrder);
  const end = state.looking || firstUnread === undefined ? state.understood : firstUnread.order - 1;
  return (
    state.entries.slice(0, end).findLast((one) => one.direction === Direction.guest)?.order ?? 0
  );
}

/** Reading is told to the room, and seen to each device whose words were read. */
function readNext(state: StaffRoomState): StaffRoomStep {
  const mayTell = state.line === 'up' && state.right === 'live' && state.known;
  const order = mayTell && state.stopped === null ? readUpTo(state) : 0;
  if (order <= state.readOrder) return { state, effects: [] };
  const fresh = new Map<string, number>();
  for (const one of state.meaning.heard)
    if (one.order > state.readOrder && one.order <= order) fresh.set(one.epochId, one.n);
  const read: StaffRoomStep = {
    state: { ...state, readOrder: order },
    effects: [{ type: 'transmit', frame: { t: 'read', order } }]
  };
  const live = [...fresh].filter(([epochId]) => {
    const record = state.epochs.get(epochId);
    return record?.keys === 'open' && standingOf(state, record) === 'live';
  });
  const seen = run(
    read.state,
    live.map(
      ([epochId, n]) =>
        (at) =>
          signalJob(at, epochId, 'seen', { t: 'seen', n, atMs: at.nowMs })
    )
  );
  return { state: seen.state, effects: [...read.effects, ...seen.effects] };
}

/** Runs steps one after the other, each on what the one before left. */
export function run(
  state: StaffRoomState,
  steps: readonly ((state: StaffRoomState) => StaffRoomStep)[]
): StaffRoomStep {
  let next = state;
  const effects: StaffRoomEffect[] = [];
  for (const step of steps) {
    const taken = step(next);
    next = taken.state;
    effects.push(...taken.effects);
  }
  return { state: next, effects };
}

/**
 * A room that shows less of its log than this browser has read, or something else in its place, was
 * rolled back or forked; how far it is read now is kept for the next page.
 */
function rememberLog(state: StaffRoomState): StaffRoomStep {
  if (!state.known || state.stopped !== null) return { state, effects: [] };
  const { heads } = chainOf(state, LOG_CHAIN);
  const { logTip } = state;
  if (logTip !== null && heads[logTip.n] !== logTip.head) {
    const fault = heads.length <= logTip.n ? 'rollback' : 'fork';
    return { state: stop(state, fault), effects: [] };
  }
  const tip = { n: heads.length - 1, head: heads.at(-1) ?? '' };
  if (tip.n === (logTip?.n ?? 0)) return { state, effects: [] };
  return { state: { ...state, logTip: tip }, effects: [{ type: 'keep-log-tip', tip }] };
}

/** Everything that follows from where the room stands now. */
export const follow = (state: StaffRoomState): StaffRoomStep =>
  run(withoutDone(understandNext(state)), [rememberLog, refuseFalse, copyNext, readNext]);
