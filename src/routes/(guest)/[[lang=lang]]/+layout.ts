// The texts of one language. At build time the address selects it; in the browser the page does, because
// all visitors have the same address.
import { browser } from '$app/environment';
import { loadDoorTexts } from '#lib/i18n/guest-texts.ts';
import { asLanguage, DEFAULT_LANGUAGE } from '#lib/protocol/languages.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ params, route }) => {
  const said = browser ? document.documentElement.lang : params.lang;
  const language = asLanguage(said) ?? DEFAULT_LANGUAGE;
  // Only the front page is prerendered with the field for a message; a door hardly ever needs it.
  const paste = route.id?.endsWith('/r')
    ? null
    : await import('#lib/guest/screens/PasteScreen.svelte');
  return { texts: await loadDoorTexts(language), paste };
};
