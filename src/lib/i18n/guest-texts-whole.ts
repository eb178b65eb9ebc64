// Loads all of a young person's texts in one language, for rare screens and notices.
import type { Language } from '#lib/protocol/languages.ts';
import type { Loaders } from './fallback.ts';
import type { GuestTexts } from './nb/guest.ts';

const GUEST: Loaders<GuestTexts> = {
  nb: async () => (await import('./nb/guest.ts')).nb,
  en: async () => (await import('./en/guest.ts')).en,
  fi: async () => (await import('./fi/guest.ts')).fi
};

export const loadGuestTexts = (language: Language): Promise<GuestTexts> => GUEST[language]();
