// The young person's page before the conversation: see mutants.ts.
import type { NamedMutant } from './named-mutant.ts';

const door = 'src/lib/guest/core/page-door.ts';

export const guestPageMutants: readonly NamedMutant[] = [
  {
    name: 'a cut link says that the room is gone',
    rule: 'L6',
    file: door,
    from: `!invitation.sure &&`,
    to: `false &&`,
    in: 'guest/page',
    by: '[L6] never says that a room is gone, costs no attempt, and asks for the message'
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
  }
];
