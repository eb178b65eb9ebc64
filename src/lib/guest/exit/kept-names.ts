// The names of everything that a young person's page keeps in this browser. Exit clears exactly these, so
// nothing of theirs may be stored under another name; a desk's pin and unsent replies in the same browser
// stay. The names reveal nothing. Rules: E5, P1.

export const GUEST_DATABASE = 'chat';
/** The channel between the tabs of a browser and the service worker. */
export const GUEST_CHANNEL = 'chat';

/** The page tells boot.js that it will reload: see over-reload.ts. */
export const BEFORE_RELOAD = 'before-reload';

/** In a tab's own storage. */
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
  // The framework's: the scroll position of the page.
  'sveltekit:scroll',
  'sveltekit:snapshot'
];

/** The service worker's; it serves young people's pages only. */
export const isGuestCache = (name: string): boolean => name.includes('-precache-');
