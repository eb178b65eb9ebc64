// A small fault, with the test that finds it.
import type { Mutant } from '../model/mutation.ts';

export interface NamedMutant extends Mutant {
  /** A second place of the same file, where the fault is one only with it. */
  readonly also?: readonly [from: string, to: string];
  /** The test file, from `tests`, without its ending. */
  readonly in: string;
  /** The title of the test that must fail, or how it begins. */
  readonly by: string;
}
