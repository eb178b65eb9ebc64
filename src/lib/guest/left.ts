// What a page needs when an earlier one has left something here, or when this one is too old: fetched
// then, or when there is time.
export { Leftovers } from './leftovers.svelte.ts';
export { loadAgain } from './load-again.ts';
export { default as PageNotices } from './PageNotices.svelte';
