// Who waits for staff: what ends a wait, and what a locked desk hears of it. See mutants.ts.
import type { NamedMutant } from './named-mutant.ts';

const owed = 'src/lib/staff/room/core/room-owed.ts';

export const waitingMutants: readonly NamedMutant[] = [
  {
    name: 'a reply answers what its writer had not read',
    rule: 'R8',
    file: 'src/lib/staff/room/core/room-meaning.ts',
    from: `const answered = Math.min(upTo ?? signed.order, signed.order);`,
    to: `const answered = Math.max(upTo ?? signed.order, signed.order);`,
    in: 'staff/owed',
    by: '[R8] to what came in while a reply was being written is not given by that reply'
  },
  {
    name: 'a refused device keeps a room waiting',
    rule: 'R8',
    file: owed,
    from: `order > upTo && verdicts.get(epochId)?.verdict !== 'refuse'`,
    to: `order > upTo && verdicts.get(epochId)?.verdict !== 'confirm'`,
    in: 'staff/owed',
    by: '[R8] is not owed to a receipt, nor to a device that staff have refused'
  },
  {
    name: 'a room that does not know what is answered is told so',
    rule: 'R6',
    file: owed,
    from: `if (w.s.answeredOrder === null || order <= w.s.answeredOrder) return;`,
    to: `if (order <= (w.s.answeredOrder ?? 0)) return;`,
    in: 'staff/owed',
    by: '[R8, R6] is not offered by a room of a version that does not know of it, and nothing is told to it'
  },
  {
    name: 'what was read is not owed any more',
    rule: 'R8',
    file: 'party/room/storage/entry-storage.ts',
    from: `return tally(this.#sql, this.lastOrder(), readOrder, answeredOrder);`,
    to: `return tally(this.#sql, this.lastOrder(), readOrder, Math.max(readOrder, answeredOrder));`,
    in: 'party/life',
    by: '[R8] lets a room wait that was read, until staff owe it nothing, and every desk hears that'
  },
  {
    name: 'a room is answered ahead of what is there',
    rule: 'R8',
    file: 'party/room/frames/staff-acts.ts',
    from: `const order = Math.min(frame.order, entries.lastOrder());
  if (room.closed || order <= answeredOrderOf(core)) return;`,
    to: `const { order } = frame;
  if (room.closed || order <= answeredOrderOf(core)) return;`,
    in: 'party/life',
    by: '[R8] lets a room wait that was read, until staff owe it nothing, and every desk hears that'
  },
  {
    name: 'a room in view hops between groups',
    rule: 'R8',
    file: 'src/lib/staff/desk/core/desk-list.ts',
    from: `(room.roomId === held?.roomId ? held : room)`,
    to: `(room.roomId === held?.roomId ? room : room)`,
    in: 'staff/desk',
    by: '[R8] leaves a room in view where it stood, until it is left or its life changes'
  },
  {
    name: 'a locked desk hears of rooms',
    rule: 'D10',
    file: 'party/desk/desk-sockets.ts',
    from: `send(this.#ctx.getWebSockets(LIST), frame);`,
    to: `send(this.#ctx.getWebSockets(), frame);`,
    in: 'party/locked-desk',
    by: '[D10] is sent five numbers and nothing else, whatever happens in the rooms'
  },
  {
    name: 'a locked desk is told who made the room',
    rule: 'D10',
    file: 'src/lib/protocol/room-waiting.ts',
    from: `    nowMs
  };`,
    to: `    nowMs,
    ...{ by: waiting[0]?.createdBy ?? '' }
  };`,
    in: 'party/locked-desk',
    by: '[D10] is sent five numbers and nothing else, whatever happens in the rooms'
  },
  {
    name: 'a locked desk is told once and never again',
    rule: 'D10',
    file: 'party/desk/desk-sockets.ts',
    from: `if (now !== this.#lastWaits) send(this.#ctx.getWebSockets(LOCKED), frame);`,
    to: `if (this.#lastWaits === '') send(this.#ctx.getWebSockets(LOCKED), frame);`,
    in: 'party/locked-desk',
    by: '[D10] is not told again what it knows, and never misses what came while another one locked'
  },
  {
    name: 'a door that strangers locked calls nobody',
    rule: 'R8',
    file: 'src/lib/protocol/room-waiting.ts',
    from: `room.unattended || room.locked`,
    to: `room.unattended`,
    in: 'staff/desk',
    by: '[R8] lets a room that was read wait until it is answered, and one whose door is locked'
  },
  {
    name: 'nobody knows since when a door has been locked',
    rule: 'R8',
    file: 'party/room/core/room-report.ts',
    from: `unattended ? aloneSinceMs : null, lockedSinceMs(state)]`,
    to: `unattended ? aloneSinceMs : null]`,
    in: 'party-core/room-core',
    by: '[R8] a guest without staff, and whoever stands before a locked door, waits since then'
  },
  {
    name: 'a bell that was acknowledged stays quiet for the next one',
    rule: 'D10',
    file: 'src/lib/staff/desk/core/locked-bell.ts',
    from: `(waits.newestMs ?? 0) > seen.newestMs`,
    to: `(waits.newestMs ?? 0) < seen.newestMs`,
    in: 'staff/locked-bell',
    by: '[D10] is quiet once somebody has acknowledged, until the next one waits'
  }
];
