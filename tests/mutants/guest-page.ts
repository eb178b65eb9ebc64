// The young person's page before the conversation: see mutants.ts.
import type { NamedMutant } from './named-mutant.ts';

const door = 'src/lib/guest/core/page-door.ts';

export const guestPageMutants: readonly NamedMutant[] = [
  {
    name: 'a cut link says that the room is gone',
    rule: 'L6',
    file: door,
    from: `return found.type === 'gone' && !sure;`,
    to: `return false;`,
    in: 'guest/page',
    by: '[L6] never says that a room is gone, costs no attempt, and asks for the message'
  },
  {
    name: 'a few wrong letters are called a swap at once',
    rule: 'L6',
    file: door,
    from: `return !again || !sure;`,
    to: `return !sure;`,
    in: 'guest/page',
    by: '[L6, J1] a room that does not fit is asked for once more before it may have been swapped: a few letters can be wrong'
  },
  {
    name: 'a swapped room is asked for for ever',
    rule: 'J1',
    file: door,
    from: `s.misfit = letters;`,
    to: ``,
    in: 'guest/page',
    by: '[L6, J1] a room that does not fit is asked for once more before it may have been swapped: a few letters can be wrong'
  },
  {
    name: 'the page begins twice with the same words',
    rule: 'J1',
    file: door,
    from: `if (s.opening?.sinceMs !== null) return;`,
    to: ``,
    in: 'guest/page',
    by: '[J1] right words begin, once, however often the button is pressed'
  },
  {
    name: 'an answer about an earlier link is taken',
    rule: 'L5',
    file: door,
    from: `if (invitation !== s.invitation) return;`,
    to: ``,
    in: 'guest/page',
    by: '[L5] takes the door, and what was asked for the first one counts no more'
  },
  {
    name: 'the page goes on after Exit',
    rule: 'E1',
    file: 'src/lib/guest/core/page.ts',
    from: `if (!state.left) handle(w, event);`,
    to: `handle(w, event);`,
    in: 'guest/page',
    by: '[E1] nothing happens and nothing is asked for: found'
  },
  {
    name: 'an ended room that a page comes back to is an empty conversation',
    rule: 'R3',
    file: 'src/lib/guest/core/page-talk.ts',
    from: `else close(w, closed);`,
    to: `else showTalk(w);`,
    in: 'guest/page',
    by: '[R3] a page that comes back to a room that is over (ended) shows how, and no empty conversation'
  },
  {
    name: 'an ended conversation takes the field for another message away',
    rule: 'L5',
    file: 'src/lib/guest/core/page-talk.ts',
    from: `if (talk.over !== null && talk.over === s.over && s.screen !== 'talk') return;`,
    to: ``,
    in: 'guest/page',
    by: '[R3, L5] nothing that the ended conversation does takes away the field for another message'
  },
  {
    name: 'what was seen is lost by a reload',
    rule: 'O5',
    file: 'src/lib/guest/core/reading.ts',
    from: `else if (kind === 'seen') w.s.sealedSeen = sealed;`,
    to: ``,
    in: 'guest/guest-core',
    by: '[O5] what staff have seen is still seen after a reload, although the keys come after the signal'
  },
  {
    name: 'a page without its root does not say that what is written is only here',
    rule: 'O4',
    file: 'src/lib/guest/core/only-here.ts',
    from: `s.phase === 'resuming' ||`,
    to: ``,
    in: 'guest/only-here',
    by: '[O4] a page without its root says so from the first letter on, and not before'
  },
  {
    name: 'an address with somebody’s name in front looks like a known one',
    rule: 'B5',
    file: 'src/lib/guest/core/tappable.ts',
    from: `url.protocol !== 'https:' || url.username !== '' ||`,
    to: `url.protocol !== 'https:' ||`,
    in: 'guest/tappable',
    by: '[B5] nothing in "https://politiet.no@evil.example/"'
  },
  {
    name: 'an address without TLS can be tapped',
    rule: 'B5',
    file: 'src/lib/guest/core/tappable.ts',
    from: `url.protocol !== 'https:' ||`,
    to: ``,
    in: 'guest/tappable',
    by: '[B5] nothing in "http://usikker.no/"'
  },
  {
    name: 'a part of a longer run of digits is called',
    rule: 'B5',
    file: 'src/lib/guest/core/tappable.ts',
    from: '|${GAP}?[.,:/-]?\\\\d|,-|',
    to: '|,-|',
    in: 'guest/tappable',
    by: '[B5] nothing in "Det koster 3 000 kr, eller 10 000, 113 000 kr, 112 500 kr, 22 222 222, kr 500, 15000,-"'
  }
];
