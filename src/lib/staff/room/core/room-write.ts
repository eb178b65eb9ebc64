// ③④ What a staff page writes into a room: signed log entries, copies of them for one epoch, signals. This
// file assigns the numbers, one by one; sealing is an effect, and room-outbox.ts sends the result. Pure.
// Rules: J5, J7, O5, O6, R8, S5.
import { utf8 } from '#lib/crypto/primitives/bytes.ts';
import type { CopyContent, SignalContent } from '#lib/protocol/content.ts';
import type { LogContent } from '#lib/protocol/log-content.ts';
import type { SignalKind } from '#lib/protocol/guest-wire.ts';
import { MAX_TEXT_BYTES } from '#lib/protocol/limits.ts';
import { chainHead } from '#lib/sync/core/chain-view.ts';
import { canResend, exitCount, mayShowEarlier, mayWriteTo, standingOf } from './room-addressee.ts';
import { chainOf, LOG_CHAIN, logIsWhole } from './room-chain.ts';
import { changeJob, setEpoch, wakeAt, type Work } from './room-work.ts';
import type { StaffRoomState, WriteJob } from './room-types.ts';

/** Delay before a seal that failed is requested again. */
const SEAL_AGAIN_MS = 3_000;

/** Typing is repeated after this while it goes on, and counts for twice as long. */
export const TYPING_AGAIN_MS = 4_000;

/**
 * Refusing is possible: it only makes staff more careful, so it is allowed when something may be hidden.
 */
export const canRefuse = (state: StaffRoomState): boolean =>
  state.right === 'live' &&
  state.over === null &&
  state.stopped === null &&
  state.keys === 'open' &&
  state.life !== null &&
  state.life.state !== 'closed' &&
  state.known;

/** Writing is possible: a living room without a stopping fault, open keys, the whole history known. */
export const canWrite = (state: StaffRoomState): boolean => canRefuse(state) && logIsWhole(state);

type Wanted = Pick<WriteJob, 'chain' | 'content' | 'copyOf' | 'decision'>;

/** Gives a job of ours the next number of its chain, and requests the seal. */
function startJob(w: Work, wanted: Wanted): void {
  const { chain } = wanted;
  const job = w.s.nextJob;
  const sequence = w.s.ownNext.get(chain) ?? 0;
  w.s.nextJob = job + 1;
  w.s.ownNext = new Map(w.s.ownNext).set(chain, sequence + 1);
  const held = { stage: 'held', hash: null, headNumber: 0 } as const;
  w.s.jobs = [...w.s.jobs, { ...wanted, ...held, job, sequence }];
  sealHeld(w);
}

/** Requests the seal of what is held. */
export function sealHeld(w: Work): void {
  for (const { job, stage, chain, sequence, content } of w.s.jobs) {
    if (stage !== 'held') continue;
    changeJob(w, job, { stage: 'sealing' });
    const lastSeenHead = chainHead(chainOf(w.s, chain));
    w.out.push({ type: 'seal', job, chain, sequence, lastSeenHead, content });
  }
}

/** Keeps its number, since later ones may be given already, and is sealed again a little later [O1, O3]. */
export function onSealFailed(w: Work, job: number): void {
  const failed = w.s.jobs.some((one) => one.job === job && one.stage === 'sealing');
  if (!failed || w.s.over !== null) return;
  changeJob(w, job, { stage: 'held' });
  wakeAt(w, w.nowMs + SEAL_AGAIN_MS);
}

export const logJob = (w: Work, content: LogContent, decision: WriteJob['decision'] = null): void =>
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

export function say(w: Work, to: string, text: string): void {
  const fits = text !== '' && utf8(text).length <= MAX_TEXT_BYTES;
  if (!fits || !canWrite(w.s) || !mayWriteTo(w.s, to)) {
    w.out.push({ type: 'not-said', text, to });
    return;
  }
  w.s.typing = null;
  logJob(w, { t: 'say', to, text, writtenAtMs: w.nowMs, upTo: w.s.understood });
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

/** Signals that somebody is typing: at most every few seconds, and once when it stops. */
export function type(w: Work, to: string, on: boolean): void {
  if (w.s.line !== 'up' || !canWrite(w.s) || !mayWriteTo(w.s, to)) return;
  const held = w.s.typing?.to === to ? w.s.typing : null;
  if (on && held !== null && w.nowMs - held.atMs < TYPING_AGAIN_MS) return;
  if (!on && held === null) return;
  w.s.typing = on ? { to, atMs: w.nowMs } : null;
  signalJob(w, to, 'typing', { t: 'typing', on, atMs: w.nowMs });
}
