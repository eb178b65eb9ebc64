// What few see at the end: an earlier page left something, the room asks to wait, or this page is too old.
// It loads then, or when there is time. It imports nothing that the conversation needs too, so that the
// conversation's chunk stays whole.
export { seeToLeftovers } from '../runtime/leftovers.svelte.ts';
export { loadAgain } from '../entry/load-again.ts';
export { default as OverNotice } from './OverNotice.svelte';
export { default as PageNotices } from './PageNotices.svelte';
export { default as Patience } from './Patience.svelte';
export { loadGuestTexts } from '#lib/i18n/guest-texts-whole.ts';
