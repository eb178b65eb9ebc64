// The room: strangers, and what they cannot use up. See mutants.ts.
import type { NamedMutant } from './named-mutant.ts';

export const roomStrangersMutants: readonly NamedMutant[] = [
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
  }
];
