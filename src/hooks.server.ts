// At build time only: sets the language of the prerendered page.
import type { Handle } from '@sveltejs/kit';
import { asLanguage, DEFAULT_LANGUAGE } from '#lib/protocol/languages.ts';

export const handle: Handle = ({ event, resolve }) =>
  resolve(event, {
    transformPageChunk: ({ html }) =>
      html.replace('%lang%', asLanguage(event.params['lang']) ?? DEFAULT_LANGUAGE)
  });
