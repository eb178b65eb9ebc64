// The young person's conversation: reduceGuest(state, event) → {state, effects}. Every decision is made
// here and in the files that this one calls. The shell only runs effects and returns their results in any
// order. Events bring time and randomness. Pure. Rules: J3–J5, J8, O1–O6, P2, R6.
import { stepOf, workOn } from '#lib/core/work.ts';
import { startChain } from '#lib/sync/core/chain-view.ts';
import { fromBase64url } from '#lib/crypto/primitives/bytes.ts';
import { meetRemembered } from './chain.ts';
import type { GuestEffect, GuestEvent, GuestStep } from './events.ts';
import { judgeEnd, lineDown, saveBox, takeFrame, takeSigned, tryLater } from './connection.ts';
import { hide, judgeAttended, show, tick } from './presence.ts';
import { takeDraft } from './draft.ts';
import { judgeOnlyHere } from './only-here.ts';
import { pumpOpening, pumpSeen, takeOpened, takeSignal, takeWaiting } from './reading.ts';
import { initialGuest, type GuestState } from './state.ts';
import { finish, saidUnsealed, suspend, send, takeRef, type Work } from './work.ts';
import {
  lookAgain,
  pumpWriting,
  sealFailed,
  takeLoaded,
  takePutBack,
  takeSealed,
  takeStored,
  takeUnreadable,
  write
} from './writing.ts';

export { nextWakeMs } from './presence.ts';
export { initialGuest } from './state.ts';
export type { GuestState } from './state.ts';
export type { GuestEffect, GuestEvent } from './events.ts';

/** One step. The shell runs the effects in the order given. */
export function reduceGuest(state: GuestState, event: GuestEvent): GuestStep {
  const w = workOn<GuestState, GuestEffect>(state, event.nowMs);
  handle(w, event);
  pumpOpening(w);
  pumpWriting(w);
  pumpSeen(w);
  judgeAttended(w);
  judgeOnlyHere(w);
  return stepOf(w);
}

function handle(w: Work, event: GuestEvent): void {
  switch (event.type) {
    case 'begin':
      return enterPlace(w, event, { phase: 'joining', hasKeys: true, join: event.join });
    case 'return':
      return enterPlace(w, event, { phase: 'resuming', hasKeys: false, join: null });
    case 'up':
      w.s.up = true;
      return;
    case 'down':
      return lineDown(w, event.code, event.willRetry);
    case 'frame':
      return takeFrame(w, event.frame);
    case 'signed':
      return takeSigned(w, event.proof, event.challenge, event.sig);
    case 'sign-failed':
      // This phone's key does not answer: link and code lead back, and what is here stays [R6].
      if (w.s.phase === 'resuming') suspend(w, 'unreadable');
      else if (w.s.phase === 'live' || w.s.phase === 'joining') tryLater(w, null);
      return;
    case 'end-judged':
      return judgeEnd(w, event.end);
    case 'outdated':
      w.s.outdated = true;
      return;
    case 'opened':
      return takeOpened(w, event.n, event.content);
    case 'waiting-opened':
      return takeWaiting(w, event.key, event.content);
    case 'sealed':
      return takeSealed(w, event.id, event.envelope, event.hash);
    case 'seal-failed':
      return sealFailed(w, event.id);
    case 'stored':
      return takeStored(w, event.item, event.durable);
    case 'outbox-loaded':
      return takeLoaded(w, event.items);
    case 'outbox-unreadable':
      return takeUnreadable(w);
    case 'store-cut':
      return lookAgain(w);
    case 'put-back':
      return takePutBack(w, event.items);
    case 'signal-opened':
      if (w.s.phase === 'live') takeSignal(w, event.kind, event.content);
      return;
    case 'signal-sealed':
      if (w.s.proved && w.s.phase === 'live')
        send(w, { t: 'signal', kind: event.kind, sealed: event.sealed });
      return;
    case 'resume-opened':
      return resumeOpened(w, event);
    case 'resume-failed':
      if (w.s.phase === 'resuming') suspend(w, event.why);
      return;
    case 'box-saved':
      if (event.share === null || !w.s.proved) return;
      w.s.depositRef = takeRef(w);
      return send(w, { t: 'deposit', ref: w.s.depositRef, share: event.share });
    case 'write':
      return write(w, event.id, event.text);
    case 'draft':
      return takeDraft(w, event.text);
    case 'attentive':
      w.s.attentive = event.on;
      return;
    case 'keep':
      return saveBox(w, false);
    case 'hidden':
      return hide(w);
    case 'visible':
      return show(w);
    case 'end':
      if (!w.s.proved) return;
      w.s.endRef = takeRef(w);
      return send(w, { t: 'end', ref: w.s.endRef });
    case 'use-here':
      if (w.s.over?.why !== 'taken-over') return;
      w.s.over = null;
      w.s.phase = w.s.hasKeys ? 'live' : 'resuming';
      w.out.push({ type: 'connect' });
      return;
    case 'leave':
      // Whatever the phase was, taken over or ended: from here on the page sends and keeps nothing.
      if (w.s.phase === 'over') w.s.phase = 'idle';
      finish(w, { why: 'left' });
      w.s.underWay = [];
      w.s.opening = [];
      w.s.messages = [];
      w.s.draft = '';
      return;
    case 'tick':
      return tick(w);
  }
}

type Entering = Extract<GuestEvent, { type: 'begin' | 'return' }>;

/** Starts a new epoch, or resumes one. Keeps what was written and never sealed [O4]. */
function enterPlace(
  w: Work,
  event: Entering,
  how: Pick<GuestState, 'phase' | 'hasKeys' | 'join'>
): void {
  const { draft, hiddenSinceMs, attentive, nextRef } = w.s;
  Object.assign(w.s, {
    ...initialGuest,
    ...how,
    ...saidUnsealed(w),
    nextRef,
    draft,
    hiddenSinceMs,
    attentive,
    roomId: event.roomId,
    epochId: event.epochId,
    deviceKey: event.deviceKey,
    recognised: event.recognised,
    outdated: w.s.outdated,
    sender: event.sender,
    resumeWindowMs: event.resumeWindowMs,
    unattendedMs: event.unattendedMs,
    lostAtMs: event.nowMs,
    chain: startChain(fromBase64url(event.roomId), fromBase64url(event.epochId))
  } satisfies Partial<GuestState>);
  w.out.push({ type: 'connect' });
}

function resumeOpened(w: Work, event: Extract<GuestEvent, { type: 'resume-opened' }>): void {
  if (w.s.phase !== 'resuming') return;
  w.s.phase = 'live';
  w.s.hasKeys = true;
  w.s.away = null;
  w.s.resumeWindowMs = event.resumeWindowMs;
  w.s.unattendedMs = event.unattendedMs;
  if (w.s.draft === '') w.s.draft = event.draft;
  w.out.push({ type: 'remember-place' }, { type: 'load-outbox' });
  if (w.s.sealedSeen !== null)
    w.out.push({ type: 'open-signal', kind: 'seen', sealed: w.s.sealedSeen });
  if (w.s.proved) {
    meetRemembered(w, event.tip);
    saveBox(w, true);
  } else w.s.rememberedTip = event.tip;
}
