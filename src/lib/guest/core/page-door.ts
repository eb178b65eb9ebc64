// The door of a guest page: it is looked for, it is opened, it is closed, or there is none. Pure.
// Rules: B3, J1, J4, L5, L6.
import type { Work } from '#lib/core/work.ts';
import { isUnanswered, type Closed } from './door-problem.ts';
import type { Found, Invitation, ReadyRoom } from './invitation.ts';
import type { PageEffect, PageEvent, PageState, Why } from './page-state.ts';

export type PageWork = Work<PageState, PageEffect>;
type Of<T> = Extract<PageEvent, { type: T }>;

/** Asks the room for its face, where there is a link. */
export function look({ s, out }: PageWork, why: Why | null = null): void {
  if (s.invitation) out.push({ type: 'look', invitation: s.invitation, why });
}

export function watch({ s, out }: PageWork, watching: PageState['watching']): void {
  s.watching = watching;
  out.push({ type: 'watch', on: watching !== null });
}

export function forgetPasted(s: PageWork['s']): void {
  s.pasted = '';
  s.pasteProblem = null;
}

/** Nobody is shown a dead end. What is looked for meanwhile would take away what is being pasted. */
export function askForMessage(w: PageWork): void {
  w.s.screen = 'paste';
  watch(w, null);
  w.out.push({ type: 'load-paste' });
}

export function close({ s, out }: PageWork, closed: Closed): void {
  // What was typed was for this room, and goes on only where the page does.
  if (closed !== 'outdated') s.typed = '';
  s.closed = closed;
  s.closing = true;
  out.push({ type: 'close' });
}

export function open(w: PageWork): void {
  const { s } = w;
  if (s.opening) return;
  watch(w, null);
  if (s.lack) s.problem = { type: s.lack };
  else {
    s.blocked = false;
    s.opening = { sinceMs: null, words: null };
    if (!s.reading) check(w);
  }
}

/** A slip that the list of words can see costs no attempt. */
function check(w: PageWork): void {
  const { invitation } = w.s;
  if (invitation) w.out.push({ type: 'check', wordList: invitation.token.wordList });
  else {
    w.s.opening = null;
    askForMessage(w);
  }
}

export function takeChecked(w: PageWork, checked: Of<'checked'>['check']): void {
  const { s } = w;
  if (s.opening?.sinceMs !== null) return;
  if (checked.type !== 'words') {
    s.problem = checked;
    s.opening = null;
  } else {
    s.problem = null;
    s.opening = { sinceMs: w.nowMs, words: checked.words };
    if (s.room) begin(w);
    else look(w);
  }
}

function begin({ s, out }: PageWork): void {
  const { invitation, room, opening } = s;
  if (!invitation || !room || !opening?.words) return;
  s.opening = { ...opening, words: null };
  out.push({ type: 'begin', invitation, room, words: opening.words });
}

/**
 * It could not be begun: a later page keeps things here, or this phone cannot, or what was to be fetched
 * could not be. The room's answer tells.
 */
export function takeFailed(w: PageWork, newer: boolean): void {
  const { s } = w;
  if (newer) close(w, 'outdated');
  else {
    s.opening = s.opening && { ...s.opening, words: [] };
    look(w);
  }
}

/**
 * Remembers a link whose letters do not fit. True where it may have been cut or copied wrongly, and is asked for
 * once more [L6].
 */
function judgeMisfit({ s }: PageWork, { sure, roomHex, token }: Invitation, found: Found): boolean {
  if (found.type !== 'mismatch') return found.type === 'gone' && !sure;
  const letters = roomHex + String(token.faceHash);
  const again = s.misfit === letters;
  s.misfit = letters;
  return !again || !sure;
}

/** The room has answered, or nothing has. */
export function takeFound(w: PageWork, { invitation, why, found }: Of<'found'>): void {
  const { s, out } = w;
  // Another link has come meanwhile.
  if (invitation !== s.invitation) return;
  if (why === 'stuck') s.blocked = found.type === 'ready';
  else if (why === 'lock') takeLock(w, found);
  else if (found.type === 'ready') takeRoom(w, found, why);
  else if (isUnanswered(found)) {
    // Whoever has pressed the button is let in when something answers.
    const pressed = s.opening?.words ?? null;
    if (pressed) s.opening = null;
    s.problem = found;
    watch(w, pressed || s.watching === 'entry' ? 'entry' : 'answer');
  } else if (judgeMisfit(w, invitation, found)) {
    // Such a link leads nowhere: that says nothing of the room it came from [L6].
    s.opening = null;
    s.invitation = null;
    forgetPasted(s);
    s.pasteProblem = 'cut-off';
    askForMessage(w);
  } else close(w, found.type);
  if (s.reading) {
    s.reading = false;
    out.push({ type: 'prepare-later' });
    if (s.opening) check(w);
  }
}

function takeRoom(w: PageWork, room: ReadyRoom, why: Why | null): void {
  const { s } = w;
  const wantsIn = s.watching === 'entry';
  s.room = room;
  if (isUnanswered(s.problem)) s.problem = null;
  if (wantsIn || s.watching === 'answer') watch(w, null);
  // How a room ended stands in its face; this one has not.
  if (why === 'ended') s.problem = { type: 'busy' };
  if (s.opening?.words?.length === 0) w.out.push({ type: 'ask-age' });
  else begin(w);
  if (wantsIn) open(w);
}

/** A device with a count of its own may be locked while strangers are not: only a change tells [J4]. */
function takeLock(w: PageWork, found: Found): void {
  const { s } = w;
  if (found.type !== 'ready') {
    if (!isUnanswered(found)) close(w, found.type);
  } else if (found.locked && s.watching === 'lock') s.watching = 'unlock';
  else if (!found.locked && s.watching === 'unlock') {
    watch(w, null);
    s.problem = { type: 'unlocked' };
  }
}
