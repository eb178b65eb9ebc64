// Before anything else in the browser: no page here asks to be installed, nothing is written after
// Exit, what others made of a link is out of sight, and an error tells its reader nothing about the inside. Rules: P3, E1, X1.
import type { HandleClientError } from '@sveltejs/kit';
import { cleanAddress } from '#lib/guest/entry/arrived-address.ts';
import { isLeaving } from '#lib/guest/exit/leaving.ts';

cleanAddress();

addEventListener('beforeinstallprompt', (event) => event.preventDefault());

// The framework remembers scroll positions in sessionStorage when a page goes. After Exit it must not.
const silence = (event: Event): void => {
  if (isLeaving()) event.stopImmediatePropagation();
};
for (const type of ['beforeunload', 'pagehide', 'visibilitychange'])
  addEventListener(type, silence, { capture: true });

export const handleError: HandleClientError = () => ({ message: 'error' });
