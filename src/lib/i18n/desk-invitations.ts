// The two ready messages to a young person, in the room's language whatever the desk's is: one with the
// link, one with the words, each complete in itself. Rules: C3, L5.
import type { Language } from '#lib/protocol/languages.ts';

interface InvitationMessages {
  readonly withLink: (host: string, service: string, link: string) => string;
  readonly withWords: (host: string, words: string) => string;
}

export const INVITATIONS: Readonly<Record<Language, InvitationMessages>> = {
  nb: {
    withLink: (host, service, link) =>
      `Hei. Her er en trygg chat der bare vi kan lese det du skriver. Du trenger også tre kodeord. Dem får du for seg. Hilsen ${host}, ${service}\n${link}`,
    withWords: (host, words) =>
      `Kodeordene til chatten er: ${words}\nSkriv dem der når du har åpnet lenken. Hilsen ${host}`
  },
  en: {
    withLink: (host, service, link) =>
      `Hi. Here is a safe chat where only we can read what you write. You also need three code words. You get them separately. From ${host}, ${service}\n${link}`,
    withWords: (host, words) =>
      `The code words for the chat are: ${words}\nWrite them there when you have opened the link. From ${host}`
  },
  fi: {
    withLink: (host, service, link) =>
      `Hei. Tässä on turvallinen chat, jossa vain me voimme lukea, mitä kirjoitat. Tarvitset myös kolme tunnussanaa. Saat ne erikseen. Terveisin ${host}, ${service}\n${link}`,
    withWords: (host, words) =>
      `Chatin tunnussanat ovat: ${words}\nKirjoita ne siellä, kun olet avannut linkin. Terveisin ${host}`
  }
};
