// Loads one language of the guest's texts, and only that one: the door's first, the conversation's while
// the words are typed, the rest when needed.
import type { Language } from '#lib/protocol/policy.ts';
import type { DoorTexts } from './door/nb.ts';
import type { TalkTexts } from './talk/nb.ts';

export type { DoorTexts } from './door/nb.ts';
export type { GuestTexts } from './nb.ts';
/** All that a conversation needs while nothing is out of the ordinary. */
export type ConversationTexts = DoorTexts & TalkTexts;

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

async function loadTalkTexts(language: Language): Promise<TalkTexts> {
  switch (language) {
    case 'nb':
      return (await import('./talk/nb.ts')).nbTalk;
    case 'en':
      return (await import('./talk/en.ts')).enTalk;
    case 'fi':
      return (await import('./talk/fi.ts')).fiTalk;
  }
}

export async function loadConversationTexts(language: Language): Promise<ConversationTexts> {
  const [door, talk] = await Promise.all([loadDoorTexts(language), loadTalkTexts(language)]);
  return { ...door, ...talk };
}
