// The two ready messages to a young person, in the room's language whatever the desk's is: one with the
// link, one with the words, each complete in itself. Rules: C3, L5, R2.
import type { Language } from '#lib/protocol/languages.ts';

interface InvitationMessages {
  /** `until`: the sentence below; null where the link has been opened, or its end is not known. */
  readonly withLink: (host: string, service: string, link: string, until: string | null) => string;
  /** How long the link works, as a sentence; `when` is made by desk-until.ts [R2]. */
  readonly until: (when: string) => string;
  readonly withWords: (host: string, words: string) => string;
}

const then = (sentence: string | null): string => (sentence === null ? '' : ` ${sentence}`);

export const INVITATIONS: Readonly<Record<Language, InvitationMessages>> = {
  nb: {
    withLink: (host, service, link, until) =>
      `Hei. Her er en trygg chat der bare vi kan lese det du skriver. Du trenger også tre kodeord. Dem får du for seg.${then(until)} Hilsen ${host}, ${service}\n${link}`,
    until: (when) => `Lenken virker til ${when}.`,
    withWords: (host, words) =>
      `Kodeordene til chatten er: ${words}\nSkriv dem der når du har åpnet lenken. Hilsen ${host}`
  },
  en: {
    withLink: (host, service, link, until) =>
      `Hi. Here is a safe chat where only we can read what you write. You also need three code words. You get them separately.${then(until)} From ${host}, ${service}\n${link}`,
    until: (when) => `The link works until ${when}.`,
    withWords: (host, words) =>
      `The code words for the chat are: ${words}\nWrite them there when you have opened the link. From ${host}`
  },
  fi: {
    withLink: (host, service, link, until) =>
      `Hei. Tässä on turvallinen chat, jossa vain me voimme lukea, mitä kirjoitat. Tarvitset myös kolme tunnussanaa. Saat ne erikseen.${then(until)} Terveisin ${host}, ${service}\n${link}`,
    until: (when) => `Linkki toimii ${when}.`,
    withWords: (host, words) =>
      `Chatin tunnussanat ovat: ${words}\nKirjoita ne siellä, kun olet avannut linkin. Terveisin ${host}`
  }
};
