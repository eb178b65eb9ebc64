// The sheets over the conversation, and what can be tapped in it; loaded when one is opened, or when there is
// time.
export { default as Sheets } from './Sheets.svelte';
export { default as StaffText } from './StaffText.svelte';
