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
  }
];
