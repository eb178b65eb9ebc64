// Which screen the conversation needs, whenever its state changes. Pure. Rules: J4, P2, R3, R6.
import { judgeRefusal, type Closed } from './door-problem.ts';
import { askForMessage, close, forgetPasted, look, watch, type PageWork } from './page-door.ts';
import type { GuestState } from './state.ts';

export function follow(w: PageWork, talk: GuestState): void {
  const { phase } = talk;
  // What is to be said then comes with a part of its own.
  if (talk.outdated || talk.joinWait || !talk.recognised || phase === 'over')
    w.out.push({ type: 'load-left' });
  if (phase === 'live' || phase === 'resuming') showTalk(w);
  else if (phase === 'over') followEnd(w, talk);
  else if (phase === 'idle') followRest(w, talk);
}

function showTalk(w: PageWork): void {
  const { s } = w;
  s.opening = null;
  s.typed = '';
  s.screen = 'talk';
  if (s.watching) watch(w, null);
}

/** How it ended, where nothing of it can be read here: an empty conversation would say less. */
const closedBy = ({ over, hasKeys, messages }: GuestState): Closed | null =>
  over === null ||
  over.why === 'taken-over' ||
  over.why === 'tampering' ||
  over.why === 'left' ||
  hasKeys ||
  messages.some((one) => one.from === 'staff' || one.step !== 'lost')
    ? null
    : over.why;

/** Each end is heeded once: then the person may have gone on to another message [L5]. */
function followEnd(w: PageWork, talk: GuestState): void {
  const { s } = w;
  if (talk.over !== null && talk.over === s.over && s.screen !== 'talk') return;
  s.over = talk.over;
  const closed = closedBy(talk);
  if (closed === null) showTalk(w);
  else close(w, closed);
}

function followRest(w: PageWork, { refusal, away }: GuestState): void {
  const { s } = w;
  if (refusal && refusal !== s.refusal) {
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
