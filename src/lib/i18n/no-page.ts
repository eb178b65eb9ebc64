// The one sentence of the page for addresses that lead nowhere. It stands apart, so that no phone loads
// it but with that page: the edge has it written out, in plain text, where a file is missing.
import type { Language } from '#lib/protocol/languages.ts';

export const NO_PAGE: Readonly<Record<Language, string>> = {
  nb: 'Denne siden finnes ikke',
  en: 'This page does not exist',
  fi: 'Tätä sivua ei ole'
};
