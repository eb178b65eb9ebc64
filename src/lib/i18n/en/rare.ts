// The young person's rare screens and notices, in English.
import type { RareTexts } from '../nb/rare.ts';
import { count } from '../plural.ts';

export const rare: RareTexts = {
  closed: {
    gone: {
      title: 'This room is no longer here',
      text: 'Rooms are deleted after a while. If you want to talk to somebody, write to the one who invited you.',
      letters:
        'Perhaps a letter of the link got changed. Then copy the whole message once more and paste it.'
    },
    ended: {
      title: 'This conversation has ended',
      text: 'The link and the code words no longer open it. If you want to talk more, write to the one who invited you.'
    },
    'new-link': {
      title: 'The conversation goes on in a new room',
      text: 'This room is closed, because a new link was made. You get it from the one who invited you, in the same way as before.'
    },
    expired: {
      title: 'The invitation is too old',
      text: 'Nobody used it while it was good, so the room is closed. Write to the one who invited you, and you can get a new one.'
    },
    refused: {
      title: 'The door is closed to this phone',
      text: 'The ones who answer here were not sure that it was you. Write to the one who invited you, in the same way as before.'
    },
    mismatch: {
      title: 'This room does not fit the link',
      text: 'Something may have been swapped on the way. Do not write the code words here. Tell the one who sent you the link.'
    },
    replaced: {
      title: 'This page is not in the room any more',
      text: 'The room may have been opened again in another place, or ended here. Paste the message to come in again.'
    },
    outdated: {
      title: 'This page is too old',
      text: 'Load the page again to go on.',
      button: 'Load again'
    }
  },
  sheets: {
    end: 'End the conversation',
    endTitle: 'End the conversation?',
    endText:
      'The room is then closed for good. You cannot read it again, and the link no longer works. If you only want to go for a while, you can close the page.',
    endYes: 'Yes, end it',
    endNo: 'No, stay here',
    endOffline: 'That needs the network. Try again when it is back.',
    pageTitle: (host) => `Open ${host}?`,
    pageCopy:
      'It cannot be opened here without losing this page. Copy the address, and open it in your browser later.',
    pageText: (window) =>
      `It opens outside the room. The browser may remember that you were there, and Exit does not close that page. If you are away for longer than ${window}, you need the message with the link again.`,
    pageYes: 'Open the page',
    words: 'Words to compare',
    wordsText: (host) =>
      `Do you want to be sure that it is ${host}? Then read these words to each other in another way than here. They should be the same.`
  },
  over: {
    takenOver: {
      title: 'The conversation is open in another tab',
      text: 'It can only be used in one place at a time.',
      button: 'Use it here'
    },
    endedReading: 'You can read what stands here until you leave. Then it is gone from the phone.',
    notArrived: 'This did not arrive:',
    copy: 'Copy',
    copied: 'Copied',
    unsent: 'This had not been sent:'
  },
  inApp: {
    title: (app) => `You are still inside ${app ?? 'an app'}`,
    text: (app) =>
      `${app ?? 'The app'} could see what you write here. Open the page in your browser instead.`,
    open: (browser) => `Open in ${browser ?? 'the browser'}`,
    nextWay: 'That did not open. Try this way.',
    noWay: 'This app lets no button lead out. Copy the link, or use the app’s own menu.',
    copy: 'Copy the link',
    copied: 'The link is copied. Open your browser and paste it at the top.',
    copyHere: 'Hold your finger on the link and copy it:',
    menu: 'Or press the three dots at the top of the app and choose “Open in browser”.',
    stay: 'Go on here anyway'
  },
  patience: {
    crowded:
      'Many are at this door right now. This page keeps trying and lets you in as soon as it can.',
    again: (time) => `Wait ${time}; then this page tries again by itself.`,
    unreadable:
      'The page cannot read what it keeps on this phone right now. Paste the message you got, and you come back in.'
  },
  unrecognised: {
    text: 'This page cannot read what it keeps on this phone right now. So the ones who answer see you as a new phone. Nothing has been deleted.',
    button: 'All right'
  },
  lostHere: {
    tab: 'If this page disappears, this browser cannot bring it back. Keep the message with the link and the code words.',
    worker: 'This page needs the network to open again.'
  },
  losses: {
    over: (n) =>
      count('en', n, {
        one: 'A message from an earlier conversation did not arrive: it is over.',
        other: '# messages from an earlier conversation did not arrive: it is over.'
      }),
    refused: (n) =>
      count('en', n, {
        one: 'A message from an earlier conversation did not arrive: the door is closed to this phone.',
        other:
          '# messages from an earlier conversation did not arrive: the door is closed to this phone.'
      }),
    other: (n) =>
      count('en', n, {
        one: 'A message that you wrote earlier did not arrive.',
        other: '# messages that you wrote earlier did not arrive.'
      }),
    read: 'I have read this'
  },
  tampering: {
    title: 'Something does not add up',
    text: 'So the page has stopped. Do not write more here. Tell the one who invited you, in another way.',
    gap: 'A message is missing in the room.',
    fork: 'The room does not show the same messages as before.',
    rollback: 'The room has lost messages that were there.',
    'unknown-head': 'The ones who answer have seen something else than you have.',
    replay: 'An old message was shown as a new one.',
    forged: 'A message in the room does not belong there.',
    'unreadable-seal': 'A message in the room was changed on the way.',
    conflict: 'One of your messages was swapped in the room.'
  }
};
