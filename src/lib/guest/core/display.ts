// The conversation as the screen shows it, in the room's order; own messages that the room does not have
// yet come last. Pure; the caller passes the words from the catalogue. Rules: O6, O3, O9.
import type { ConversationTexts } from '#lib/i18n/guest-texts.ts';
import { bodyOf, plainText, type MessageBody } from '#lib/protocol/message-body.ts';
import type { Sayable } from '#lib/ui/core/announcements.ts';
import type { ListItem } from '#lib/ui/core/message-groups.ts';
import type { GuestState, Message, OwnMessage } from './state.ts';

/** One message, ready to be shown. */
export interface ShownMessage extends ListItem {
  /** Written on this side: aligned to the end of the line. */
  readonly own: boolean;
  readonly arrives: 'own' | 'other';
  /** Shown once per group. */
  readonly author: string;
  readonly body: MessageBody;
  /** How far an own message got; empty for others' and for a lost one. */
  readonly state: 'waiting' | 'sent' | 'seen' | '';
  readonly stateText: string;
  /** A label above the bubble: "from before". */
  readonly tag: string;
  /** The label of a button under the body that loads a newer page; empty: no button. */
  readonly action: string;
}

/** The states of an own message as the person sees them. */
type ShownState = 'waiting' | 'sent' | 'seen' | 'lost';

export function shownState(state: GuestState, message: OwnMessage): ShownState {
  if (message.step === 'lost') return 'lost';
  if (message.step !== 'sent' || message.n === null) return 'waiting';
  return message.n <= state.staffSeenN ? 'seen' : 'sent';
}

/** In log order; messages without one keep the order of writing, at the end. */
export function messagesInOrder(state: GuestState): readonly Message[] {
  const placed = state.messages.filter((message) => message.order !== null);
  const waiting = state.messages.filter((message) => message.order === null);
  return [...placed.sort((a, b) => (a.order ?? 0) - (b.order ?? 0)), ...waiting];
}

/** Texts that can never arrive, in the order of writing, so that they can be copied. */
export const textsThatDidNotArrive = (state: GuestState): readonly string[] =>
  state.messages.flatMap((message) =>
    message.from === 'you' && message.step === 'lost' && message.body !== null
      ? [plainText(message.body)]
      : []
  );

/**
 * The time shown for a message: the room's once it has one, before that this phone's, corrected by the
 * known skew. It is never earlier than that of the message above [O9]. A message shown again from before
 * keeps its time.
 */
function timesOf(state: GuestState, messages: readonly Message[]): readonly number[] {
  let latest = 0;
  return messages.map((message) => {
    if (message.from === 'staff' && message.earlier !== null) return message.writtenAtMs;
    latest = Math.max(latest, message.roomMs ?? message.writtenAtMs + state.skewMs);
    return latest;
  });
}

/** @param online whether there is a network, whatever the room does */
export function shownMessages(
  state: GuestState,
  { talk }: ConversationTexts,
  host: string,
  online: boolean
): ShownMessage[] {
  const messages = messagesInOrder(state);
  const times = timesOf(state, messages);
  const words = {
    // After the end another part of the page delivers it, or says that it did not arrive.
    waiting: state.over
      ? ''
      : state.proved
        ? talk.waitingOnline
        : online
          ? talk.connecting
          : talk.waiting,
    sent: talk.sent,
    seen: talk.seen,
    lost: talk.lost
  };
  return messages.map((message, at): ShownMessage => {
    const { key, newer = false } = message;
    const mine = message.from === 'you';
    const own = mine || message.earlier === 'you';
    const tag = mine || message.earlier === null ? '' : talk.earlier;
    const how = mine ? shownState(state, message) : null;
    return {
      key,
      own,
      arrives: own ? 'own' : 'other',
      author: own ? talk.you : host,
      group: `${String(own)} ${tag}`,
      body: message.body ?? bodyOf({ text: newer ? talk.newer : talk.unreadable }),
      action: newer ? talk.loadAgain : '',
      atMs: times[at] ?? message.writtenAtMs,
      state: how === null || how === 'lost' ? '' : how,
      stateText: how === null ? '' : words[how],
      tag
    };
  });
}

/** The same for a screen reader [A1]. */
export const sayableMessages = (shown: readonly ShownMessage[]): Sayable[] =>
  shown.map(({ key, own, author, body, state, tag }) => ({
    key,
    text: `${author}: ${plainText(body)}`,
    own: !own ? 'no' : state === 'sent' || state === 'seen' ? 'stands' : 'waits',
    earlier: tag !== ''
  }));
