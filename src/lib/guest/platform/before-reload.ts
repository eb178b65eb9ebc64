// The page tells boot.js that it is about to be loaded again, and what was typed: see over-reload.ts, which
// stands in that script alone. Rules: V1.
import { BEFORE_RELOAD } from '../exit/kept-names.ts';

export const beforeReload = (typed: string): void => {
  dispatchEvent(new CustomEvent(BEFORE_RELOAD, { detail: typed }));
};
