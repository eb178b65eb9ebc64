// ③④ What a staff page puts into a room: signed log entries, copies of them for one epoch, signals.
// Numbers are given out here, one by one; sealing and storing are effects, and nothing is
// transmitted before it is stored. Pure. Rules: J5, J7, O3, O5, O6, S5.
import { utf8 } from '#lib/crypto/primitives/bytes.ts';
import type { CopyContent, LogContent, SignalContent } from '#lib/protocol/content.ts';
import type { SignalKind } from '#lib/protocol/guest-wire.ts';
import { MAX_TEXT_BYTES } from '#lib/protocol/limits.ts';
import { chainHead } from '#lib/sync/core/chain-view.ts';
import { reduceOutbox, type OutboxEvent, type OutboxItem } from '#lib/sync/core/outbox.ts';
import { canResend, exitCount, mayShowEarlier, mayWriteTo, standingOf } from './room-addressee.ts';
import { chainOf, LOG_CHAIN, logIsWhole } from './room-chain.ts';
import { setEpoch, stop, transmit, wakeAt, type Work } from './room-work.ts';
import type { StaffRoomEvent, StaffRoomState, WriteJob } from './room-types.ts';

/** Typing is said again after this while it goes on, and counts for twice as long. */
export const TYPING_AGAIN_MS = 4_000;

/** Refusing is possible: it makes staff only more careful, also where something may be hidden. */
export const canRefuse = (state: StaffRoomState): boolean =>
  state.right === 'live' &&
  state.over === null &&
  state.stopped === null &&
  state.keys === 'open' &&
  state.life !== null &&
  state.life.state !== 'closed' &&
  state.known;

/** Writing is possible at all: a living room that adds up, open keys, its history known whole. */
export const canWrite = (state: StaffRoomState): boolean => canRefuse(state) && logIsWhole(state);

type Wanted = Pick<WriteJob, 'chain' | 'content' | 'copyOf' | 'decision'>;

/** Gives out the next number of a chain and asks for the seal. */
function startJob(w: Work, wanted: Wanted): void {
  const { chain, content } = wanted;
  const job = w.s.nextJob;
  const sequence = w.s.ownNext.get(chain) ?? 0;
  w.s.nextJob = job + 1;
  w.s.ownNext = new Map(w.s.ownNext).set(chain, sequence + 1);
  const started = { job, sequence, stage: 'sealing', hash: null, startedAtMs: w.nowMs } as const;
  w.s.jobs = [...w.s.jobs, { ...wanted, ...started }];
  const lastSeenHead = chainHead(chainOf(w.s, chain));
  w.out.push({ type: 'seal', job, chain, sequence, lastSeenHead, content });
}

const logJob = (w: Work, content: LogContent, decision: WriteJob['decision'] = null): void =>
  startJob(w, { chain: LOG_CHAIN, content, copyOf: null, decision });

export const copyJob = (w: Work, epochId: string, content: CopyContent): void =>
  startJob(w, { chain: epochId, content, copyOf: content.copyOf, decision: null });

/** Typing or seen, for one epoch [O5]. */
export function signalJob(
  w: Work,
  epochId: string,
  kind: SignalKind,
  content: SignalContent
): void {
  const lastSeenHead = chainHead(chainOf(w.s, epochId));
  const sequence = w.s.signalSequence;
  w.s.signalSequence = sequence + 1;
  w.out.push({ type: 'seal-signal', epochId, kind, sequence, lastSeenHead, content });
}

/** Runs the outbox one step on and turns its effects into the room's. */
export function stepOutbox(w: Work, event: OutboxEvent): void {
  const { outbox, effects } = reduceOutbox(w.s.outbox, event);
  w.s.outbox = outbox;
  for (const effect of effects) {
    switch (effect.type) {
      case 'transmit': {
        const { envelope, copyOf, decision } = effect.item;
        transmit(w, {
          t: 'append',
          ref: effect.ref,
          envelope,
          ...(copyOf === undefined ? {} : { copyOf }),
          ...(decision === undefined ? {} : { decision })
        });
        break;
      }
      case 'settle':
        w.out.push({ type: 'unstore', item: effect.item });
        break;
      case 'give-up':
        giveUp(w, effect.item, effect.code);
        w.out.push({ type: 'unstore', item: effect.item });
        break;
      case 'wake-at':
        wakeAt(w, effect.atMs);
        break;
      case 'reload':
        w.s.stored = 'reading';
        w.out.push({ type: 'load-outbox' });
    }
  }
}

type GiveUpCode = Extract<OutboxEvent, { type: 'refused' }>['code'];

/** It can never arrive: a message is shown as not arrived, a copy is not tried again. */
function giveUp(w: Work, item: OutboxItem, code: GiveUpCode): void {
  const job = jobOf(w.s, item);
  w.s.jobs = w.s.jobs.filter((one) => one !== job);
  if (item.copyOf !== undefined)
    w.s.barredCopies = new Set(w.s.barredCopies).add(`${item.chain}.${item.copyOf}`);
  else if (job === undefined) w.s.lostOfOthers += 1;
  else w.s.lost = [...w.s.lost, { job: job.job, content: job.content as LogContent, code }];
  if (code === 'conflict') stop(w, 'conflict');
}

const jobOf = (state: StaffRoomState, item: OutboxItem): WriteJob | undefined =>
  item.sender === state.sender
    ? state.jobs.find((one) => one.chain === item.chain && one.sequence === item.sequence)
    : undefined;

/** The seal is made: into the store, before anything else. */
export function onSealed(w: Work, event: Extract<StaffRoomEvent, { type: 'sealed' }>): void {
  const job = w.s.jobs.find((one) => one.job === event.job && one.stage === 'sealing');
  if (job === undefined) return;
  const { chain, sequence, copyOf, decision } = job;
  changeJob(w, job.job, { stage: 'storing', hash: event.hash });
  const item: OutboxItem = {
    chain,
    sender: w.s.sender,
    sequence,
    envelope: event.envelope,
    ...(copyOf === null ? {} : { copyOf }),
    ...(decision === null ? {} : { decision })
  };
  w.out.push({ type: 'store', job: job.job, item });
}

export function onStored(w: Work, event: Extract<StaffRoomEvent, { type: 'stored' }>): void {
  changeJob(w, event.job, { stage: 'on-its-way' });
  stepOutbox(w, { type: 'stored', items: [event.item] });
}

function changeJob(w: Work, job: number, change: Partial<WriteJob>): void {
  w.s.jobs = w.s.jobs.map((one) => (one.job === job ? { ...one, ...change } : one));
}

export function say(w: Work, to: string, text: string): void {
  const fits = text !== '' && utf8(text).length <= MAX_TEXT_BYTES;
  if (!fits || !canWrite(w.s) || !mayWriteTo(w.s, to)) {
    w.out.push({ type: 'not-said', to, text });
    return;
  }
  w.s.typing = null;
  logJob(w, { t: 'say', to, text, writtenAtMs: w.nowMs });
}

/** An express choice to write to a device that is not confirmed, or after an exit [O6, J5]. */
export function choose(w: Work, epochId: string): void {
  const record = w.s.epochs.get(epochId);
  if (record !== undefined && standingOf(w.s, record) === 'live')
    setEpoch(w, { ...record, chosenAtExits: exitCount(w.s) });
}

export function decide(w: Work, epochId: string, verdict: 'confirm' | 'refuse'): void {
  const record = w.s.epochs.get(epochId);
  const underWay = w.s.jobs.some((one) => one.decision?.epochId === epochId);
  const may = verdict === 'refuse' ? canRefuse(w.s) : canWrite(w.s);
  if (record === undefined || !may || underWay) return;
  const standing = standingOf(w.s, record);
  const possible = verdict === 'confirm' ? standing === 'live' && record.keys === 'open' : true;
  if (!possible || standing === 'refused') return;
  logJob(w, { t: 'decide', epochId, verdict, writtenAtMs: w.nowMs }, { epochId, verdict });
}

export function resend(w: Work, of: string, to: string): void {
  const said = w.s.meaning.said.get(of);
  const underWay = w.s.jobs.some((one) => one.content.t === 'resend' && one.content.of === of);
  if (said === undefined || underWay || !canWrite(w.s)) return;
  if (mayWriteTo(w.s, to) && canResend(w.s, said))
    logJob(w, { t: 'resend', of, to, writtenAtMs: w.nowMs });
}

export function showEarlier(w: Work, to: string): void {
  const underWay = w.s.jobs.some(
    (one) => one.content.t === 'show-earlier' && one.content.to === to
  );
  if (!underWay && canWrite(w.s) && mayShowEarlier(w.s, to))
    logJob(w, { t: 'show-earlier', to, writtenAtMs: w.nowMs });
}

/** Says that somebody is writing: at most every few seconds, and once when it stops. */
export function type(w: Work, to: string, on: boolean): void {
  if (w.s.line !== 'up' || !canWrite(w.s) || !mayWriteTo(w.s, to)) return;
  const held = w.s.typing?.to === to ? w.s.typing : null;
  if (on && held !== null && w.nowMs - held.atMs < TYPING_AGAIN_MS) return;
  if (!on && held === null) return;
  w.s.typing = on ? { to, atMs: w.nowMs } : null;
  signalJob(w, to, 'typing', { t: 'typing', on, atMs: w.nowMs });
}
