// Loads one language of the guest's texts, and only that one: the door's first, the rest when needed.
import type { Language } from '#lib/protocol/policy.ts';
import type { DoorTexts } from './door/nb.ts';
import type { GuestTexts } from './nb.ts';

export type { DoorTexts } from './door/nb.ts';
export type { GuestTexts } from './nb.ts';

export async function loadDoorTexts(language: Language): Promise<DoorTexts> {
  switch (language) {
    case 'nb':
      return (await import('./door/nb.ts')).nbDoor;
    case 'en':
      return (await import('./door/en.ts')).enDoor;
    case 'fi':
      return (await import('./door/fi.ts')).fiDoor;
  }
}

export async function loadGuestTexts(language: Language): Promise<GuestTexts> {
  switch (language) {
    case 'nb':
      return (await import('./nb.ts')).nb;
    case 'en':
      return (await import('./en.ts')).en;
    case 'fi':
      return (await import('./fi.ts')).fi;
  }
}
