// The conversation as it is shown: by the room's order, own messages that the room does not have yet
// at the end. Pure; words come from the catalogue, by the caller. Rules: O6, O3, O9.
import type { ConversationTexts } from '#lib/i18n/guest-texts.ts';
import { bodyOf, plainText } from '#lib/protocol/message-body.ts';
import type { ShownItem } from '#lib/ui/core/message-groups.ts';
import type { GuestState, Message, OwnMessage } from './state.ts';

/** What an own message's state is called. */
type ShownState = 'waiting' | 'sent' | 'seen' | 'lost';

export function shownState(state: GuestState, message: OwnMessage): ShownState {
  if (message.step === 'lost') return 'lost';
  if (message.step !== 'sent' || message.n === null) return 'waiting';
  return message.n <= state.staffSeenN ? 'seen' : 'sent';
}

/** By log order; what has none yet stays in the order of writing, at the end. */
export function messagesInOrder(state: GuestState): readonly Message[] {
  const placed = state.messages.filter((message) => message.order !== null);
  const waiting = state.messages.filter((message) => message.order === null);
  return [...placed.sort((a, b) => (a.order ?? 0) - (b.order ?? 0)), ...waiting];
}

/** Texts that can never arrive, in the order of writing: listed, so that they can be copied. */
export const textsThatDidNotArrive = (state: GuestState): readonly string[] =>
  state.messages.flatMap((message) =>
    message.from === 'you' && message.step === 'lost' && message.body !== null
      ? [plainText(message.body)]
      : []
  );

/**
 * When a message is said to be from: the room's time once it has one, before that this phone's, put
 * right by what is known of its clock. Never before what stands above it [O9]; what is shown again from
 * before keeps the time that it had.
 */
function timesOf(state: GuestState, messages: readonly Message[]): readonly number[] {
  let latest = 0;
  return messages.map((message) => {
    if (message.from === 'staff' && message.earlier !== null) return message.writtenAtMs;
    latest = Math.max(latest, message.roomMs ?? message.writtenAtMs + state.skewMs);
    return latest;
  });
}

/** The list as the screen's component wants it. */
export function shownItems(state: GuestState, texts: ConversationTexts, host: string): ShownItem[] {
  const { talk } = texts;
  const messages = messagesInOrder(state);
  const times = timesOf(state, messages);
  return messages.map((message, at): ShownItem => {
    const atMs = times[at] ?? message.writtenAtMs;
    const { newer = false } = message;
    const body = message.body ?? bodyOf({ text: newer ? talk.newer : talk.unreadable });
    const needs = newer ? { action: talk.loadAgain } : {};
    if (message.from === 'staff') {
      const own = message.earlier === 'you';
      return {
        kind: 'message',
        key: message.key,
        own,
        author: own ? talk.you : host,
        body,
        ...needs,
        atMs,
        ...(message.earlier === null ? {} : { tag: talk.earlier })
      };
    }
    const shown = shownState(state, message);
    const words = {
      waiting: state.proved ? talk.waitingOnline : talk.waiting,
      sent: talk.sent,
      seen: talk.seen,
      lost: talk.lost
    };
    return {
      kind: 'message',
      key: message.key,
      own: true,
      author: talk.you,
      body,
      ...needs,
      atMs,
      stateText: words[shown],
      ...(shown === 'lost' ? {} : { state: shown })
    };
  });
}
