// What stands in a field, by its look alone: words, or a whole message, or a link. Pure. Rules: L5.

/** Whether it is more than words. */
export const looksLikeMessage = (text: string): boolean =>
  text.length > 60 || /#-|https?:|\/r\b/.test(text);

/** Whether a piece of a link is in it: then the message was cut off, rather than none. */
export const hasPieceOfLink = (text: string): boolean => /#|https?:|\/r\b|[\w-]{24}/.test(text);
