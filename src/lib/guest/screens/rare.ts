// Screens that few ever see, loaded when one of them is needed.
export { default as ClosedScreen } from './ClosedScreen.svelte';
export { default as InAppScreen } from './InAppScreen.svelte';
export { loadGuestTexts } from '#lib/i18n/guest-texts-whole.ts';
