// At build time only: sets the language of the prerendered page, and its direction.
import type { Handle } from '@sveltejs/kit';
import { asLanguage, DEFAULT_LANGUAGE, LANGUAGE_TABLE } from '#lib/protocol/languages.ts';

export const handle: Handle = ({ event, resolve }) => {
  const language = asLanguage(event.params['lang']) ?? DEFAULT_LANGUAGE;
  return resolve(event, {
    transformPageChunk: ({ html }) =>
      html.replace('%lang%', language).replace('%dir%', LANGUAGE_TABLE[language].direction)
  });
};
