// What a young person reads in the conversation, in English.
import type { TalkTexts } from '../nb/talk.ts';
import { count } from '../plural.ts';

export const talk: TalkTexts = {
  talk: {
    list: 'Conversation',
    you: 'You',
    host: (host, service) => `${host}, ${service}`,
    here: 'is here',
    notHere: 'is not here right now',
    presenceUnknown: 'One moment …',
    write: 'Write here',
    send: 'Send',
    tooLong: 'The message is too long. Split it in two.',
    waiting: 'waiting for network',
    waitingOnline: 'sending',
    sent: 'sent',
    seen: 'seen',
    lost: 'did not arrive',
    typing: (host) => `${host} is writing …`,
    unread: 'New',
    newMessages: 'New message',
    earlierCount: (n) => count('en', n, { one: '# earlier message', other: '# earlier messages' }),
    earlier: 'From before',
    unreadable: 'This message cannot be shown here.',
    newer: 'This message needs a newer page.',
    loadAgain: 'Load again',
    offline: 'No network. What you write is kept safe here and sent when it is back.',
    unreachable:
      'The chat does not answer right now. What you write is kept here and sent when it answers again.',
    connecting: 'Connecting …',
    memoryOnly: 'Keep this page open until it has been sent. What you write is only here.',
    unattended: (wait) =>
      `Nobody is here right now. They see that you are waiting as soon as somebody looks. ${wait === null ? 'You can write, and the answer comes here.' : `It usually takes about ${wait}.`}`,
    empty: 'You can write at once.'
  }
};
