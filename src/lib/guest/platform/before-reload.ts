// The page tells boot.js that it will reload, and what was typed: over-reload.ts is in that script alone.
// Rules: V1.
import { BEFORE_RELOAD } from '../exit/kept-names.ts';

export const beforeReload = (typed: string): void => {
  dispatchEvent(new CustomEvent(BEFORE_RELOAD, { detail: typed }));
};
