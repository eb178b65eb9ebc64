// The names of everything that a young person's page keeps in this browser. Exit clears exactly these, so
// nothing of theirs is ever kept under another name, and what others keep beside it (a desk its pin and
// its unsent replies) stays. The names say nothing. Rules: E5, P1.

export const GUEST_DATABASE = 'chat';
/** By it the tabs of a browser, and the service worker, tell each other. */
export const GUEST_CHANNEL = 'chat';

/** The page tells boot.js that it is about to be loaded again: see over-reload.ts. */
export const BEFORE_RELOAD = 'before-reload';

/** Of a tab's own storage. */
export const PLACE_KEY = 'chat';
export const LEFT_PLACE_KEY = 'chat-left';
export const LANGUAGE_KEY = 'language';
/** Random bytes, for one reload: see over-reload.ts. */
export const TYPED_KEY = 'typed';
export const TAB_KEYS: readonly string[] = [
  PLACE_KEY,
  LEFT_PLACE_KEY,
  LANGUAGE_KEY,
  TYPED_KEY,
  // The framework's, where the page was scrolled to.
  'sveltekit:scroll',
  'sveltekit:snapshot'
];

/** The service worker's; it serves young people's pages only. */
export const isGuestCache = (name: string): boolean => name.includes('-precache-');
