// What a guest page knows about itself, from the first paint to the conversation, as one value; what can
// happen to it, and what it may ask its shell for. Changed only by reducePage. Shapes only.
// Rules: B1, E1, J1, J4, L4, L5, L6, R6.
import type { Closed, Problem } from './door-problem.ts';
import type { Found, Invitation, ReadyRoom } from './invitation.ts';
import type { GuestState, JoinRefusal, Over } from './state.ts';

/** How far the opening of the door has come; each part null before and after its time. */
interface Opening {
  /** The words are right ones, since then. */
  readonly sinceMs: number | null;
  /**
   * The room is being looked for, and then these begin the conversation; empty: that was in vain, and the
   * room's answer tells why.
   */
  readonly words: readonly string[] | null;
}

/**
 * What is looked for every few seconds:
 * - `answer`  that anything answers; whoever waits is told
 * - `entry`   the same, and somebody has pressed already: they are let in
 * - `lock`    a locked door, as strangers see it
 * - `unlock`  it was seen locked: that it is open again counts
 */
type Watching = 'answer' | 'entry' | 'lock' | 'unlock';

/** Why the room is asked for its face, where it is not just to know it. */
export type Why = 'ended' | 'lock' | 'stuck';

export interface PageState {
  readonly screen: 'door' | 'paste' | 'in-app' | 'closed' | 'talk';
  /** Why there is no door any more. */
  readonly closed: Closed;
  /** That is about to be shown, as soon as its screen is there. */
  readonly closing: boolean;
  readonly typed: string;
  readonly pasted: string;
  readonly pasteProblem: 'nothing' | 'cut-off' | 'too-long' | null;
  readonly problem: Problem | null;
  /** What this browser, or this address, lacks [B3]. */
  readonly lack: 'insecure' | 'browser' | null;
  /** The link is being read, or its room looked for the first time: who presses waits for it. */
  readonly reading: boolean;
  readonly invitation: Invitation | null;
  /** The letters of the last link whose room did not fit it. */
  readonly misfit: string | null;
  /** There were several links; the door is the last one's. */
  readonly several: boolean;
  readonly room: ReadyRoom | null;
  readonly opening: Opening | null;
  readonly watching: Watching | null;
  /** The room answers over HTTPS, and no line comes up: the network lets none through [B3]. */
  readonly blocked: boolean;
  /** The tab remembers its place, and what leads back there cannot be read now [R6]. */
  readonly unreadable: boolean;
  /** The last refusal, and the last end, that were heeded. */
  readonly refusal: JoinRefusal | null;
  readonly over: Over | null;
  /** Nothing happens any more [E1]. */
  readonly left: boolean;
}

export type PageEvent = { readonly nowMs: number } & (
  | { readonly type: 'start'; readonly lack: PageState['lack'] }
  // What the address, the tab's memory and pasted text say
  | { readonly type: 'returned'; readonly way: 'back' | 'none' | 'newer' | 'unreadable' }
  | { readonly type: 'no-link'; readonly cut: boolean }
  | {
      readonly type: 'arrived';
      readonly invitation: Invitation;
      readonly several: boolean;
      readonly inApp: boolean;
    }
  /** What a pasted text holds; null: nothing. A token in it arrives next. */
  | {
      readonly type: 'read';
      readonly text: string;
      readonly found: { readonly words: readonly string[] | null; readonly token: unknown } | null;
    }
  // The person
  | { readonly type: 'typed' | 'pasted'; readonly text: string }
  /** By hand, after `typed`. */
  | { readonly type: 'typed-on' }
  | { readonly type: 'open' | 'paste' | 'paste-again' | 'too-long' | 'look-again' | 'stay-here' }
  // What was asked for
  | {
      readonly type: 'found';
      readonly invitation: Invitation;
      readonly why: Why | null;
      readonly found: Found;
    }
  | {
      readonly type: 'checked';
      readonly check: Problem | { readonly type: 'words'; readonly words: readonly string[] };
    }
  | { readonly type: 'failed'; readonly newer: boolean }
  /** The parts of this release are all to be had: it is the browser. */
  | { readonly type: 'aged'; readonly tooOld: boolean }
  | { readonly type: 'prepare' | 'prepared' | 'closing' }
  /** It is time, or the network is back. */
  | { readonly type: 'look' }
  /** A part that somebody waits for does not come. */
  | { readonly type: 'missing' }
  /** No line comes up. */
  | { readonly type: 'stuck' }
  | { readonly type: 'talk'; readonly talk: GuestState }
  | { readonly type: 'exit' }
);

export type PageEffect =
  | { readonly type: 'look'; readonly invitation: Invitation; readonly why: Why | null }
  | { readonly type: 'watch'; readonly on: boolean }
  | { readonly type: 'read'; readonly text: string }
  | { readonly type: 'check'; readonly wordList: Invitation['token']['wordList'] }
  | {
      readonly type: 'begin';
      readonly invitation: Invitation;
      readonly room: ReadyRoom;
      readonly words: readonly string[];
    }
  | { readonly type: 'warm'; readonly roomKey: string }
  | { readonly type: 'prepare' | 'prepare-later' }
  | { readonly type: 'ask-age' | 'close' | 'load-paste' | 'load-left' };
