// Only what typing the code words needs: the list of one language, suggestions, the check. Loads first
// after the first paint, so that help with typing comes before anything heavier.
export { loadWordList } from '#lib/crypto/room/code-words.ts';
export { wordListOfLink } from '#lib/crypto/room/room-token.ts';
export { checkWords, suggestionsFor, withSuggestion } from './word-suggestions.ts';
