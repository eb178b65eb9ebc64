// The attributes of every field for personal text: the browser must not offer it again, send it to a
// spelling or writing service, or translate it. Also tells an input method's key from the writer's. Rules:
// P4.

import { MAX_PASTED } from '#lib/protocol/limits.ts';

/** Spread this over the field; its form needs `autocomplete="off"` as well. */
export const PRIVATE_FIELD = {
  autocomplete: 'off',
  spellcheck: 'false',
  writingsuggestions: 'false',
  translate: 'no'
} as const;

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
