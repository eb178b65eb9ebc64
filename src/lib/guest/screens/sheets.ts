// What lies over the conversation when it is asked for.
export { default as AboutSheet } from './AboutSheet.svelte';
export { default as EndSheet } from './EndSheet.svelte';
