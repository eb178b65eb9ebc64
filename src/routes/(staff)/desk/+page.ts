// A shell for the built site; nothing in it depends on who asks.
export const prerender = true;
