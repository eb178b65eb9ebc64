// Who waits for staff: what ends a wait, and what a locked desk hears of it. See mutants.ts.
import type { NamedMutant } from './named-mutant.ts';

const owed = 'src/lib/staff/room/core/room-owed.ts';

export const waitingMutants: readonly NamedMutant[] = [
  {
    name: 'a reply answers what its writer had not read',
    rule: 'R8',
    file: 'src/lib/staff/room/core/room-meaning.ts',
    from: `const answersUpTo = Math.min(upTo ?? signed.order, signed.order);`,
    to: `const answersUpTo = Math.max(upTo ?? signed.order, signed.order);`,
    in: 'staff/owed',
    by: '[R8] to what came in while a reply was being written is not given by that reply'
  },
  {
    name: 'a refused device keeps a room waiting',
    rule: 'R8',
    file: owed,
    from: `verdicts.get(epochId)?.verdict !== 'refuse';`,
    to: `verdicts.get(epochId)?.verdict !== 'confirm';`,
    in: 'staff/owed',
    by: '[R8] is not owed to a receipt, nor to a device that staff have refused'
  },
  {
    name: 'a reply to a stranger answers the young person',
    rule: 'R8',
    file: owed,
    from: `knownSince.has(device) ? known : 0`,
    to: `known || Math.max(0, ...own.values())`,
    in: 'staff/owed',
    by: '[R8] does not answer the young person, nor theirs a stranger'
  },
  {
    name: 'what a page cannot read is owed no answer',
    rule: 'R8',
    file: owed,
    from: `return firstOf(heard.find(owed), unread.find(owed));`,
    to: `return firstOf(heard.find(owed), undefined && unread.find(owed));`,
    in: 'staff/owed',
    by: '[R8, R6] may be a message: it is owed an answer, and read by nobody until somebody looks'
  },
  {
    name: 'a room answers what is yet to come',
    rule: 'R8',
    file: 'src/lib/staff/room/core/room-frames.ts',
    from: `Math.min(order, there)`,
    to: `Math.max(order, there)`,
    in: 'staff/owed',
    by: '[R8] beyond what is there answers nothing that is yet to come'
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
    name: 'a locked desk that comes late leaves what others were told',
    rule: 'D10',
    file: 'party/desk/desk-sockets.ts',
    from: `    this.#tellLocked(first);
    return`,
    to: `    return`,
    in: 'party/locked-desk',
    by: '[D10] is told what is so now, whatever another one was told before it'
  },
  {
    name: 'locked tabs push an open desk off its line',
    rule: 'X2',
    file: 'party/desk/desk-sockets.ts',
    from: `.filter((one) => kinds.has(one))`,
    to: `.filter((one) => kinds.has(one) || true)`,
    in: 'party/locked-desk',
    by: '[D10, X2] pushes no open desk off its line, however many are locked'
  },
  {
    name: 'a locked desk never hears of a row that could not be read',
    rule: 'R6',
    file: 'party/desk/staff-requests.ts',
    from: `  roomsNow(storage, Date.now());
`,
    to: ``,
    in: 'party/locked-desk',
    by: '[D10, R6] asks again for a room that the desk cannot read'
  },
  {
    name: 'a locked tab gives up when another one has just unlocked',
    rule: 'D8',
    file: 'src/lib/staff/desk/locked-desk.svelte.ts',
    from: `if (this.#askedAgain) return`,
    to: `if (this.#askedAgain || true) return`,
    in: 'staff/locked-desk',
    by: '[D8, D10] asks once more, since another tab may have replaced the cookie just now'
  },
  {
    name: 'one left again in the word that takes another away is not heard',
    rule: 'D10',
    file: 'src/lib/staff/desk/core/locked-bell.ts',
    from: `newest < seen.newestMs ? Math.max(0, seen.alone - 1) : seen.alone`,
    to: `newest < seen.newestMs ? seen.alone : seen.alone`,
    in: 'staff/locked-bell',
    by: '[D10] rings again for one who was with somebody of staff and is left again'
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
