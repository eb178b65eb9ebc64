// The desk in English: every text that staff read. The other languages have the same shape, so a missing
// text does not compile. Short, exact, calm; each says what happens next. Rules: C3, J4–J7, O6.
import { count } from '../plural.ts';
import { format } from './format.ts';

export const en = {
  format,
  common: {
    close: 'Close',
    leaveIt: 'Leave it as it is',
    final: 'This cannot be undone.',
    back: 'Back',
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'Could not copy. Mark the text and copy it by hand.',
    print: 'Print',
    tryAgain: 'Try again',
    loadAgain: 'Load again',
    language: 'Language',
    show: 'Show',
    hide: 'Hide',
    more: 'More about this'
  },
  account: {
    title: 'Desk',
    starting: 'Opening the desk …',
    unreachableTitle: 'The desk does not answer',
    unreachable: 'No answer came from the server. Look at the network, and try again.',
    nobodyTitle: 'Nobody is in charge here yet',
    nobody:
      'The server printed a set-up link when it was started for the first time. Open that link in this browser.',
    cutTitle: 'The set-up link is not whole',
    cut: 'A piece of it got lost. Copy the whole link from the server’s window and open it again.',
    usedTitle: 'This link has been used',
    used: 'Somebody has become the first administrator with it. If that was not you, tell whoever runs the server at once.',
    wrongTitle: 'This link does not fit',
    wrong: 'The server does not know it. If it was started again since, it has printed a new link.',
    toSignIn: 'Go to sign-in'
  },
  fieldTooLong: 'This is far too long for this field.',
  setUp: {
    title: 'Become the first administrator',
    lead: 'You will be in charge of this service. Your keys are made here, in this browser, and the server never sees them.',
    name: 'Your name',
    nameHint: 'Young people see it when you write to them. A first name is enough.',
    signInName: 'Sign-in name',
    signInNameHint: 'Only for signing in here. Not secret.',
    passphrase: 'Passphrase',
    passphraseHint:
      'A whole sentence that only you would think of. Five words or more. Nobody can reset it.',
    again: 'The same passphrase once more',
    strength: {
      loading: 'Looking at it …',
      'too-short': 'Too short. Use at least 14 characters.',
      weak: 'Easy to guess. Add a word or two that do not belong together.',
      good: 'Good. Hard to guess.',
      strong: 'Very good. Very hard to guess.'
    },
    strengthLabel: 'Strength of the passphrase',
    different: 'The two are not the same yet.',
    nameMissing: 'Write a name.',
    submit: 'Make my keys',
    working: 'Making your keys. This takes a few seconds.'
  },
  recovery: {
    title: 'Your recovery code',
    lead: 'If you forget the passphrase, this code is the only way back in. It is shown now and never again.',
    how: 'Print it or write it down, and lock it away. Whoever has it can do everything that you can.',
    kept: 'I have kept it in a safe place',
    go: 'Go to the desk'
  },
  signIn: {
    title: 'Sign in',
    locked: 'The desk is locked. What you had not sent is still here.',
    signedOut: 'You are signed out.',
    ended: 'Your session is over. Sign in to go on.',
    memory:
      'Your keys are only in this tab’s memory, so the passphrase is asked for after every reload.',
    name: 'Sign-in name',
    passphrase: 'Passphrase',
    code: 'Recovery code',
    codeHint: 'Nine groups of four. Capital or small letters, with or without hyphens.',
    useCode: 'Use the recovery code instead',
    usePassphrase: 'Use the passphrase instead',
    submit: 'Sign in',
    working: 'Opening your keys. This takes a few seconds.',
    waitUntil: (time: string) => `Too many tries. The next one is possible at ${time}.`
  },
  lockedDesk: {
    many: (n: number) => count('en', n, { one: '# waits', other: '# wait' }),
    since: (many: string, duration: string) => `${many}, ${duration}`,
    short: 'less than a minute',
    title: (text: string) => `${text} – Desk`,
    nobody: 'Nobody waits right now.',
    seen: 'I have seen it',
    quiet: 'Quiet until the next one waits.',
    offline: 'No connection. This page cannot tell whether anybody new waits.',
    over: 'This page can no longer tell whether somebody waits. Sign in again.',
    touch: 'The browser lets this page ring only after you have pressed a key or a button here.'
  },
  problems: {
    offline: 'No answer came from the server. Look at the network, and try again.',
    'wrong-secret': 'Name and passphrase or code do not fit together. Look at both and try again.',
    wait: 'Wait a little before the next try.',
    'directory-changed':
      'What the server shows does not fit your own keys, or what this browser knows of your service: other colleagues, other keys, or another service. You are not signed in, so that nothing is sealed for a stranger. Tell your administrator. If the service was set up anew on purpose, clear this site’s stored data in the browser first.',
    clock:
      'The server’s clock and this computer’s are more than a day apart, so the day of deletion cannot be promised. Look at the date on this computer; if it is right, tell your administrator.',
    'directory-behind':
      'A room was written in under a newer list of colleagues than this page was shown. Sign in again to get the newer list. If this comes back, the server is showing an old one: tell your administrator.',
    'memory-unreadable':
      'This browser holds something about your service that this page cannot read, so no new keys are made here: the service may exist already. Load the page again. If this stays, ask whoever runs the server.',
    'still-elsewhere':
      'You are signed out here. Your other sessions could not be ended just now: sign in again and choose “Sign out everywhere” once more.',
    'bad-recovery-code': 'That is not a whole recovery code. Look for a slip and try again.',
    'too-old':
      'This page is too old. A newer version of this page stands on the server, and a part of the old one is gone.',
    crypto: 'The keys could not be opened in this browser. Nothing has been changed.',
    'too-many': 'You have as many open rooms as one person may have. Close some first.',
    'unsupported-version': 'The server speaks a newer version than this page. Load the page again.',
    other: 'That did not work. Nothing has been changed. Try again.'
  },
  desk: {
    title: 'Desk',
    rooms: 'Rooms',
    newRoom: 'New room',
    search: 'Find a room',
    searchNone: 'No room has this name.',
    soundOn: 'Sound is on',
    soundOff: 'Sound is off',
    account: 'Account',
    lock: 'Lock',
    signOut: 'Sign out',
    signOutEverywhere: 'Sign out everywhere',
    everywhereTitle: 'Sign out everywhere?',
    everywhereText: (name: string) =>
      `Every browser and tab in which ${name} is signed in is signed out, this one too. Young people whom no colleague is with are alone until somebody signs in again.`,
    everywhereKeep: 'Stay signed in',
    audit: {
      'rolled-back': 'The record of what is done here is shorter than it was.',
      gap: 'In the record of what is done here an entry is missing.',
      edited: 'In the record of what is done here something has been changed.'
    },
    auditNext:
      'This must never happen. Tell your administrator, and do not make new rooms until it is explained.',
    auditUnchecked:
      'The record of what is done here could not be checked just now. It is tried again in a minute.',
    policyChanged:
      'The terms of this service are not the ones that this browser saw last: how long things are kept, where Exit leads, or whom to call. Ask your administrator whether that was meant.',
    policyRead: 'I have read this',
    needsNewer:
      'A newer version of this page has been used in this browser, and this one cannot read or keep everything here. Load again to go on. What you have typed and not sent is not kept.',
    memoryUnreadable:
      'This page cannot read what this browser remembers of your service. You are signed in by your own keys, which were checked. What cannot be checked here is whether colleagues, terms, rooms or the record of what is done here were different before. What is remembered stays as it is. Send what you have typed, then load again; if this comes back, tell your administrator.',
    unreadable: (n: number) =>
      count('en', n, {
        one: 'One room cannot be read just now. It is still there, and is tried again.',
        other: '# rooms cannot be read just now. They are still there, and are tried again.'
      }),
    offline: 'No connection to the desk. What you write is kept in this browser and sent later.',
    waitingNext: (n: number) => `${String(n)} waiting · next`,
    waitingTitle: (n: number) => `(${String(n)}) Desk`,
    alarmTitle: 'Somebody waits – Desk',
    lockedTitle: 'A door is locked – Desk',
    groups: {
      waiting: 'Waiting',
      mine: 'Open',
      invited: 'Invited',
      ended: 'Ended'
    },
    emptyTitle: 'No rooms yet',
    empty: 'Make a room to invite somebody. It appears here as soon as it is made.',
    loading: 'Fetching the rooms …',
    chooseTitle: 'Choose a room',
    choose: 'Nothing is shown until you open a room.',
    deleted: (name: string, time: string) => `${name} was deleted at ${time}.`,
    deletedTitle: 'This room is deleted',
    deletedText: 'Everything that was written in it is erased. It cannot be brought back.',
    about: 'About this room',
    conversation: 'Conversation',
    toList: 'All rooms',
    toPanel: 'About this room',
    toConversation: 'Conversation'
  },
  keys: {
    title: 'Keys',
    search: 'Find a room',
    enter: 'Enter',
    first: 'In the search: open the first room found',
    escape: 'Esc',
    empty: 'In the search: empty it',
    next: 'Go to whoever has waited longest',
    list: 'Show these keys',
    use: 'Use single keys',
    never: 'They do nothing while you write.'
  },
  item: {
    unread: (n: number) => count('en', n, { one: '# unread', other: '# unread' }),
    waited: (duration: string) => `Waiting ${duration}`,
    waitingNow: 'Waiting now',
    owed: (duration: string) => `Not answered for ${duration}`,
    owedNow: 'Not answered yet',
    unattended: 'Nobody is there for them',
    here: 'Here now',
    away: 'Not here now',
    invited: 'Not opened yet',
    invitedUntil: (when: string) => `Not opened yet, works until ${when}`,
    ended: 'Ended',
    deleting: 'Being deleted',
    deletedOn: (date: string) => `Will be deleted on ${date}`,
    left: 'Left quickly',
    gone: 'Gone without goodbye',
    back: 'Back after an exit',
    unconfirmed: 'Not confirmed',
    locked: 'Door locked',
    replaces: 'New link',
    replacedBy: 'Replaced'
  },
  room: {
    here: 'Here now',
    away: 'Not here now',
    unknown: 'Not known right now',
    lastHere: (time: string) => `Last here ${time}`,
    notJoined: 'Has not opened the link yet',
    confirmed: 'Confirmed',
    unconfirmed: 'Not confirmed',
    deviceUnconfirmed: (device: string) => `${device} is not confirmed`,
    typing: 'Writing …',
    noAnswer: 'No answer needed',
    them: 'Young person',
    you: 'You',
    colleague: 'A colleague',
    device: (n: number) => `Phone ${String(n)}`,
    messages: 'Messages',
    unreadMark: 'New',
    newMessages: 'New messages',
    earlierCount: (n: number) =>
      count('en', n, { one: '# earlier message', other: '# earlier messages' }),
    reconnecting:
      'No connection to this room. What you write is kept here and sent when it is back.',
    opening: 'Opening the room …',
    silent: 'Nothing has been written yet.',
    storeFails:
      'This browser could not keep your last message. Keep this tab open: it is tried again.',
    lostHere: (n: number) =>
      count('en', n, {
        one: 'One of your messages got no receipt before the conversation ended, so it has most likely not arrived. Its words stand below.',
        other:
          '# of your messages got no receipt before the conversation ended, so they have most likely not arrived. Their words stand below.'
      }),
    lostOfOthers: (n: number) =>
      count('en', n, {
        one: 'One message that was written in another tab, or before this page was loaded, could not arrive any more.',
        other:
          '# messages that were written in other tabs, or before this page was loaded, could not arrive any more.'
      })
  },
  saidState: {
    keeping: '…',
    waiting: 'waiting for the network',
    sent: 'sent',
    delivered: 'delivered',
    seen: 'seen',
    unconfirmed: 'not delivered: goes on when the phone is confirmed',
    held: 'held: not delivered',
    'not-arrived': 'did not arrive'
  },
  held: {
    exit: 'They left by Exit before this arrived. It is not sent by itself, because somebody else may hold the phone.',
    refused: 'This was for a device that was refused.',
    ended: 'That device has gone for good.',
    resend: 'Send again to this device',
    resendTo: (device: string) => `Send again to ${device}`
  },
  lines: {
    joinedFirst: 'The link was opened for the first time',
    joinedSame: 'Came back on the same phone',
    joinedOther: 'Came in on another phone',
    joinedAfterExit: 'Came back after an exit',
    left: 'Left quickly (Exit)',
    replaced: 'Opened the room anew on this phone',
    ended: 'Ended the conversation on this device',
    confirmed: (who: string) => `Confirmed by ${who}`,
    refused: (who: string) => `Refused by ${who}`,
    resent: (who: string) => `Sent again by ${who}`,
    shown: (who: string) => `${who} showed the earlier messages`,
    fault: {
      gap: 'A message is missing here',
      fork: 'The order of messages does not add up here',
      rollback: 'The server has forgotten messages',
      'unknown-head': 'This message was written for another state of the room',
      face: 'The room shows another face than before',
      maker: 'Nobody of yours has signed for this room, so it is not opened',
      epoch: 'A device does not match what it was before',
      mac: 'A device could not prove itself',
      misplaced: 'Something stood in the wrong place here and is not shown',
      sequence: 'A message came twice and is not shown again',
      unreadable: 'Something here cannot be opened',
      newer: 'Something here needs a newer page',
      signature: 'An entry here has no valid signature',
      'newer-directory':
        'An entry here was signed under a list of colleagues that this page was not shown',
      'older-directory':
        'An entry here was signed under an older list of colleagues than the one before it',
      conflict: 'Two different messages claim one place'
    }
  },
  compose: {
    writingTo: (name: string) => `Writing to ${name}`,
    confirmed: 'confirmed',
    unconfirmed: 'not confirmed',
    label: 'Write here',
    send: 'Send',
    tooLong: 'This is longer than one message can be. Send it in two parts.',
    chooseUnconfirmed:
      'Nobody has confirmed who this is. You can ask a question first, and confirm after the answer.',
    chooseAfterExit:
      'Somebody left this room by Exit. Do not write unless you are sure that it is safe.',
    writeAnyway: 'Write to this device before confirming',
    writeAfterExit: 'Write all the same',
    changed:
      'You now write to another device than when you began. Look who it is, and send again if that is right.',
    nobody: {
      opening: 'The room is being opened.',
      'not-joined': 'Nobody has opened the link yet. You can write as soon as somebody has.',
      left: 'They left quickly. Do not write, and do not contact them elsewhere about this: somebody may be looking. If they come back, you see it here.',
      refused: 'The only device here was refused, so there is nobody to write to.',
      away: 'They have gone. If they come back with link and code words, you see it here.',
      closed: 'This room is closed.',
      gone: 'This room is deleted.',
      'not-allowed': 'You are not let into this room any more.',
      stopped: 'Writing is stopped here, because the room does not add up.'
    }
  },
  notices: {
    left: 'Left quickly. Do not write.',
    gone: 'Gone without goodbye. It is not known whether writing is safe.',
    back: 'Back after an exit. Ask before you go on: somebody else may hold the phone.',
    newcomer: 'A device waits to be confirmed.',
    showNewcomer: 'Look at it',
    needsNewer:
      'A newer page is needed to read everything in this room. What you have typed and not sent is not kept.',
    loadAgain: 'Load again',
    tampered: 'Something in this room does not add up. It may have been tampered with on the way.',
    tamperedNext:
      'Do not rely on this room. Make a new link, and send it and the words another way.',
    locked: 'Wrong code words have been tried many times. New devices are locked out.',
    crowded: 'So many unknown devices have written here that new ones are locked out.',
    unlock: 'Let new devices try again'
  },
  devices: {
    title: 'Devices',
    none: 'Nobody has opened the link yet.',
    first: 'First device in this room',
    same: 'The same phone as before',
    other: 'Another phone than before',
    afterExit: 'After an exit',
    perhapsAfterExit: 'Perhaps after an exit',
    joined: (time: string) => `Came in ${time}`,
    compare: 'Words to compare',
    compareHint:
      'The same four words stand under “About this” on the young person’s screen. If they can read them to you, you talk to this device.',
    ask: 'Or ask something that only they know. Then confirm or refuse.',
    confirm: 'Confirm',
    refuse: 'Refuse',
    refuseTitle: 'Refuse this device?',
    refuseText: 'It is put out of the room and cannot come in again.',
    deciding: 'Being written down …',
    standing: {
      live: 'Not confirmed',
      confirmed: 'Confirmed',
      left: 'Left by Exit',
      replaced: 'Replaced by a newer one',
      refused: 'Refused',
      ended: 'Ended',
      false: 'Could not prove itself. Refused.'
    },
    showEarlier: 'Show earlier messages',
    showEarlierHint: 'They see again, on this phone, what was said before.',
    showEarlierTitle: 'Show earlier messages on this phone?',
    showEarlierText: 'Do this only when you are sure who holds it.',
    write: 'Write to this device'
  },
  attempts: {
    title: 'Wrong code words',
    none: 'None.',
    strangers: (n: number) =>
      count('en', n, {
        one: '# wrong try from an unknown device',
        other: '# wrong tries from unknown devices'
      }),
    known: (n: number) =>
      count('en', n, {
        one: '# wrong try from a known device',
        other: '# wrong tries from known devices'
      }),
    last: (time: string) => `Last ${time}`,
    locked: 'New devices are locked out.'
  },
  invitation: {
    title: 'Invitation',
    link: 'Link',
    words: 'Code words',
    copyLink: 'Copy link',
    copyWords: 'Copy words',
    messageLink: 'Message with the link',
    messageWords: 'Message with the words',
    copyMessageLink: 'Copy message with link',
    copyMessageWords: 'Copy message with words',
    qr: 'QR code of the link',
    qrHint: 'For somebody who sits beside you. The words are still needed.',
    advice: 'Send the two apart, where you can.',
    adviceWhy:
      'Best: the link here, the words another way – another app, a text message, a call. Next best: in a later message.',
    adviceLost:
      'If both stand in one thread, whoever reads that thread can open the door as a new, unconfirmed device. They still see nothing that was said before. Never let this stop the young person from coming in.',
    again: 'You can read both again here until the room closes.',
    openRoom: 'Go to the room'
  },
  newRoom: {
    title: 'New room',
    newLinkTitle: 'New link',
    newLinkText:
      'A new room is made, and this one closes at once. What was said here can then only be read with a reason. The two stay linked on the desk.',
    closes: 'This room closes',
    host: 'Name that they see',
    hostHint: 'Your first name is enough.',
    language: 'Language of the invitation and the code words',
    keep: 'Kept after the end for',
    keepHint: (date: string) => `Everything is deleted by ${date}, whatever happens.`,
    submit: 'Make the room',
    submitInstead: 'Make the new link and close this room',
    working: 'Making the room. This takes a few seconds.',
    ready: 'The room is ready'
  },
  panel: {
    made: (time: string) => `Made ${time}`,
    lapses: (when: string) => `The link works until ${when}`,
    opened: 'Opened',
    deletedBy: (date: string) => `Deleted by ${date}`,
    deletedOn: (date: string) => `Will be deleted on ${date}`,
    keptFor: (duration: string) => `Kept for ${duration} after the end`,
    host: (name: string) => `They see the name ${name}`,
    facts: 'Facts',
    actions: 'Actions',
    newLink: 'New link',
    close: 'End the conversation',
    closeTitle: 'End this conversation?',
    closeText: (date: string) =>
      `Their link and words stop working at once, and their screen says that it has ended. You can then read it only with a reason. It is deleted by ${date}.`,
    closeYes: 'End it',
    replaces: 'Takes over from',
    replacedBy: 'Goes on in'
  },
  label: {
    title: 'Internal label',
    hint: 'Optional: a first name and a channel, say. You and your colleagues see it. The young person never does, and the server cannot read it.',
    none: 'No label yet. In the list it stands for rooms that you have opened here.',
    add: 'Add a label',
    change: 'Change the label',
    save: 'Save',
    tooLong: (n: number) => `A label has at most ${String(n)} letters. Make it shorter.`,
    keeping: 'Being kept …',
    waiting: 'It waits in this browser and is sent when the connection is back.',
    lost: (label: string) => `The room did not take the label “${label}”. Set it again.`
  },
  notSent: {
    title: 'Not sent, or without a receipt',
    only: 'It is only here, until the page is closed.',
    remove: 'Remove it',
    removed: 'It is removed.',
    bringBack: 'Bring it back'
  },
  closed: {
    title: 'This conversation has ended',
    by: {
      staff: 'Ended by the service',
      guest: 'Ended by the young person',
      idle: 'Ended by itself, after a long silence',
      lapsed: 'The link was not used in time',
      replaced: 'A new link took over',
      cap: 'Its time was over'
    },
    when: (time: string) => `Ended ${time}`,
    readTitle: 'Read what was said',
    readText:
      'Reading an ended conversation needs a reason. The reason is written into the log before anything is shown.',
    reason: 'Reason',
    chooseReason: 'Choose a reason',
    reasonFirst: 'Choose a reason first.',
    neverOpened: 'Nobody ever opened this room, so there is nothing to read.',
    reasons: {
      case: 'It belongs to a case',
      report: 'A report must be written',
      complaint: 'Somebody has complained',
      quality: 'Quality work'
    },
    read: 'Read',
    reading: (reason: string) => `You are reading this because: ${reason}`,
    stop: 'Stop reading',
    notAllowed: 'You may not read this room.'
  }
};

export type StaffTexts = typeof en;
