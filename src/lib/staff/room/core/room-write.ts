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
import { chainOf, LOG_CHAIN, logIsWhole, stop } from './room-chain.ts';
import type {
  StaffRoomEffect,
  StaffRoomEvent,
  StaffRoomState,
  StaffRoomStep,
  WriteJob
} from './room-types.ts';

/** Typing is said again after this while it goes on, and counts for twice as long. */
export const TYPING_AGAIN_MS = 4_000;

const unchanged = (state: StaffRoomState): StaffRoomStep => ({ state, effects: [] });

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
function startJob(state: StaffRoomState, wanted: Wanted): StaffRoomStep {
  const sequence = state.ownNext.get(wanted.chain) ?? 0;
  const job: WriteJob = {
    ...wanted,
    job: state.nextJob,
    sequence,
    stage: 'sealing',
    hash: null,
    startedAtMs: state.nowMs
  };
  return {
    state: {
      ...state,
      nextJob: state.nextJob + 1,
      ownNext: new Map(state.ownNext).set(wanted.chain, sequence + 1),
      jobs: [...state.jobs, job]
    },
    effects: [
      {
        type: 'seal',
        job: job.job,
        chain: job.chain,
        sequence,
        lastSeenHead: chainHead(chainOf(state, job.chain)),
        content: job.content
      }
    ]
  };
}

const logJob = (
  state: StaffRoomState,
  content: LogContent,
  decision: WriteJob['decision'] = null
): StaffRoomStep => startJob(state, { chain: LOG_CHAIN, content, copyOf: null, decision });

export const copyJob = (
  state: StaffRoomState,
  epochId: string,
  content: CopyContent
): StaffRoomStep =>
  startJob(state, { chain: epochId, content, copyOf: content.copyOf, decision: null });

/** Typing or seen, for one epoch [O5]. */
export function signalJob(
  state: StaffRoomState,
  epochId: string,
  kind: SignalKind,
  content: SignalContent
): StaffRoomStep {
  const lastSeenHead = chainHead(chainOf(state, epochId));
  const sequence = state.signalSequence;
  return {
    state: { ...state, signalSequence: sequence + 1 },
    effects: [{ type: 'seal-signal', epochId, kind, sequence, lastSeenHead, content }]
  };
}

/** Runs the outbox one step on and turns its effects into the room's. */
export function stepOutbox(state: StaffRoomState, event: OutboxEvent): StaffRoomStep {
  const step = reduceOutbox(state.outbox, event);
  let next: StaffRoomState = { ...state, outbox: step.outbox };
  const effects: StaffRoomEffect[] = [];
  for (const effect of step.effects) {
    switch (effect.type) {
      case 'transmit': {
        const { envelope, copyOf, decision } = effect.item;
        const frame = {
          t: 'append',
          ref: effect.ref,
          envelope,
          ...(copyOf === undefined ? {} : { copyOf }),
          ...(decision === undefined ? {} : { decision })
        } as const;
        effects.push({ type: 'transmit', frame });
        break;
      }
      case 'settle':
        effects.push({ type: 'unstore', item: effect.item });
        break;
      case 'give-up':
        next = giveUp(next, effect.item, effect.code);
        effects.push({ type: 'unstore', item: effect.item });
        break;
      case 'wake-at':
        effects.push({ type: 'wake-at', atMs: effect.atMs });
        break;
      case 'reload':
        next = { ...next, stored: 'reading' };
        effects.push({ type: 'load-outbox' });
    }
  }
  return { state: next, effects };
}

type GiveUpCode = Extract<OutboxEvent, { type: 'refused' }>['code'];

/** It can never arrive: a message is shown as not arrived, a copy is not tried again. */
function giveUp(state: StaffRoomState, item: OutboxItem, code: GiveUpCode): StaffRoomState {
  const job = jobOf(state, item);
  const jobs = state.jobs.filter((one) => one !== job);
  const barredCopies =
    item.copyOf === undefined
      ? state.barredCopies
      : new Set(state.barredCopies).add(`${item.chain}.${item.copyOf}`);
  const isCopy = item.copyOf !== undefined;
  const lost =
    job === undefined || isCopy
      ? state.lost
      : [...state.lost, { job: job.job, content: job.content as LogContent, code }];
  const lostOfOthers = state.lostOfOthers + (job === undefined && !isCopy ? 1 : 0);
  const next = { ...state, jobs, barredCopies, lost, lostOfOthers };
  return code === 'conflict' ? stop(next, 'conflict') : next;
}

const jobOf = (state: StaffRoomState, item: OutboxItem): WriteJob | undefined =>
  item.sender === state.sender
    ? state.jobs.find((one) => one.chain === item.chain && one.sequence === item.sequence)
    : undefined;

/** The seal is made: into the store, before anything else. */
export function onSealed(
  state: StaffRoomState,
  event: Extract<StaffRoomEvent, { type: 'sealed' }>
): StaffRoomStep {
  const job = state.jobs.find((one) => one.job === event.job && one.stage === 'sealing');
  if (job === undefined) return unchanged(state);
  const sealed: WriteJob = { ...job, stage: 'storing', hash: event.hash };
  const item: OutboxItem = {
    chain: job.chain,
    sender: state.sender,
    sequence: job.sequence,
    envelope: event.envelope,
    ...(job.copyOf === null ? {} : { copyOf: job.copyOf }),
    ...(job.decision === null ? {} : { decision: job.decision })
  };
  return {
    state: { ...state, jobs: state.jobs.map((one) => (one === job ? sealed : one)) },
    effects: [{ type: 'store', job: job.job, item }]
  };
}

export function onStored(
  state: StaffRoomState,
  event: Extract<StaffRoomEvent, { type: 'stored' }>
): StaffRoomStep {
  const jobs = state.jobs.map((one): WriteJob =>
    one.job === event.job ? { ...one, stage: 'on-its-way' } : one
  );
  return stepOutbox({ ...state, jobs }, { type: 'stored', items: [event.item] });
}

export function say(state: StaffRoomState, to: string, text: string): StaffRoomStep {
  const fits = text !== '' && utf8(text).length <= MAX_TEXT_BYTES;
  if (!fits || !canWrite(state) || !mayWriteTo(state, to))
    return { state, effects: [{ type: 'not-said', to, text }] };
  return logJob({ ...state, typing: null }, { t: 'say', to, text, writtenAtMs: state.nowMs });
}

/** An express choice to write to a device that is not confirmed, or after an exit [O6, J5]. */
export function choose(state: StaffRoomState, epochId: string): StaffRoomStep {
  const record = state.epochs.get(epochId);
  if (record === undefined || standingOf(state, record) !== 'live') return unchanged(state);
  const chosen = { ...record, chosenAtExits: exitCount(state) };
  return unchanged({ ...state, epochs: new Map(state.epochs).set(epochId, chosen) });
}

export function decide(
  state: StaffRoomState,
  epochId: string,
  verdict: 'confirm' | 'refuse'
): StaffRoomStep {
  const record = state.epochs.get(epochId);
  const underWay = state.jobs.some((one) => one.decision?.epochId === epochId);
  const may = verdict === 'refuse' ? canRefuse(state) : canWrite(state);
  if (record === undefined || !may || underWay) return unchanged(state);
  const standing = standingOf(state, record);
  const possible = verdict === 'confirm' ? standing === 'live' && record.keys === 'open' : true;
  if (!possible || standing === 'refused') return unchanged(state);
  const content = { t: 'decide', epochId, verdict, writtenAtMs: state.nowMs } as const;
  return logJob(state, content, { epochId, verdict });
}

export function resend(state: StaffRoomState, of: string, to: string): StaffRoomStep {
  const said = state.meaning.said.get(of);
  const underWay = state.jobs.some((one) => one.content.t === 'resend' && one.content.of === of);
  if (said === undefined || underWay || !canWrite(state)) return unchanged(state);
  if (!mayWriteTo(state, to) || !canResend(state, said)) return unchanged(state);
  return logJob(state, { t: 'resend', of, to, writtenAtMs: state.nowMs });
}

export function showEarlier(state: StaffRoomState, to: string): StaffRoomStep {
  const underWay = state.jobs.some(
    (one) => one.content.t === 'show-earlier' && one.content.to === to
  );
  if (underWay || !canWrite(state) || !mayShowEarlier(state, to)) return unchanged(state);
  return logJob(state, { t: 'show-earlier', to, writtenAtMs: state.nowMs });
}

/** Says that somebody is writing: at most every few seconds, and once when it stops. */
export function type(state: StaffRoomState, to: string, on: boolean): StaffRoomStep {
  if (state.line !== 'up' || !canWrite(state) || !mayWriteTo(state, to)) return unchanged(state);
  const held = state.typing?.to === to ? state.typing : null;
  if (on && held !== null && state.nowMs - held.atMs < TYPING_AGAIN_MS) return unchanged(state);
  if (!on && held === null) return unchanged(state);
  const typing = on ? { to, atMs: state.nowMs } : null;
  return signalJob({ ...state, typing }, to, 'typing', { t: 'typing', on, atMs: state.nowMs });
}
