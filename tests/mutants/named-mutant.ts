// A small fault, with the test that finds it.
import type { Mutant } from '../model/mutation.ts';

export interface NamedMutant extends Mutant {
  /** A second change in the same file, without which the first is no fault. */
  readonly also?: readonly [from: string, to: string];
  /** The test file, from `tests`, without its ending. */
  readonly in: string;
  /** The title of the test that must fail, or how it begins. */
  readonly by: string;
}
