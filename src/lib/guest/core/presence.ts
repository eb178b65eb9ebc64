// Whether a person looks at the page: hidden, visible, waiting for staff. A page that was hidden for longer
// than the resume window drops everything by itself. Pure. Rules: O5, P2, P3, R2.
import { UNTIL_READ } from '#lib/sync/core/outbox.ts';
import { isSealed } from './under-way.ts';
import { checkGap, GAP_PATIENCE_MS } from './chain.ts';
import { retryLine, saveBox } from './connection.ts';
import { stopTyping } from './draft.ts';
import type { GuestState } from './state.ts';
import { suspend, stepOutbox, type Work } from './work.ts';
import { loadAgain, lookAgain } from './writing.ts';

/** A box older than the chain is written again after this. */
const BOX_AFTER_MS = 1_500;

export function hide(w: Work): void {
  w.s.hiddenSinceMs ??= w.nowMs;
  stopTyping(w);
  saveBox(w, false);
}

/**
 * Whether the page holds something that must not outlast the window: a root, a way back to one, or content.
 */
const holdsSomething = (s: GuestState): boolean =>
  s.hasKeys ||
  s.phase === 'live' ||
  s.phase === 'resuming' ||
  s.phase === 'joining' ||
  s.messages.length > 0 ||
  s.draft !== '';

/** Visible again, or a tick while hidden: after too long nothing stays [P2]. */
function checkHidden(w: Work): void {
  const since = w.s.hiddenSinceMs;
  if (since === null || w.nowMs - since < w.s.resumeWindowMs || !holdsSomething(w.s)) return;
  if (w.s.phase === 'live' || w.s.phase === 'resuming' || w.s.phase === 'joining')
    suspend(w, 'hidden-too-long');
  else clearOver(w);
}

function clearOver(w: Work): void {
  w.s.messages = [];
  w.s.underWay = w.s.underWay.filter(isSealed);
  w.s.opening = [];
  w.s.draft = '';
  if (w.s.over?.why === 'taken-over') {
    w.s.over = null;
    w.s.phase = 'idle';
    w.s.away = 'hidden-too-long';
  }
  // Also without keys: a seal may have lost them, and the way back to them is still here.
  w.out.push({ type: 'drop-keys', box: 'drop' });
  w.s.hasKeys = false;
}

export function show(w: Work): void {
  checkHidden(w);
  w.s.hiddenSinceMs = null;
  lookAgain(w);
}

/** Everything that depends on time alone. */
export function tick(w: Work): void {
  checkHidden(w);
  checkGap(w);
  retryLine(w);
  loadAgain(w);
  if (w.s.typingUntilMs !== null && w.nowMs >= w.s.typingUntilMs) stopTyping(w);
  if (w.s.staffTypingUntilMs !== null && w.nowMs >= w.s.staffTypingUntilMs)
    w.s.staffTypingUntilMs = null;
  if (w.s.outbox.holdUntilMs > 0 && w.nowMs >= w.s.outbox.holdUntilMs)
    stepOutbox(w, { type: 'hold-over', nowMs: w.nowMs });
  const boxAtMs = boxDue(w.s);
  if (boxAtMs !== null && w.nowMs >= boxAtMs) saveBox(w, false);
}

const boxDue = (s: GuestState): number | null =>
  s.boxStale && s.phase === 'live' && s.hasKeys ? s.boxSavedAtMs + BOX_AFTER_MS : null;

/** Whether nobody of staff has been there for too long; reset when somebody is. */
export function judgeAttended(w: Work): void {
  const dueMs = unattendedDue(w.s);
  w.s.unattended = dueMs !== null && w.nowMs >= dueMs;
}

const unattendedDue = (s: GuestState): number | null =>
  s.phase === 'live' && s.staffHere === false ? s.staffSinceMs + s.unattendedMs : null;

/** When the shell should send the next `tick`; null: no timer is needed. */
export function nextWakeMs(s: GuestState): number | null {
  const times = [
    s.hiddenSinceMs === null || !holdsSomething(s) ? null : s.hiddenSinceMs + s.resumeWindowMs,
    s.gapSinceMs === null ? null : s.gapSinceMs + GAP_PATIENCE_MS,
    s.retryLineAtMs,
    s.reload?.atMs ?? null,
    s.typingUntilMs,
    s.staffTypingUntilMs,
    s.outbox.holdUntilMs > UNTIL_READ ? s.outbox.holdUntilMs : null,
    boxDue(s),
    s.unattended ? null : unattendedDue(s)
  ].filter((atMs) => atMs !== null);
  return times.length === 0 ? null : Math.min(...times);
}
