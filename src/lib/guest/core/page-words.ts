// What is typed and pasted on a guest page, and what is made ahead meanwhile. Pure. Rules: J4, L5.
import { retryAtOf } from './door-problem.ts';
import { hasPieceOfLink } from './message-shape.ts';
import { forgetPasted, watch, type PageWork } from './page-door.ts';
import type { PageEvent } from './page-state.ts';

/** A token, words, or both, out of whatever was pasted [L5]. */
export function takeRead({ s }: PageWork, event: Extract<PageEvent, { type: 'read' }>): void {
  const { text, found } = event;
  if (found?.words) s.typed = found.words.join(' ');
  if (found?.token) s.problem = null;
  const taken = found !== null && (found.token !== null || s.invitation !== null);
  if (s.screen === 'paste') {
    if (taken) forgetPasted(s);
    // What was refused as far too much is not in the field: that stays said.
    else if (text !== '' || s.pasteProblem !== 'too-long')
      s.pasteProblem = hasPieceOfLink(text) ? 'cut-off' : 'nothing';
  } else if (!taken && s.typed === text) s.problem = { type: 'how-many', n: 9 };
}

/** Typing on clears what was said about the last try, save what still holds. */
export function typedOn(w: PageWork): void {
  const { s } = w;
  if (/\S\s+\S/.test(s.typed)) prepare(w);
  const { problem } = s;
  if (problem?.type === 'locked' || problem?.type === 'wait' || problem?.type === 'insecure')
    return;
  watch(w, null);
  const retryAtMs = retryAtOf(problem) ?? 0;
  s.problem = retryAtMs > w.nowMs ? { type: 'wait', retryAtMs } : null;
}

/** The conversation's part of the page, while the words are being typed. */
export function prepare({ s, out }: PageWork): void {
  if (s.invitation && !s.lack && s.screen !== 'closed' && s.screen !== 'in-app')
    out.push({ type: 'prepare' });
}
