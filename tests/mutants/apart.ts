// Rooms that could be taken for one another at the desk. See mutants.ts.
import type { NamedMutant } from './named-mutant.ts';

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
  }
];
