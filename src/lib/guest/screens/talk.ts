// What a page needs to talk, and not before: session, store, line, and the conversation's screen.
// One chunk, fetched while the code word is being typed.
export { GuestSession } from '../runtime/guest-session.svelte.ts';
export { openGuestStorage } from '../runtime/guest-storage.ts';
export { default as Conversation } from './Conversation.svelte';
