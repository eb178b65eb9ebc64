// Loads everything that a young person can read in one language: for screens and notices that few see.
import type { Language } from '#lib/protocol/policy.ts';
import type { GuestTexts } from './nb/guest.ts';

export async function loadGuestTexts(language: Language): Promise<GuestTexts> {
  switch (language) {
    case 'nb':
      return (await import('./nb/guest.ts')).nb;
    case 'en':
      return (await import('./en/guest.ts')).en;
    case 'fi':
      return (await import('./fi/guest.ts')).fi;
  }
}
