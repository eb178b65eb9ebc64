// What is said at the end, when an earlier page has left something here, when the room asks for patience,
// or when this page is too old: fetched then, or when there is time. Imports nothing that the
// conversation needs too, so that the conversation's own chunk stays whole.
export { seeToLeftovers } from '../runtime/leftovers.svelte.ts';
export { loadAgain } from '../entry/load-again.ts';
export { default as OverNotice } from './OverNotice.svelte';
export { default as PageNotices } from './PageNotices.svelte';
export { default as Patience } from './Patience.svelte';
export { loadGuestTexts } from '#lib/i18n/guest-texts-whole.ts';
