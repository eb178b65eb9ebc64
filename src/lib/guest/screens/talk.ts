// What only a conversation needs: its shell, store, line and screen. One chunk, loaded while the code word
// is being typed.
export { GuestConversation } from '../runtime/guest-conversation.svelte.ts';
export { openGuestStorage } from '../runtime/guest-storage.ts';
export { default as Conversation } from './Conversation.svelte';
