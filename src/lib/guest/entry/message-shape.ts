// Whether what stands in a field is more than words: a whole message, or a link. Pure. Rules: L5.

export const looksLikeMessage = (text: string): boolean =>
  text.length > 60 || /#-|https?:|\/r\b/.test(text);
