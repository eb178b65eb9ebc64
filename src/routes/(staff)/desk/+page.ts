// A shell for the built site; nothing in it depends on the visitor.
export const prerender = true;
