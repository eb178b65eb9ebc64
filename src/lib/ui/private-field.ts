// What every field for personal text does with its input: one that is far too large is kept out, and an input
// method's key is told from the writer's. Its attributes are held by tests/ui/private-fields. Rules: P4, X1.

import { MAX_PASTED } from '#lib/protocol/limits.ts';

/** Keeps out one input that is so large that the page would freeze on it, and says whether it was [X1]. */
export function keepsOut(event: InputEvent): boolean {
  const huge = (event.data?.length ?? 0) > MAX_PASTED;
  if (huge) event.preventDefault();
  return huge;
}

/**
 * Whether this key only confirms an input method's composition. Safari ends the composition first, and then
 * sends the key with the old code that says so.
 */
export const isComposed = ({ isComposing, keyCode }: KeyboardEvent): boolean =>
  isComposing || keyCode === 229;
