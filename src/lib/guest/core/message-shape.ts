// Tells by its look alone what a field contains: words, a whole message, or a link. Pure. Rules: L5.

/** Whether it is more than words. */
export const looksLikeMessage = (text: string): boolean =>
  text.length > 60 || /#-|https?:|\/r\b/.test(text);

/** Whether it contains part of a link: then the message was cut off; otherwise it had none. */
export const hasPieceOfLink = (text: string): boolean => /#|https?:|\/r\b|[\w-]{24}/.test(text);
