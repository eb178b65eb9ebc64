// Loads one language of the guest's texts, and only that one: the door's first, the conversation's while
// the words are typed, the rest when needed.
import type { Language } from '#lib/protocol/policy.ts';
import type { DoorTexts } from './nb/door.ts';
import type { TalkTexts } from './nb/talk.ts';

export type { DoorTexts } from './nb/door.ts';
export type { GuestTexts } from './nb/guest.ts';
/** All that a conversation needs while nothing is out of the ordinary. */
export type ConversationTexts = DoorTexts & TalkTexts;

type Load<Texts> = Readonly<Record<Language, () => Promise<Texts>>>;

const DOOR: Load<DoorTexts> = {
  nb: async () => (await import('./nb/door.ts')).nbDoor,
  en: async () => (await import('./en/door.ts')).enDoor,
  fi: async () => (await import('./fi/door.ts')).fiDoor
};

const TALK: Load<TalkTexts> = {
  nb: async () => (await import('./nb/talk.ts')).nbTalk,
  en: async () => (await import('./en/talk.ts')).enTalk,
  fi: async () => (await import('./fi/talk.ts')).fiTalk
};

export const loadDoorTexts = (language: Language): Promise<DoorTexts> => DOOR[language]();

export async function loadConversationTexts(language: Language): Promise<ConversationTexts> {
  const [door, talk] = await Promise.all([loadDoorTexts(language), TALK[language]()]);
  return { ...door, ...talk };
}
