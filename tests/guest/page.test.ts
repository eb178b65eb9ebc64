// The young person's page until somebody talks: which screen stands, what is said, when the door opens, and
// what becomes of what was typed. The shell's part is played by the test: it brings results back as events.
import type { Untimed } from '#lib/core/work.ts';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '#lib/protocol/codes.ts';
import type { Face } from '#lib/protocol/face.ts';
import { nettpatrulje } from '#lib/protocol/services.ts';
import type { Found, Invitation, ReadyRoom } from '#lib/guest/core/invitation.ts';
import { initialPage, reducePage } from '#lib/guest/core/page.ts';
import type { PageEffect, PageEvent, PageState, Why } from '#lib/guest/core/page-state.ts';
import { initialGuest, type GuestState } from '#lib/guest/core/reduce.ts';
import type { OwnMessage, TheirMessage } from '#lib/guest/core/state.ts';

type Happening = Untimed<PageEvent>;

const NOW_MS = 1_800_000_000_000;
const WORDS = ['sol', 'vind', 'hav'];

const link = (more: Partial<Invitation> = {}): Invitation => ({
  token: {
    wordList: 'nb',
    serviceId: new Uint8Array(4),
    linkSecret: new Uint8Array(32),
    faceHash: new Uint8Array(16)
  },
  serviceId: nettpatrulje.serviceId,
  roomId: new Uint8Array(16),
  roomHex: '00',
  sure: true,
  ...more
});
const LINK = link();
const READY: ReadyRoom = {
  type: 'ready',
  face: { roomKey: 'key', host: 'Kari', policy: nettpatrulje } as Face,
  faceBytes: new Uint8Array(1),
  locked: false
};
const OFFLINE: Found = { type: 'offline' };

/** A page, and what it has asked for since it was last looked at. */
class Page {
  state: PageState;
  nowMs = NOW_MS;
  #asked: PageEffect[] = [];

  constructor(state: Partial<PageState> = {}) {
    this.state = { ...initialPage, ...state };
  }

  on(...happenings: readonly Happening[]): this {
    for (const happening of happenings) {
      const event = { ...happening, nowMs: this.nowMs } as PageEvent;
      const { state, effects } = reducePage(this.state, event);
      this.state = state;
      this.#asked.push(...effects);
    }
    return this;
  }

  /** What was asked for, by kind; looking now and then is told by `watching`. */
  get asked(): readonly string[] {
    const asked = this.#asked.filter(({ type }) => type !== 'watch');
    this.#asked = [];
    return asked.map((one) => (one.type === 'look' && one.why ? `look ${one.why}` : one.type));
  }

  found(found: Found, why: Why | null = null, invitation = this.state.invitation ?? LINK): this {
    return this.on({ type: 'found', invitation, why, found });
  }

  arrive(invitation = LINK, inApp = false): this {
    return this.on({ type: 'arrived', invitation, several: false, inApp });
  }

  type(text: string): this {
    return this.on({ type: 'typed', text }, { type: 'typed-on' });
  }

  press(): this {
    return this.on({ type: 'open' });
  }

  right(): this {
    return this.on({ type: 'checked', check: { type: 'words', words: WORDS } });
  }

  talk(talk: Partial<GuestState>): this {
    return this.on({ type: 'talk', talk: { ...initialGuest, ...talk } });
  }

  refuse(code: ErrorCode, left: number | null = null, retryAtMs: number | null = null): this {
    return this.talk({ phase: 'idle', refusal: { code, left, retryAtMs } });
  }
}

/** At the door of a room that is there, with words in the field. */
const atDoor = (): Page => {
  const page = new Page().arrive().found(READY).type(WORDS.join(' '));
  void page.asked;
  return page;
};
/** The button was pressed, and the room is asked to let in. */
const joining = (): Page => {
  const page = atDoor().press().right();
  void page.asked;
  return page;
};

describe('screens', () => {
  it('[J1] a link leads to the door, and asks only for the face', () => {
    const page = new Page().arrive();
    expect(page.state.screen).toBe('door');
    expect(page.asked).toEqual(['look']);
    expect(page.found(READY).state.room).toBe(READY);
    expect(page.asked).toEqual(['prepare-later']);
  });

  it('[B1, V1] a press from before the scripts came does not choose to stay in an app', () => {
    const page = new Page().type(WORDS.join(' ')).press().arrive(LINK, true).found(READY);
    expect(page.asked).not.toContain('check');
    expect(page.state).toMatchObject({ screen: 'in-app', opening: null });
  });

  it('[B1] in an app’s own browser the way out comes before the code, and going on is allowed', () => {
    const page = new Page().arrive(LINK, true).found(READY);
    expect(page.state.screen).toBe('in-app');
    void page.asked;
    expect(page.on({ type: 'prepare' }).asked).toEqual([]);
    expect(page.on({ type: 'stay-here' }).state.screen).toBe('door');
    expect(page.asked).toEqual(['prepare']);
  });

  it('[L5] without a link the page asks for the message; what was cut says so', () => {
    const bare = new Page().on({ type: 'no-link', cut: false });
    expect(bare.state).toMatchObject({ screen: 'paste', pasteProblem: null });
    expect(bare.asked).toEqual(['load-paste']);
    const cut = new Page().on({ type: 'no-link', cut: true });
    expect(cut.state).toMatchObject({ screen: 'paste', pasteProblem: 'cut-off' });
  });

  it.each([
    ['back', 'talk', []],
    ['none', 'door', []],
    ['unreadable', 'door', ['load-left']],
    ['newer', 'door', ['close']]
  ] as const)('[P2, R6] a remembered place that leads %s: %s', (way, screen, asked) => {
    const page = new Page().on({ type: 'returned', way });
    expect(page.state).toMatchObject({ screen, unreadable: way === 'unreadable' });
    expect(page.asked).toEqual(asked);
    if (way === 'newer') expect(page.state.closed).toBe('outdated');
  });

  it.each(['gone', 'ended', 'new-link', 'expired', 'outdated'] as const)(
    '[J1] a room that is %s has a screen of its own, when that has come',
    (type) => {
      const page = new Page().arrive().found({ type });
      expect(page.state).toMatchObject({ screen: 'door', closed: type });
      expect(page.asked).toContain('close');
      expect(page.on({ type: 'closing' }).state).toMatchObject({ screen: 'closed', opening: null });
      expect(page.on({ type: 'paste-again' }).state).toMatchObject({ screen: 'paste', pasted: '' });
    }
  );

  it.each(['live', 'resuming', 'over'] as const)(
    '[L4] a conversation that is %s is shown',
    (phase) => {
      expect(joining().talk({ phase }).state).toMatchObject({
        screen: 'talk',
        opening: null,
        typed: ''
      });
    }
  );

  it.each([
    ['hidden-too-long', 'paste', ['load-paste']],
    ['resume-expired', 'paste', ['load-paste']],
    ['unreadable', 'paste', ['load-paste', 'load-left']],
    ['newer', 'talk', ['close']]
  ] as const)(
    '[P2, R6] one that was put away (%s) asks for link and code again',
    (away, screen, asked) => {
      const page = joining().talk({ phase: 'live' });
      void page.asked;
      page.talk({ phase: 'idle', away });
      expect(page.state).toMatchObject({ screen, invitation: null, room: null });
      expect(page.asked).toEqual(asked);
      if (away === 'newer') expect(page.state.closed).toBe('outdated');
    }
  );

  const theirs = { from: 'staff', key: 'a', n: 1 } as TheirMessage;
  const unsent = { from: 'you', key: 'b', step: 'lost' } as OwnMessage;

  it.each(['ended', 'new-link', 'gone', 'refused', 'replaced'] as const)(
    '[R3] a page that comes back to a room that is over (%s) shows how, and no empty conversation',
    (why) => {
      const page = new Page({ screen: 'talk' });
      page.talk({ phase: 'over', over: { why }, messages: [unsent] });
      expect(page.asked).toEqual(['load-left', 'close']);
      expect(page.on({ type: 'closing' }).state).toMatchObject({ screen: 'closed', closed: why });
    }
  );

  const waits = { from: 'you', key: 'c', step: 'waiting' } as OwnMessage;

  it.each([
    [{ hasKeys: true, messages: [] }],
    [{ hasKeys: false, messages: [theirs] }],
    // It is still delivered: nothing says that it did not arrive.
    [{ hasKeys: false, messages: [waits, unsent] }]
  ] as const)('[R3] one that was there when it ended leaves what was said in view: %o', (talk) => {
    const page = new Page({ screen: 'talk' }).talk({
      phase: 'over',
      over: { why: 'ended' },
      ...talk
    });
    expect(page.asked).toEqual(['load-left']);
    expect(page.state.screen).toBe('talk');
  });

  it('[R3, L5] nothing that the ended conversation does takes away the field for another message', () => {
    for (const messages of [[], [theirs]]) {
      const over = { why: 'new-link' } as const;
      const page = new Page({ screen: 'talk' }).talk({ phase: 'over', over, messages });
      if (page.asked.includes('close')) page.on({ type: 'closing' });
      page.on({ type: 'paste-again' }).on({ type: 'pasted', text: 'the message' });
      page.talk({ phase: 'over', over, messages, hiddenSinceMs: NOW_MS });
      expect(page.state).toMatchObject({ screen: 'paste', pasted: 'the message' });
      page.talk({ phase: 'live' });
      expect(page.state.screen).toBe('talk');
    }
  });

  it('[R6] what few need to be told is fetched when it is to be said', () => {
    const asked = (talk: Partial<GuestState>) => joining().talk(talk).asked;
    expect(asked({ phase: 'joining' })).toEqual([]);
    expect(asked({ phase: 'live' })).toEqual([]);
    expect(asked({ phase: 'over', over: { why: 'ended' }, hasKeys: true })).toEqual(['load-left']);
    expect(asked({ phase: 'live', recognised: false })).toEqual(['load-left']);
    expect(asked({ phase: 'live', outdated: true })).toEqual(['load-left']);
    const joinWait = { code: 'wait', untilMs: NOW_MS } as const;
    expect(asked({ phase: 'joining', joinWait })).toEqual(['load-left']);
  });
});

describe('opening the door', () => {
  it('[J4] words that the list knows are wrong cost no attempt', () => {
    const page = atDoor().press();
    expect(page.asked).toEqual(['check']);
    page.on({ type: 'checked', check: { type: 'unknown', word: 'xyzzy' } });
    expect(page.state).toMatchObject({
      problem: { type: 'unknown', word: 'xyzzy' },
      opening: null
    });
    expect(page.asked).toEqual([]);
  });

  it('[J1] right words begin, once, however often the button is pressed', () => {
    const page = atDoor().press().press().right().press().right();
    expect(page.asked).toEqual(['check', 'begin']);
    expect(page.state.opening).toEqual({ sinceMs: NOW_MS, words: null });
  });

  it('[J1] whoever presses before the link is read is let in when it is', () => {
    const page = new Page().type(WORDS.join(' ')).press();
    expect(page.asked).toEqual([]);
    expect(page.arrive().found(READY).asked).toEqual(['look', 'prepare-later', 'check']);
    expect(page.right().asked).toEqual(['begin']);
    const none = new Page().press().on({ type: 'no-link', cut: false });
    expect(none.state).toMatchObject({ screen: 'paste', opening: null });
  });

  it('[J4] whoever has pressed while nothing answers is let in when something does', () => {
    const page = new Page().arrive().found(OFFLINE);
    expect(page.state).toMatchObject({ problem: OFFLINE, watching: 'answer' });
    page.type(WORDS.join(' ')).press().right();
    expect(page.state.watching).toBeNull();
    expect(page.asked).toContain('look');
    page.found({ type: 'unreachable' });
    expect(page.state).toMatchObject({
      problem: { type: 'unreachable' },
      watching: 'entry',
      opening: null
    });
    expect(page.on({ type: 'look' }).asked).toEqual(['look']);
    expect(page.found(OFFLINE).state.watching).toBe('entry');
    expect(page.found(READY).asked).toEqual(['check']);
    expect(page.right().asked).toEqual(['begin']);
    expect(page.state).toMatchObject({ problem: null, watching: null });
  });

  it('[J1] one that only looked is not let in without a press', () => {
    const page = new Page().arrive().found(OFFLINE);
    void page.asked;
    expect(page.on({ type: 'look' }).found(READY).asked).toEqual(['look']);
    expect(page.state).toMatchObject({ problem: null, watching: null, opening: null });
  });

  it('[B3] what this browser lacks is said before anything is tried', () => {
    const page = new Page().on({ type: 'start', lack: 'insecure' }).arrive().found(READY);
    expect(page.state.problem).toEqual({ type: 'insecure' });
    void page.asked;
    expect(page.type('sol vind').press().state).toMatchObject({
      problem: { type: 'insecure' },
      opening: null
    });
    expect(page.asked).toEqual([]);
  });

  it('[R6, V1] what could not be begun is told apart: a later page, no answer, an old page, this browser', () => {
    const failed = () => joining().on({ type: 'failed', newer: false });
    const newer = joining().on({ type: 'failed', newer: true });
    expect(newer.asked).toEqual(['close']);
    expect(newer.state).toMatchObject({ closed: 'outdated', typed: WORDS.join(' ') });
    expect(failed().found(OFFLINE).state).toMatchObject({ watching: 'entry', opening: null });
    const page = failed().found(READY);
    expect(page.asked).toEqual(['look', 'ask-age']);
    expect(page.state.opening).not.toBeNull();
    const cannot = { problem: { type: 'browser' }, opening: null };
    expect(page.on({ type: 'aged', tooOld: false }).state).toMatchObject(cannot);
    const old = failed().found(READY).on({ type: 'aged', tooOld: true });
    expect(old.state).toMatchObject({ problem: null, opening: null });
  });

  it('[B3] a network that answers and lets no line through is named', () => {
    const page = joining().on({ type: 'stuck' });
    expect(page.asked).toEqual(['look stuck']);
    expect(page.found(OFFLINE, 'stuck').state).toMatchObject({ blocked: false, problem: null });
    expect(page.found(READY, 'stuck').state.blocked).toBe(true);
    expect(page.refuse('wrong-code', 3).press().state.blocked).toBe(false);
  });

  it('[K5] makes ahead what the words need, and nothing where there is no room, or no use for it', () => {
    const page = new Page().arrive().on({ type: 'prepared' });
    expect(page.asked).toEqual(['look']);
    expect(page.found(READY).on({ type: 'prepared' }).asked).toEqual(['prepare-later', 'warm']);
    expect(joining().on({ type: 'prepared' }).asked).toEqual([]);
  });
});

describe('[J4] what is said for a refusal', () => {
  const at = (code: ErrorCode, left: number | null = null) =>
    joining().refuse(code, left, NOW_MS + 5);

  it('says it at the door, and keeps what was typed', () => {
    expect(at('wrong-code', 3).state).toMatchObject({
      screen: 'door',
      problem: { type: 'wrong', left: 3, retryAtMs: NOW_MS + 5 },
      opening: null,
      typed: WORDS.join(' ')
    });
    expect(at('too-many').state.problem).toEqual({ type: 'busy' });
  });

  it('says it once: a state that still holds it says nothing new', () => {
    const page = joining();
    const refusal = { code: 'wrong-code', left: 3, retryAtMs: null } as const;
    page.talk({ phase: 'idle', refusal }).type('sol vind sk');
    expect(page.talk({ phase: 'idle', refusal }).state.problem).toBeNull();
  });

  it.each([
    ['gone', 'gone'],
    ['epoch-refused', 'refused'],
    ['unsupported-version', 'outdated'],
    ['malformed', 'outdated']
  ] as const)('%s closes the door as %s', (code, closed) => {
    const page = at(code);
    expect(page.asked).toEqual(['close']);
    expect(page.state).toMatchObject({ closed, opening: null });
  });

  it('[R3] how a room ended stands in its face', () => {
    const page = at('ended');
    expect(page.asked).toEqual(['look ended']);
    expect(page.found({ type: 'expired' }, 'ended').state.closed).toBe('expired');
    expect(at('ended').found(READY, 'ended').state.problem).toEqual({ type: 'busy' });
  });

  it('a locked door is watched until strangers see it change', () => {
    const page = at('locked');
    expect(page.asked).toEqual(['look lock']);
    // A device with a count of its own: strangers were never locked out.
    expect(page.found(READY, 'lock').state.problem).toEqual({ type: 'locked' });
    const locked = { ...READY, locked: true };
    expect(page.found(locked, 'lock').found(OFFLINE, 'lock').state.problem?.type).toBe('locked');
    expect(page.on({ type: 'look' }).asked).toEqual(['look lock']);
    expect(page.found(READY, 'lock').state).toMatchObject({
      problem: { type: 'unlocked' },
      watching: null
    });
    expect(at('wrong-code', 0).found({ type: 'gone' }, 'lock').asked).toContain('close');
  });
});

describe('typing', () => {
  const problems: PageState['problem'][] = [
    { type: 'none' },
    { type: 'unlocked' },
    { type: 'busy' },
    { type: 'offline' },
    { type: 'browser' },
    { type: 'how-many', n: 2 },
    { type: 'unknown', word: 'x' },
    { type: 'wrong', left: 3, retryAtMs: NOW_MS - 1 }
  ];
  it.each(problems)('[J4] on clears what does not hold any more: %o', (problem) => {
    const page = new Page({ problem, watching: 'entry' }).type('so');
    expect(page.state).toMatchObject({ problem: null, watching: null, typed: 'so' });
  });

  it.each([{ type: 'locked' }, { type: 'insecure' }, { type: 'wait', retryAtMs: 1 }] as const)(
    '[J4] on leaves what still holds: %o',
    (problem) => {
      expect(new Page({ problem, watching: 'lock' }).type('so').state).toMatchObject({
        problem,
        watching: 'lock'
      });
    }
  );

  it('[J4] on leaves the wait that a wrong try brought', () => {
    const problem = { type: 'wrong', left: 3, retryAtMs: NOW_MS + 9 } as const;
    const wait = { type: 'wait', retryAtMs: NOW_MS + 9 };
    expect(new Page({ problem }).type('so').state.problem).toEqual(wait);
  });

  it('[K5] the second word fetches the conversation, where there is a link', () => {
    expect(new Page().arrive().type('sol').asked).toEqual(['look']);
    expect(new Page().arrive().type('sol v').asked).toEqual(['look', 'prepare']);
    expect(new Page().type('sol v').asked).toEqual([]);
  });

  it('[V1] closed doors drop what was typed for them; a page that is too old carries it over', () => {
    expect(atDoor().found({ type: 'gone' }).state.typed).toBe('');
    expect(atDoor().found({ type: 'outdated' }).state.typed).toBe(WORDS.join(' '));
  });
});

describe('[L5] pasting', () => {
  const MESSAGE = `Hei! https://chat.example/r#-AQB ${WORDS.join(' ')}`;
  const paste = (page: Page, text: string): Page =>
    page.on({ type: 'pasted', text }, { type: 'paste' });
  const token = LINK.token;

  it('takes words and link out of a message, in either field', () => {
    const door = new Page().arrive().found(READY).type(MESSAGE);
    expect(door.asked).toContain('read');
    door.on({ type: 'read', text: MESSAGE, found: { words: WORDS, token } });
    expect(door.state.typed).toBe(WORDS.join(' '));
    const page = paste(new Page().on({ type: 'no-link', cut: true }), MESSAGE);
    expect(page.asked).toEqual(['load-paste', 'read']);
    page.on({ type: 'read', text: MESSAGE, found: { words: WORDS, token } }).arrive();
    expect(page.state).toMatchObject({
      screen: 'door',
      typed: WORDS.join(' '),
      pasted: '',
      pasteProblem: null
    });
  });

  it('keeps a pasted text that holds nothing, and says what is wrong with it', () => {
    const said = (text: string) =>
      paste(new Page({ screen: 'paste' }), text).on({ type: 'read', text, found: null }).state;
    expect(said('hei')).toMatchObject({ pasted: 'hei', pasteProblem: 'nothing' });
    expect(said('chat.example/r')).toMatchObject({ pasteProblem: 'cut-off' });
  });

  it('[L6] reads no more than 20,000 letters', () => {
    const page = paste(new Page({ screen: 'paste' }), 'a'.repeat(20_001));
    expect(page.asked).toEqual([]);
    expect(page.state.pasteProblem).toBe('too-long');
    // What was refused before it reached the field stays said when the empty field is read.
    const refused = paste(new Page({ screen: 'paste' }).on({ type: 'too-long' }), '');
    const unread = { type: 'read', found: null } as const;
    expect(refused.on({ ...unread, text: '' }).state.pasteProblem).toBe('too-long');
    expect(refused.on({ ...unread, text: 'hei' }).state.pasteProblem).toBe('nothing');
    expect(new Page({ screen: 'paste' }).on({ ...unread, text: '' }).state.pasteProblem).toBe(
      'nothing'
    );
  });

  it('counts a text that is no message as too many words, unless it has been changed since', () => {
    const text = 'hei '.repeat(20);
    const unread = { type: 'read', text, found: null } as const;
    expect(new Page().type(text).on(unread).state.problem).toEqual({ type: 'how-many', n: 9 });
    expect(new Page().type(text).type('sol').on(unread).state.problem).toBeNull();
  });

  it('words alone are taken where the link is known, and not where it is not', () => {
    const read = { type: 'read', text: 'x', found: { words: WORDS, token: null } } as const;
    const known = new Page({ screen: 'paste', invitation: LINK, pasted: 'x' }).on(read);
    expect(known.state).toMatchObject({ typed: WORDS.join(' '), pasted: '' });
    const alone = new Page({ screen: 'paste', pasted: 'x' }).on(read);
    expect(alone.state).toMatchObject({ typed: WORDS.join(' '), pasteProblem: 'nothing' });
  });

  it('says that there were several links', () => {
    const several = { type: 'arrived', invitation: LINK, several: true, inApp: false } as const;
    expect(new Page().on(several).state.several).toBe(true);
    expect(new Page().on(several).arrive(link()).state.several).toBe(false);
  });
});

describe('[L6] a link that may have been cut', () => {
  it.each(['gone', 'mismatch'] as const)(
    '[L6] never says that a room is %s, costs no attempt, and asks for the message',
    (type) => {
      const page = new Page()
        .arrive(link({ sure: false }))
        .type(WORDS.join(' '))
        .press();
      void page.asked;
      page.found({ type });
      expect(page.state).toMatchObject({
        screen: 'paste',
        pasteProblem: 'cut-off',
        opening: null,
        typed: WORDS.join(' ')
      });
      expect(page.asked).toEqual(['load-paste', 'prepare-later']);
      expect(page.right().asked).toEqual([]);
    }
  );

  it('[L6, J1] a room that does not fit is asked for once more before it may have been swapped: a few letters can be wrong', () => {
    const page = new Page().arrive().type(WORDS.join(' ')).press();
    void page.asked;
    page.found({ type: 'mismatch' });
    expect(page.state).toMatchObject({ screen: 'paste', pasteProblem: 'cut-off', opening: null });
    expect(page.asked).not.toContain('close');
    // Copied again, and the same letters: now it is said.
    page.arrive(link()).found({ type: 'mismatch' });
    expect(page.state.closed).toBe('mismatch');
    expect(page.asked).toContain('close');
  });

  it('[L6, L5] is gone for whatever comes next: words alone lead nowhere, and a late answer says nothing', () => {
    const page = new Page().arrive();
    const { invitation } = page.state;
    page.found({ type: 'mismatch' });
    page.on({ type: 'read', text: WORDS.join(' '), found: { token: null, words: WORDS } as never });
    expect(page.state).toMatchObject({ screen: 'paste', pasteProblem: 'nothing' });
    page.found({ type: 'mismatch' }, null, invitation ?? LINK);
    expect(page.state.screen).toBe('paste');
    expect(page.asked).not.toContain('close');
  });

  it('[L6, J1] other letters that do not fit are asked for again, and the right ones open the door', () => {
    const page = new Page().arrive().found({ type: 'mismatch' });
    const other = link({ token: { ...LINK.token, faceHash: new Uint8Array(16).fill(1) } });
    page.arrive(other).found({ type: 'mismatch' });
    expect(page.state).toMatchObject({ screen: 'paste', pasteProblem: 'cut-off' });
    const { token } = other;
    page.arrive(link({ roomHex: '01', token })).found({ type: 'mismatch' });
    expect(page.state).toMatchObject({ screen: 'paste', pasteProblem: 'cut-off' });
    // One that may have been cut is never sure, however often it comes.
    for (let n = 0; n < 2; n += 1) page.arrive(link({ sure: false })).found({ type: 'mismatch' });
    expect(page.state).toMatchObject({ screen: 'paste', pasteProblem: 'cut-off' });
    expect(page.arrive(link({ roomHex: '02' })).found(READY).state.screen).toBe('door');
  });

  it('is not looked for any more: what is being pasted instead stays', () => {
    const page = new Page()
      .arrive(link({ sure: false }))
      .found(OFFLINE)
      .found({ type: 'gone' });
    expect(page.state).toMatchObject({ screen: 'paste', watching: null });
  });

  it('leads to its room all the same, where there is one', () => {
    const page = new Page().arrive(link({ sure: false })).found(READY);
    expect(page.state).toMatchObject({ screen: 'door', room: READY });
    expect(new Page().arrive(link({ sure: false })).found({ type: 'ended' }).state.closed).toBe(
      'ended'
    );
  });
});

describe('another link', () => {
  it('[L5] is not called gone, ended or refused because the one before it was', () => {
    const page = new Page().arrive().found({ type: 'ended' });
    expect(page.asked).toContain('close');
    page.arrive(link());
    expect(page.on({ type: 'closing' }).state.screen).toBe('door');
  });

  it('[L5] takes the door, and what was asked for the first one counts no more', () => {
    const page = new Page().arrive().type(WORDS.join(' ')).press();
    const later = link();
    page.found(OFFLINE).right().arrive(later);
    expect(page.state).toMatchObject({
      invitation: later,
      room: null,
      watching: null,
      opening: null
    });
    void page.asked;
    page.found({ type: 'gone' }, null, LINK).found(READY, null, LINK);
    expect(page.state).toMatchObject({ room: null, closed: 'gone', typed: WORDS.join(' ') });
    expect(page.asked).toEqual([]);
  });
});

describe('looking again', () => {
  it('[J4] hurries, and says nothing until there is an answer', () => {
    const page = new Page().arrive().found(OFFLINE).on({ type: 'look-again' });
    expect(page.state.problem).toBeNull();
    expect(page.found({ type: 'unreachable' }).state.problem).toEqual({ type: 'unreachable' });
  });

  it('[J3] stops once the room has answered somebody who pressed "try again"', () => {
    const page = new Page().arrive().found(OFFLINE).on({ type: 'look-again' }).found(READY);
    expect(page.state).toMatchObject({ watching: null, problem: null });
  });

  it('[J3] is done when the network comes back, also for somebody who types meanwhile', () => {
    const page = new Page().arrive().found(OFFLINE).type('so');
    void page.asked;
    expect(page.on({ type: 'look' }).asked).toEqual(['look']);
  });

  it('[P2] is not done for somebody who talks, though the network came back', () => {
    const page = joining().refuse('locked').talk({ phase: 'live' });
    void page.asked;
    expect(page.state.watching).toBeNull();
    expect(page.on({ type: 'look' }).asked).toEqual([]);
  });

  it('[V1] is done when a part does not come, at the door and nowhere else', () => {
    expect(atDoor().on({ type: 'missing' }).asked).toEqual(['look']);
    expect(joining().talk({ phase: 'live' }).on({ type: 'missing' }).asked).toEqual([]);
  });
});

describe('[E1] after Exit', () => {
  const everything: readonly Happening[] = [
    { type: 'start', lack: 'browser' },
    { type: 'returned', way: 'back' },
    { type: 'no-link', cut: true },
    { type: 'arrived', invitation: link(), several: true, inApp: false },
    { type: 'read', text: 'x', found: { words: WORDS, token: LINK.token } },
    { type: 'typed', text: 'https://chat.example/r' },
    { type: 'typed-on' },
    { type: 'pasted', text: 'x' },
    { type: 'open' },
    { type: 'paste' },
    { type: 'paste-again' },
    { type: 'too-long' },
    { type: 'look-again' },
    { type: 'stay-here' },
    { type: 'found', invitation: LINK, why: null, found: { type: 'gone' } },
    { type: 'found', invitation: LINK, why: null, found: READY },
    { type: 'checked', check: { type: 'words', words: WORDS } },
    { type: 'failed', newer: true },
    { type: 'aged', tooOld: false },
    { type: 'prepare' },
    { type: 'prepared' },
    { type: 'closing' },
    { type: 'look' },
    { type: 'missing' },
    { type: 'stuck' },
    { type: 'talk', talk: { ...initialGuest, phase: 'live' } },
    { type: 'exit' }
  ];
  it.each(everything)('[E1] nothing happens and nothing is asked for: $type', (happening) => {
    const page = atDoor().press().on({ type: 'exit' });
    expect(page.state.watching).toBeNull();
    void page.asked;
    const { state } = page;
    expect(page.on(happening).state).toEqual(state);
    expect(page.asked).toEqual([]);
  });

  it('what was looked for now and then is let be', () => {
    const { effects } = reducePage(
      { ...initialPage, watching: 'lock' },
      { type: 'exit', nowMs: NOW_MS }
    );
    expect(effects).toEqual([{ type: 'watch', on: false }]);
  });
});
