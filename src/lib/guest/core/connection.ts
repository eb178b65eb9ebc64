// ⑤ The page's side of the conversation with the room: prove the device, join or resume, and handle the
// room's frames. A frame that does not answer a request of this page is ignored. That the room no longer
// exists is believed only when it says so again over HTTP. Pure. Rules: J3, J4, J8, J9, P2, O4, O6, R3, R6.
import { CLOSE, type ErrorCode } from '#lib/protocol/codes.ts';
import type { GuestRefusal, ToGuestFrame } from '#lib/protocol/guest-wire.ts';
import { PROTOCOL_VERSION } from '#lib/protocol/limits.ts';
import type { RoomLife } from '#lib/protocol/room-view.ts';
import { chainHead, chainLength } from '#lib/sync/core/chain-view.ts';
import { byRef } from '#lib/sync/core/outbox.ts';
import { meetSignal } from './reading.ts';
import { meetTip, takeEntries, takeReceipt, tamper } from './chain.ts';
import type { Proof } from './events.ts';
import { endAs, type RoomEnd } from '#lib/sync/core/room-end.ts';
import {
  askAgain,
  dropLine,
  finish,
  holdOutbox,
  suspend,
  send,
  stepOutbox,
  takeRef,
  type Work
} from './work.ts';

/** Delay before a retry when a refusal names no time. */
const TRY_AGAIN_MS = 5_000;
/** The room speaks a later version; a rollback may bring it back to this page's. */
const OUTDATED_AGAIN_MS = 60_000;

export function lineDown(w: Work, code: number, willRetry: boolean): void {
  if (w.s.phase === 'idle' || w.s.phase === 'over') {
    w.s.up = false;
    return;
  }
  dropLine(w);
  if (willRetry) return;
  if (code === CLOSE.gone || code === CLOSE.ended) return doubt(w);
  finish(w, { why: code === CLOSE.takenOver ? 'taken-over' : 'refused' });
}

/** The room says that it no longer exists. Nothing is deleted before that is certain [R6]. */
function doubt(w: Work): void {
  if (w.s.doubted) return;
  w.s.doubted = true;
  dropLine(w);
  w.out.push({ type: 'disconnect' }, { type: 'ask-end' });
}

/** The room's answer about its end. The shell also asks by itself when no line comes up. */
export function judgeEnd(w: Work, end: RoomEnd | null): void {
  const { doubted } = w.s;
  w.s.doubted = false;
  if (w.s.phase === 'idle' || w.s.phase === 'over') return;
  // The room is there after all.
  if (w.s.proved || (!doubted && w.s.up)) return;
  if (end === null) return doubted ? tryLater(w, null) : undefined;
  if (w.s.phase === 'joining')
    refuseJoin(w, { t: 'refused', code: end === 'gone' ? 'gone' : 'ended' });
  else finish(w, { why: end });
}

/** The device key has signed the challenge: sends the first frame of this connection. */
export function takeSigned(w: Work, proof: Proof, challenge: string, sig: string): void {
  if (!w.s.up || w.s.challenge !== challenge || w.s.entryRef !== null) return;
  const { phase, join } = w.s;
  if (proof === 'join' && phase === 'joining' && join !== null) {
    w.s.entryRef = takeRef(w);
    send(w, {
      t: 'join',
      v: PROTOCOL_VERSION,
      ref: w.s.entryRef,
      deviceKey: w.s.deviceKey,
      sig,
      ...join
    });
  }
  if (proof === 'resume' && (phase === 'live' || phase === 'resuming')) {
    w.s.entryRef = takeRef(w);
    send(w, {
      t: 'resume',
      v: PROTOCOL_VERSION,
      ref: w.s.entryRef,
      epochId: w.s.epochId,
      deviceKey: w.s.deviceKey,
      sig,
      have: chainLength(w.s.chain),
      wantShare: phase === 'resuming'
    });
  }
}

export function takeFrame(w: Work, frame: ToGuestFrame): void {
  if (!w.s.up || w.s.phase === 'idle' || w.s.phase === 'over') return;
  switch (frame.t) {
    case 'challenge':
      w.s.challenge = frame.challenge;
      w.s.skewMs = frame.nowMs - w.nowMs;
      // The room asked for patience: the page opens a fresh line when the time has come.
      if (w.s.retryLineAtMs !== null && w.nowMs < w.s.retryLineAtMs) return;
      w.out.push({
        type: 'sign',
        proof: w.s.phase === 'joining' ? 'join' : 'resume',
        challenge: frame.challenge
      });
      return;
    case 'joined':
      if (w.s.phase !== 'joining' || frame.ref !== w.s.entryRef) return;
      if (frame.epochId !== w.s.epochId) return tamper(w, 'forged');
      w.s.phase = 'live';
      w.s.away = null;
      w.s.refusal = null;
      w.s.joinWait = null;
      w.s.join = null;
      w.out.push({ type: 'remember-place' }, { type: 'load-outbox' });
      saveBox(w, false);
      return acceptStart(w, frame.tip, frame.life);
    case 'resumed':
      if (frame.ref !== w.s.entryRef || frame.epochId !== w.s.epochId) return;
      if (w.s.phase === 'resuming') {
        if (frame.share === null) return suspend(w, 'resume-expired');
        w.out.push({ type: 'open-resume', share: frame.share });
      } else {
        saveBox(w, true);
        w.out.push({ type: 'load-outbox' });
      }
      return acceptStart(w, frame.tip, frame.life);
    case 'done':
      if (frame.ref === w.s.depositRef) {
        w.s.depositRef = null;
        w.out.push({ type: 'adopt-share' });
      }
      if (frame.ref === w.s.endRef) finish(w, { why: 'ended' });
      return;
    case 'entries':
      return takeEntries(w, frame.items, frame.more);
    case 'receipt': {
      const item = byRef(w.s.outbox, frame.ref);
      if (item === null) return;
      if (item.chain === w.s.epochId && !takeReceipt(w, frame, item)) return;
      if (w.s.up) stepOutbox(w, { type: 'receipt', ref: frame.ref });
      return;
    }
    case 'signal':
      return meetSignal(w, frame);
    case 'presence':
      w.s.staffHere = frame.staff;
      w.s.staffSinceMs = frame.sinceMs - w.s.skewMs;
      return;
    case 'life':
      return takeLife(w, frame.life);
    case 'refused':
      return takeRefused(w, frame);
  }
}

/** The epoch is accepted on this connection: what waits may be sent. */
function acceptStart(w: Work, tip: { n: number; head: string }, life: RoomLife): void {
  w.s.proved = true;
  w.s.lostAtMs = null;
  w.s.entryRef = null;
  w.s.retryLineAtMs = null;
  w.s.seenSentN = 0;
  w.s.typingSentMs = null;
  meetTip(w, tip);
  takeLife(w, life);
  if (w.s.phase !== 'over' && w.s.up) stepOutbox(w, { type: 'ready' });
}

function takeLife(w: Work, life: RoomLife): void {
  w.s.life = life;
  if (life.state === 'closed') finish(w, { why: endAs(life.endReason) });
}

export function saveBox(w: Work, fresh: boolean): void {
  if (w.s.phase !== 'live' || !w.s.hasKeys) return;
  w.s.boxStale = false;
  w.s.boxSavedAtMs = w.nowMs;
  const tip = { n: chainLength(w.s.chain), head: chainHead(w.s.chain) };
  w.out.push({ type: 'save-box', fresh, tip, draft: w.s.draft });
}

function takeRefused(w: Work, frame: GuestRefusal): void {
  const { ref, code } = frame;
  if (ref !== undefined && w.s.outbox.underWay.has(ref)) return refuseAppend(w, ref, frame);
  if (ref !== undefined && ref !== w.s.entryRef) {
    if (ref === w.s.depositRef) w.s.depositRef = null;
    if (ref === w.s.endRef) w.s.endRef = null;
    if (w.s.proved && isEnd(code)) refuseEntry(w, frame);
    return;
  }
  // Without a ref it is about this connection, or about the frame that was to prove it.
  if (ref === undefined && w.s.proved && !isEnd(code)) return;
  refuseEntry(w, frame);
}

const isEnd = (code: ErrorCode): boolean =>
  code === 'ended' || code === 'gone' || code === 'epoch-refused' || code === 'epoch-closed';

function refuseAppend(w: Work, ref: number, frame: GuestRefusal): void {
  const key = w.s.outbox.underWay.get(ref) ?? '';
  const own = key.startsWith(`${w.s.epochId}.`);
  if (own && frame.code === 'conflict') return tamper(w, 'conflict');
  const ofRoom = frame.code === 'gone' || frame.code === 'ended';
  if ((own && isEnd(frame.code)) || ofRoom) return refuseEntry(w, frame);
  if (frame.code === 'unsupported-version') w.s.outdated = true;
  // An earlier epoch's envelope that this device may not deliver can never be delivered.
  const hopeless = !own && (frame.code === 'not-proved' || frame.code === 'bad-proof');
  const retryAtMs =
    frame.retryAtMs === undefined ? {} : { retryAtMs: frame.retryAtMs - w.s.skewMs };
  stepOutbox(w, {
    type: 'refused',
    ref,
    code: hopeless ? 'not-allowed' : frame.code,
    ...retryAtMs
  });
  if (!w.s.outbox.ready && w.s.proved) holdOutbox(w);
}

const localTime = (w: Work, { retryAtMs }: GuestRefusal): number | null =>
  retryAtMs === undefined ? null : retryAtMs - w.s.skewMs;

/** Not now: the same words are retried automatically, and the screen says so. */
function joinLater(w: Work, frame: GuestRefusal): void {
  const { code } = frame;
  tryLater(w, localTime(w, frame));
  if (code === 'wait' || code === 'slow-down' || code === 'unavailable')
    w.s.joinWait = { code, untilMs: w.s.retryLineAtMs ?? w.nowMs };
}

/** These words do not open this room now; the code screen shows why. */
function refuseJoin(w: Work, frame: GuestRefusal): void {
  const { code, left = null } = frame;
  w.s.phase = 'idle';
  w.s.hasKeys = false;
  w.s.join = null;
  w.s.joinWait = null;
  w.s.retryLineAtMs = null;
  w.s.refusal = { code, left, retryAtMs: localTime(w, frame) };
  dropLine(w);
  w.out.push({ type: 'drop-keys', box: 'drop' }, { type: 'disconnect' });
}

const NOT_NOW: ReadonlySet<ErrorCode> = new Set(['unavailable', 'slow-down', 'wait', 'not-proved']);

/** The room does not let this page in, or no longer does. */
function refuseEntry(w: Work, frame: GuestRefusal): void {
  const { code } = frame;
  w.s.entryRef = null;
  if (code === 'gone') return doubt(w);
  if (w.s.phase === 'joining')
    return NOT_NOW.has(code) ? joinLater(w, frame) : refuseJoin(w, frame);
  switch (code) {
    case 'ended':
      return finish(w, { why: endAs(frame.endReason ?? null) });
    case 'epoch-refused':
      return finish(w, { why: 'refused' });
    case 'epoch-closed':
      return finish(w, { why: w.s.endRef === null ? 'replaced' : 'ended' });
    case 'resume-expired':
    case 'bad-proof':
      return suspend(w, 'resume-expired');
    case 'unsupported-version':
      w.s.outdated = true;
      return tryLater(w, w.nowMs + OUTDATED_AGAIN_MS);
    default:
      return tryLater(w, localTime(w, frame));
  }
}

export function tryLater(w: Work, atMs: number | null): void {
  w.s.retryLineAtMs = Math.max(atMs ?? w.nowMs + TRY_AGAIN_MS, w.nowMs + 1);
}

/** Called by the tick: the wait is over, the page may prove itself again. */
export function retryLine(w: Work): void {
  if (w.s.retryLineAtMs === null || w.nowMs < w.s.retryLineAtMs) return;
  w.s.retryLineAtMs = null;
  if (!w.s.proved && (w.s.phase === 'live' || w.s.phase === 'joining' || w.s.phase === 'resuming'))
    askAgain(w);
}
