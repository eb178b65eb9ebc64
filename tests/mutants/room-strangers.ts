// The room: strangers, and what they cannot use up; rooms that nobody made; what an erasure touches. See
// mutants.ts.
import type { NamedMutant } from './named-mutant.ts';

export const roomStrangersMutants: readonly NamedMutant[] = [
  {
    name: 'a connection may bring as many bad proofs as it likes',
    rule: 'X3',
    file: 'party/room/frames/bad-proof.ts',
    from: `authOf(connection)?.kind === 'new'`,
    to: `connection === null`,
    in: 'party/flood',
    by: '[X3] a connection whose proofs fail again and again is closed, and asks the desk for no more'
  },
  {
    name: 'whoever has proved nothing sends from what strangers share',
    rule: 'X3',
    file: 'party/room/frames/room-frames.ts',
    from: `if (auth.kind === 'new') return conduct.unproved.take(nowMs);`,
    to: `if (auth.kind === 'new') return conduct.frames.take(nowMs) ?? room.strangersFrames.take(nowMs);`,
    in: 'party/flood',
    by: '[X3] however much they send, a confirmed phone comes back and staff enter'
  },
  {
    name: 'an idle connection pushes out one whose proof is being checked',
    rule: 'X3',
    file: 'party/room/core/places.ts',
    from: `crowd.filter((one) => one !== newcomer && !one.proving);`,
    to: `crowd.filter((one) => one !== newcomer);`,
    in: 'party-core/places',
    by: '[X3] whose proof is being checked gives way to nobody; where that is everybody, the next comes later'
  },
  {
    name: 'nobody knows whose proof is being checked',
    rule: 'X3',
    file: 'party/room/object/conduct.ts',
    from: `conducts.get(connection)?.proving === true;`,
    to: `conducts.get(connection)?.over === true;`,
    in: 'party/flood',
    by: '[X3] nobody gives way while its proof is being checked, however many come meanwhile'
  },
  {
    name: 'a refused device goes on counting as what it was',
    rule: 'X4',
    file: 'party/room/core/standing.ts',
    from: `if (device?.barred === true) return 'barred';`,
    to: ``,
    in: 'party/given-back',
    by: '[X4] strangers fill their part, staff refuse them, and somebody new can write'
  },
  {
    name: 'epochs of refused devices count as strangers’',
    rule: 'J9',
    file: 'party/room/core/newcomers.ts',
    from: `held('barred') - NEWCOMERS.keptBarred`,
    to: `held('barred')`,
    in: 'party-core/newcomers',
    by: '[J9] gives back what refused devices held, so that unlocking helps again'
  },
  {
    name: 'epochs of refused devices are kept without end',
    rule: 'J9',
    file: 'party/room/core/newcomers.ts',
    from: ` + Math.max(0, held('barred') - NEWCOMERS.keptBarred)`,
    to: ``,
    in: 'party-core/newcomers',
    by: '[J9] of refused devices so many epochs are beside the others, and no more'
  },
  {
    name: 'one confirmed device may use up the epochs of all',
    rule: 'J9',
    file: 'party/room/core/newcomers.ts',
    from: ` || own >= RETURNS.keptOfDevice`,
    to: ` || own < 0`,
    in: 'party-core/newcomers',
    by: '[J9] one device that was confirmed cannot use up the epochs of the others'
  },
  {
    name: 'one confirmed device may fill the room',
    rule: 'X4',
    file: 'party/room/core/quotas.ts',
    from: `if (writer === 'confirmed' && ownBytes`,
    to: `if (writer === 'confirmed' && 0 * ownBytes`,
    in: 'party/given-back',
    by: '[X4] who was confirmed by mistake fills no more than a quarter, and refused, gives that back too'
  },
  {
    name: 'refused bytes are taken without end',
    rule: 'X4',
    file: 'party/room/core/quotas.ts',
    from: `own === 'log' ? 0 : Math.max(0, used.barred - roomBytes * BARRED)`,
    to: `own === 'log' ? 0 : 0 * BARRED`,
    in: 'party-core/quotas',
    by: '[X4] however staff refuse and others write again, all but the log stays within twice the quota'
  },
  {
    name: 'an erasure believes any count of share stores',
    rule: 'R5',
    file: 'party/room/storage/sibling-rows.ts',
    from: `if (!fits || stored < least || stored > most) throw`,
    to: `if (!fits || stored < Math.min(least, most)) throw`,
    in: 'party/unreadable',
    by: '[R5] a count that no room can have is not believed'
  },
  {
    name: 'an erasure that cannot read the counts forgets the records',
    rule: 'R5',
    file: 'party/room/storage/sibling-rows.ts',
    from: `known?.boxGeneration ?? orNull(() => recordsIn(sql).length) ?? MAX_ROOM_RECORDS;`,
    to: `known?.boxGeneration ?? MAX_ROOM_RECORDS;`,
    in: 'party/unreadable',
    by: '[R5] three where nobody came, and thirty-five at most'
  },
  {
    name: 'the desk makes a walk-in room',
    rule: 'W1',
    file: 'party/desk/rooms/room-making.ts',
    from: `if (shape.kind !== 'invited') return 'not-allowed';`,
    to: ``,
    in: 'party/walk-in',
    by: '[W1] is not made by the desk: no row, no object'
  },
  {
    name: 'a room object takes a walk-in face',
    rule: 'W1',
    file: 'party/room/object/room-keeper.ts',
    from: `if (face === null || face.kind !== 'invited' ||`,
    to: `if (face === null ||`,
    in: 'party/walk-in',
    by: '[W1] is not made by the object of the room either'
  },
  {
    name: 'a stored walk-in face opens a room',
    rule: 'W1',
    file: 'party/room/object/room.ts',
    from: `if (face?.kind !== 'invited') throw`,
    to: `if (face === null) throw`,
    in: 'party/unreadable',
    by: '[R6] because of the face of a walk-in: is unavailable, and goes on when it can be'
  }
];
