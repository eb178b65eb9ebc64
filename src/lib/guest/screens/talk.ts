// What a page needs to talk, and not before: conversation, store, line, and the conversation's screen.
// One chunk, fetched while the code word is being typed.
export { GuestConversation } from '../runtime/guest-conversation.svelte.ts';
export { openGuestStorage } from '../runtime/guest-storage.ts';
export { default as Conversation } from './Conversation.svelte';
