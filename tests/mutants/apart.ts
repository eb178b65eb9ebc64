// Rooms that could be taken for one another at the desk. See mutants.ts.
import type { NamedMutant } from './named-mutant.ts';

const content = 'src/lib/protocol/log-content.ts';
const meaning = 'src/lib/staff/room/core/room-meaning.ts';
const label = 'src/lib/staff/room/core/room-label.ts';
const colours = 'src/lib/staff/desk/core/room-colours.ts';

export const apartMutants: readonly NamedMutant[] = [
  {
    name: 'two rooms that live at once look alike',
    rule: 'R9',
    file: colours,
    from: `many(next) < many(best) ? next : best`,
    to: `many(next) < many(best) ? best : best`,
    in: 'staff/room-colours',
    by: '[R9] twelve open rooms have twelve colours, though all have the same of their own'
  },
  {
    name: 'a room changes its colour while somebody looks',
    rule: 'R9',
    file: colours,
    from: `new Map(held)`,
    to: `new Map(held.size < 0 ? held : [])`,
    in: 'staff/room-colours',
    by: '[R9] a room that could not be read, and comes back, takes nobody’s colour'
  },
  {
    name: 'a colleague who comes later sees other colours',
    rule: 'R9',
    file: colours,
    from: `one.createdAtMs < endOf(other) && other.createdAtMs < endOf(one)`,
    to: `endOf(one) === endOf(other)`,
    in: 'staff/room-colours',
    by: '[R9] a colleague who comes later sees the same, after rooms have ended too'
  },
  {
    name: 'every unknown kind of log entry is passed over',
    rule: 'R6',
    file: content,
    from: `content?.t === 'newer' && isAside(json)`,
    to: `content?.t === 'newer' && (isAside(json) || true)`,
    in: 'staff/room-label',
    by: '[R6, J5] stops all writing but refusals where it does not say so'
  },
  {
    name: 'no unknown kind of log entry is passed over',
    rule: 'R6',
    file: content,
    from: `content?.t === 'newer' && isAside(json)`,
    to: `content?.t === 'newer' && isAside('')`,
    in: 'staff/room-label',
    by: '[R6, J5] is passed over where it says that it changes nothing about whom to write to'
  },
  {
    name: 'a decision that says it is harmless is passed over',
    rule: 'J5',
    file: content,
    from: `content?.t === 'newer' && isAside(json)`,
    to: `isAside(json)`,
    in: 'staff/room-label',
    by: '[J5, R6] a decision stays one'
  },
  {
    name: 'what is passed over need not be signed',
    rule: 'R6',
    file: meaning,
    from: `if (memberId === null) return 'signature';`,
    to: `if (memberId === null) return content.t === 'aside' ? null : 'signature';`,
    in: 'staff/room-label',
    by: '[R6, S6] that is passed over must be signed, and under no older directory'
  },
  {
    name: 'an empty label is one',
    rule: 'R9',
    file: meaning,
    from: `content.label === '' ? null`,
    to: `content.label === '-' ? null`,
    in: 'staff/room-label',
    by: '[R9] stands for every colleague; the newest counts, and an empty one takes it away'
  },
  {
    name: 'a label is written into a room that is not open yet',
    rule: 'R9',
    file: label,
    from: `if (label === null || !canWrite(w.s)) return;`,
    to: `if (label === null) return;`,
    in: 'staff/room-label',
    by: '[R9] given before the room is open is written as soon as it is'
  },
  {
    name: 'a label that is too long spoils the log',
    rule: 'X2',
    file: label,
    from: `if (!mayLabel(w.s) || isLabelTooLong(typed)) return;`,
    to: `if (!mayLabel(w.s)) return;`,
    in: 'staff/room-label',
    by: '[R9, X2] that is too long is not written, and the one before stands'
  },
  {
    name: 'a link is said to work longer than the room lives',
    rule: 'R2',
    file: 'src/lib/protocol/invite-lapse.ts',
    from: `Math.min(inviteLapseMs, hardCapMs)`,
    to: `(inviteLapseMs || hardCapMs)`,
    in: 'party-core/invite-lapse',
    by: '[R2] is what the room does, whatever its policy'
  },
  {
    name: 'the end of a link is said by another clock than the service’s',
    rule: 'R2',
    file: 'src/lib/i18n/desk-until.ts',
    from: `{ ...wanted, timeZone }`,
    to: `{ ...wanted, timeZone: timeZone && 'UTC' }`,
    in: 'party-core/invite-lapse',
    by: '[R2] is said in whole minutes that are still within it, by the service’s own clock'
  },
  {
    name: 'an opened link is said to lapse',
    rule: 'R2',
    file: 'party/room/core/room-report.ts',
    from: `core.life.state === 'invited'`,
    to: `core.life.state !== 'closed'`,
    in: 'party-core/invite-lapse',
    by: '[R2] is told to the desk of a room that nobody has opened, and of no other'
  }
];
