// The young person's page until somebody talks: reducePage(state, event) → {state, effects}. Which screen
// stands, what is said on it, when the door opens. The shell (entry/guest-page.svelte.ts) reads, asks and
// loads. Pure. Rules: L4, L5, L6, B1, J1, J4, P2, E1, R6.
import { stepOf, workOn, type Step } from '#lib/core/work.ts';
import { MAX_PASTED } from '#lib/protocol/limits.ts';
import { looksLikeMessage } from './message-shape.ts';
import {
  askForMessage,
  close,
  forgetPasted,
  look,
  open,
  takeChecked,
  takeFailed,
  takeFound,
  watch,
  type PageWork
} from './page-door.ts';
import type { PageEffect, PageEvent, PageState } from './page-state.ts';
import { follow } from './page-talk.ts';
import { prepare, takeRead, typedOn } from './page-words.ts';

export const initialPage: PageState = {
  screen: 'door',
  closed: 'gone',
  closing: false,
  typed: '',
  pasted: '',
  pasteProblem: null,
  problem: null,
  lack: null,
  reading: true,
  invitation: null,
  misfit: null,
  several: false,
  room: null,
  opening: null,
  watching: null,
  blocked: false,
  unreadable: false,
  refusal: null,
  over: null,
  left: false
};

/** One step. The shell runs the effects in the order given. */
export function reducePage(state: PageState, event: PageEvent): Step<PageState, PageEffect> {
  const w = workOn<PageState, PageEffect>(state, event.nowMs);
  if (!state.left) handle(w, event);
  return stepOf(w);
}

function handle(w: PageWork, event: PageEvent): void {
  const { s } = w;
  switch (event.type) {
    case 'start':
      s.lack = event.lack;
      if (s.lack) s.problem = { type: s.lack };
      return;
    case 'returned':
      if (event.way === 'back') s.screen = 'talk';
      if (event.way === 'newer') close(w, 'outdated');
      s.unreadable = event.way === 'unreadable';
      if (s.unreadable) w.out.push({ type: 'load-left' });
      return;
    case 'no-link':
      s.reading = false;
      s.opening = null;
      if (event.cut) s.pasteProblem = 'cut-off';
      return askForMessage(w);
    case 'arrived':
      s.screen = event.inApp ? 'in-app' : 'door';
      s.invitation = event.invitation;
      s.several = event.several;
      s.reading = true;
      s.room = null;
      s.closing = false;
      // A press from before the scripts had come does not choose to stay in the app [B1].
      if (event.inApp || s.opening?.words) s.opening = null;
      watch(w, null);
      return look(w);
    case 'read':
      return takeRead(w, event);
    case 'typed':
      s.typed = event.text;
      // Also what was pasted before any script ran [L5].
      if (looksLikeMessage(s.typed)) w.out.push({ type: 'read', text: s.typed });
      return;
    case 'typed-on':
      return typedOn(w);
    case 'pasted':
      s.pasted = event.text;
      return;
    case 'paste':
      if (s.pasted.length > MAX_PASTED) s.pasteProblem = 'too-long';
      else w.out.push({ type: 'read', text: s.pasted });
      return;
    case 'too-long':
      s.pasteProblem = 'too-long';
      return;
    case 'paste-again':
      forgetPasted(s);
      return askForMessage(w);
    case 'stay-here':
      s.screen = 'door';
      return prepare(w);
    case 'prepare':
      return prepare(w);
    case 'prepared':
      // With the door opening already, what is made ahead would be made for nothing.
      if (s.room && s.opening === null && s.screen !== 'talk')
        w.out.push({ type: 'warm', roomKey: s.room.face.roomKey });
      return;
    case 'open':
      return open(w);
    case 'checked':
      return takeChecked(w, event.check);
    case 'found':
      return takeFound(w, event);
    case 'failed':
      return takeFailed(w, event.newer);
    case 'aged':
      s.opening = null;
      if (!event.tooOld) s.problem = { type: 'browser' };
      return;
    case 'closing':
      // Another link has come meanwhile.
      if (!s.closing) return;
      s.closing = false;
      s.screen = 'closed';
      s.opening = null;
      return watch(w, null);
    case 'look-again':
      s.problem = null;
      return look(w);
    case 'look':
      // Nobody waits for it any more.
      if (s.watching === null && (s.room !== null || s.screen !== 'door')) return;
      return look(w, s.watching === 'lock' || s.watching === 'unlock' ? 'lock' : null);
    case 'missing':
      // Perhaps nothing comes from there any more: then that is what is said.
      if (s.screen === 'door') look(w);
      return;
    case 'stuck':
      return look(w, 'stuck');
    case 'talk':
      return follow(w, event.talk);
    case 'exit':
      s.left = true;
      return watch(w, null);
  }
}
