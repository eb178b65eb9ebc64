// The sheets over the conversation, loaded when one is opened.
export { default as AboutSheet } from './AboutSheet.svelte';
export { default as EndSheet } from './EndSheet.svelte';
