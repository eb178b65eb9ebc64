// What every field that takes words of somebody's own is told: not to offer them again, not to send them
// to a spelling or writing service, not to translate them away. And when a key is not the writer's but an
// input method's. Rules: P4.

import { MAX_PASTED } from '#lib/protocol/limits.ts';

/** To be spread over the field; the form around it says `autocomplete="off"` as well. */
export const PRIVATE_FIELD = {
  autocomplete: 'off',
  spellcheck: 'false',
  writingsuggestions: 'false',
  translate: 'no'
} as const;

/** Whether so much is put in at once that the page would stand still over it [X1]. */
export const isHuge = ({ data }: InputEvent): boolean => (data?.length ?? 0) > MAX_PASTED;

/** Whether this key only confirms what an input method has composed. Safari ends the composition first,
 * and then sends the key with the old code that says so. */
export const isComposed = ({ isComposing, keyCode }: KeyboardEvent): boolean =>
  isComposing || keyCode === 229;
