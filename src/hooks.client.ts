// Before anything else in the browser: no page here asks to be installed, nothing is written after
// Exit, and an error tells its reader nothing about the inside. Rules: P3, E1, X1.
import type { HandleClientError } from '@sveltejs/kit';
import { isLeaving } from '#lib/guest/leaving.ts';

addEventListener('beforeinstallprompt', (event) => event.preventDefault());

// The framework remembers scroll positions in sessionStorage when a page goes. After Exit it must not.
const silence = (event: Event): void => {
  if (isLeaving()) event.stopImmediatePropagation();
};
for (const type of ['beforeunload', 'pagehide', 'visibilitychange'])
  addEventListener(type, silence, { capture: true });

export const handleError: HandleClientError = () => ({ message: 'error' });
