// Which screen the conversation needs, whenever its state changes. Pure. Rules: J4, P2, R6.
import { judgeRefusal } from './door-problem.ts';
import { askForMessage, close, forgetPasted, look, watch, type PageWork } from './page-door.ts';
import type { GuestState } from './state.ts';

export function follow(w: PageWork, talk: GuestState): void {
  const { s } = w;
  const { phase, refusal, away } = talk;
  // What is to be said then comes with a part of its own.
  if (talk.outdated || talk.joinWait || !talk.recognised || phase === 'over')
    w.out.push({ type: 'load-left' });
  if (phase === 'live' || phase === 'resuming' || phase === 'over') {
    s.opening = null;
    s.typed = '';
    s.screen = 'talk';
    if (s.watching) watch(w, null);
  } else if (phase !== 'idle') return;
  else if (refusal && refusal !== s.refusal) {
    s.refusal = refusal;
    s.opening = null;
    s.screen = 'door';
    const judged = judgeRefusal(refusal);
    if ('problem' in judged) s.problem = judged.problem;
    // How a room ended stands in its face: a lapsed invitation has words of its own.
    else if (judged.closed === 'ended') look(w, 'ended');
    else close(w, judged.closed);
    if (s.problem?.type === 'locked') {
      watch(w, 'lock');
      // At once too: staff may be quicker than the first interval.
      look(w, 'lock');
    }
  } else if (away && s.screen === 'talk') {
    s.typed = '';
    s.room = s.invitation = null;
    if (away === 'newer') close(w, 'outdated');
    else {
      forgetPasted(s);
      askForMessage(w);
    }
    if (away === 'unreadable') w.out.push({ type: 'load-left' });
  }
}
