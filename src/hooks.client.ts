// Runs before anything else in the browser. No page here asks to be installed, nothing is written after
// Exit, what apps appended to a link is hidden, and an error reveals nothing internal. Rules: P3, E1, X1.
import type { HandleClientError } from '@sveltejs/kit';
import { cleanAddress } from '#lib/guest/entry/arrived-address.ts';
import { isLeaving } from '#lib/guest/exit/leaving.ts';

cleanAddress();

addEventListener('beforeinstallprompt', (event) => event.preventDefault());

// The framework saves scroll positions in sessionStorage on pagehide. After Exit it must not.
const silence = (event: Event): void => {
  if (isLeaving()) event.stopImmediatePropagation();
};
for (const type of ['beforeunload', 'pagehide', 'visibilitychange'])
  addEventListener(type, silence, { capture: true });

export const handleError: HandleClientError = () => ({ message: 'error' });
