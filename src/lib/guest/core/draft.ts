// The draft: the text in the field that is not sent yet. The resume box keeps it
// (runtime/resume-boxes.ts), and staff see that somebody is writing. Pure. Rules: O5, P1.
import { sendSignal } from './reading.ts';
import type { Work } from './work.ts';

/** How often "is writing" is repeated, and the pause that ends it. */
const TYPING_AGAIN_MS = 4_000;
const TYPING_PAUSE_MS = 6_000;

export function takeDraft(w: Work, text: string): void {
  const writing = text.trim() !== '' && text.length !== w.s.draft.length;
  w.s.draft = text;
  w.s.boxStale = true;
  if (text.trim() === '') return stopTyping(w);
  if (!writing || !w.s.proved || !w.s.hasKeys) return;
  w.s.typingUntilMs = w.nowMs + TYPING_PAUSE_MS;
  if (w.s.typingSentMs !== null && w.nowMs - w.s.typingSentMs < TYPING_AGAIN_MS) return;
  w.s.typingSentMs = w.nowMs;
  sendSignal(w, 'typing', { t: 'typing', on: true, atMs: w.nowMs });
}

export function stopTyping(w: Work): void {
  const said = w.s.typingSentMs !== null;
  w.s.typingSentMs = null;
  w.s.typingUntilMs = null;
  if (said && w.s.proved && w.s.hasKeys)
    sendSignal(w, 'typing', { t: 'typing', on: false, atMs: w.nowMs });
}
