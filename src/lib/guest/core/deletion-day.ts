// The day by which everything in a room is deleted, whatever happens: the date in the promise. Pure, and
// without a schema, so that the first screen can show it. Rules: R2.
import type { Face } from '#lib/protocol/face.ts';

export const deletedAtMs = (face: Pick<Face, 'createdAtMs' | 'policy'>): number =>
  face.createdAtMs + face.policy.lifetimes.hardCapMs;
