// The language that the page as a whole is in, and the direction in which that is written: they stand on the
// document together, since screen readers, hyphens and the layout go by them. Set at build time by
// src/hooks.server.ts, and here when somebody changes the language.
import { LANGUAGE_TABLE, type Language } from '#lib/protocol/languages.ts';

export function setPageLanguage(language: Language): void {
  const page = document.documentElement;
  page.lang = language;
  page.dir = LANGUAGE_TABLE[language].direction;
}
