// Loads one language of the guest's texts, and only that one: the door's first, the conversation's while
// the words are typed, the rest when needed.
import type { Language } from '#lib/protocol/policy.ts';
import type { DoorTexts } from './nb/door.ts';
import type { TalkTexts } from './nb/talk.ts';

export type { DoorTexts } from './nb/door.ts';
export type { GuestTexts } from './nb/guest.ts';
/** All that a conversation needs while nothing is out of the ordinary. */
export type ConversationTexts = DoorTexts & TalkTexts;

export async function loadDoorTexts(language: Language): Promise<DoorTexts> {
  switch (language) {
    case 'nb':
      return (await import('./nb/door.ts')).nbDoor;
    case 'en':
      return (await import('./en/door.ts')).enDoor;
    case 'fi':
      return (await import('./fi/door.ts')).fiDoor;
  }
}

async function loadTalkTexts(language: Language): Promise<TalkTexts> {
  switch (language) {
    case 'nb':
      return (await import('./nb/talk.ts')).nbTalk;
    case 'en':
      return (await import('./en/talk.ts')).enTalk;
    case 'fi':
      return (await import('./fi/talk.ts')).fiTalk;
  }
}

export async function loadConversationTexts(language: Language): Promise<ConversationTexts> {
  const [door, talk] = await Promise.all([loadDoorTexts(language), loadTalkTexts(language)]);
  return { ...door, ...talk };
}
