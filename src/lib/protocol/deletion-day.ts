// The day by which everything in a room is deleted, whatever happens: the date in the promise. Pure, and
// without a schema, so that the first screen can show it. Rules: R2.
import type { Face } from './face.ts';

export const deletedByMs = (of: Pick<Face, 'createdAtMs' | 'policy'>): number =>
  of.createdAtMs + of.policy.lifetimes.hardCapMs;
