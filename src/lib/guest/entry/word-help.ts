// What typing the code words needs, and nothing else: the list of one language, suggestions, the check.
// Fetched first after the page stands, so that help with typing is there before anything heavier.
export { loadWordList } from '#lib/crypto/room/code-words.ts';
export { wordListOfLink } from '#lib/crypto/room/room-token.ts';
export { checkWords, suggestionsFor, withSuggestion } from './word-suggestions.ts';
