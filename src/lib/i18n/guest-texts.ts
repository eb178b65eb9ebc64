// Loads one language of the guest's texts, and only that one: the door's first, the conversation's while
// the words are typed, the rest when needed.
import type { Language } from '#lib/protocol/languages.ts';
import type { Loaders } from './fallback.ts';
import type { DoorTexts } from './nb/door.ts';
import type { TalkTexts } from './nb/talk.ts';

export type { DoorTexts } from './nb/door.ts';
export type { GuestTexts } from './nb/guest.ts';
/** All that an ordinary conversation needs. */
export type ConversationTexts = DoorTexts & TalkTexts;

const DOOR: Loaders<{ readonly door: DoorTexts }> = {
  nb: () => import('./nb/door.ts'),
  en: () => import('./en/door.ts'),
  fi: () => import('./fi/door.ts')
};

const TALK: Loaders<{ readonly talk: TalkTexts }> = {
  nb: () => import('./nb/talk.ts'),
  en: () => import('./en/talk.ts'),
  fi: () => import('./fi/talk.ts')
};

export async function loadDoorTexts(language: Language): Promise<DoorTexts> {
  const { door } = await DOOR[language]();
  return door;
}

export async function loadConversationTexts(language: Language): Promise<ConversationTexts> {
  const [door, { talk }] = await Promise.all([loadDoorTexts(language), TALK[language]()]);
  return { ...door, ...talk };
}
