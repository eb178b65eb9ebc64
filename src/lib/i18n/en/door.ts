// What a young person reads first, in English: the door, the paste screen, the promise in short.
import type { DoorTexts } from '../nb/door.ts';
import { formatUnits } from '../format.ts';
import { count } from '../plural.ts';
import { format } from './format.ts';

export const door: DoorTexts = {
  format,
  promise: {
    sentence: (readers, deletedBy) =>
      `Only ${readers} can read what you write. It is deleted by ${deletedBy}.`,
    sentenceWithin: (readers, n, unit) =>
      `Only ${readers} can read what you write. It is deleted at most ${formatUnits(format, n, unit)} after the room was made.`,
    after: (readers, retention) =>
      `When it has ended, ${readers} can read it for up to ${retention}. What you tell can be used in a case and be kept there.`
  },
  title: 'Chat',
  exit: 'Exit',
  language: 'Language',
  close: 'Close',
  tryAgain: 'Try again',
  moreAboutThis: 'More about this',
  about: 'About this',
  missing: {
    text: 'A part of this page did not arrive. The page keeps trying.',
    tooOld: 'This page is too old.',
    button: 'Load again'
  },
  update: { text: 'A new version is ready.', button: 'Update' },
  emergency: {
    before: 'Is somebody in danger now? Call ',
    after: '.'
  },
  door: {
    invited: 'You have been invited to a safe room.',
    invitedBy: (host, service) => `${host} from ${service} has invited you to a safe room.`,
    label: 'Code words',
    hint: 'Three words from the message you got.',
    suggestions: 'Suggestions',
    open: 'Open',
    opening: 'Opening the door. This takes a few seconds on some phones.',
    openingFor: (seconds) => `${String(seconds)} s`,
    held: (n) =>
      count('en', n, {
        one: 'You have a message waiting here. It is sent when you are in.',
        other: 'You have # messages waiting here. They are sent when you are in.'
      }),
    none: 'Write the three code words from the message you got.',
    howMany: (n) =>
      n < 3
        ? 'There should be three words. Look at the message again.'
        : 'Only three words, please.',
    unknownWord: (word) =>
      `The word “${word}” is not one of the code words. Look at the message again.`,
    wrong: (left) =>
      `Those are not the right words. Look at the message you got and try again. You have ${count('en', left, { one: '# try', other: '# tries' })} left.`,
    wait: (time) => `Wait ${time}, then you can try again.`,
    locked: (host) =>
      `The door is locked for now, to keep strangers out. ${host} can see that and open it. You can wait here.`,
    unlocked: 'The door is open again. Try the words once more.',
    insecure:
      'This address is not safe to write on. The link must begin with https. Ask for a new one.',
    browser:
      'This browser cannot open the chat. Copy the link and open it in Chrome, Safari or Firefox.',
    blocked:
      'This network does not let the chat through. Try mobile data or another Wi-Fi. The page keeps trying.',
    several: 'There were several links. This is the last one.',
    busy: 'There are many here right now. Try again in a little while.',
    offline: 'No network. The door needs it the first time. What you wrote is still here.',
    unreachable:
      'The chat does not answer right now. It is nothing that you did. This page keeps trying.'
  },
  paste: {
    title: 'Paste the message you got',
    text: 'Copy the whole message with the link and the code words, and paste it here.',
    label: 'The message',
    button: 'Go on',
    nothing: 'We found no link in this. Copy the whole message you got and paste it here.',
    cutOff:
      'Something is missing or wrong in the link. Copy the whole message you got and paste it here.',
    tooLong: 'This is too long. Paste only the message with the link.',
    again: 'Paste another message'
  },
  away: {
    hidden: (duration) =>
      `The page was away for more than ${duration}, so it has put everything away. Paste the message you got, and you come back in.`,
    expired: 'It has been a while. Paste the message you got, and you come back in.'
  }
};
