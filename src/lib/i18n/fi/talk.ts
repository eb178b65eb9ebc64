// What a young person reads in the conversation, in Finnish.
import type { TalkTexts } from '../nb/talk.ts';
import { count } from '../plural.ts';

export const talk: TalkTexts = {
  talk: {
    list: 'Keskustelu',
    you: 'Sinä',
    host: (host, service) => `${host}, ${service}`,
    here: 'on täällä',
    notHere: 'ei ole juuri nyt täällä',
    presenceUnknown: 'Hetki …',
    write: 'Kirjoita tähän',
    send: 'Lähetä',
    tooLong: 'Viesti on liian pitkä. Jaa se kahtia.',
    waiting: 'odottaa verkkoa',
    waitingOnline: 'lähetetään',
    sent: 'lähetetty',
    seen: 'nähty',
    lost: 'ei mennyt perille',
    typing: (host) => `${host} kirjoittaa …`,
    unread: 'Uutta',
    newMessages: 'Uusi viesti',
    earlierCount: (n) => count('fi', n, { one: '# aiempi viesti', other: '# aiempaa viestiä' }),
    earlier: 'Aiemmin',
    unreadable: 'Tätä viestiä ei voi näyttää tässä.',
    newer: 'Tämä viesti tarvitsee uudemman sivun.',
    loadAgain: 'Lataa uudelleen',
    offline: 'Ei verkkoa. Se, mitä kirjoitat, pidetään tallessa ja lähetetään, kun verkko palaa.',
    unreachable:
      'Chat ei vastaa juuri nyt. Se, mitä kirjoitat, pidetään tallessa ja lähetetään, kun se taas vastaa.',
    connecting: 'Yhdistetään …',
    memoryOnly: 'Älä sulje tätä sivua ennen kuin viesti on lähetetty. Kirjoittamasi on vain tässä.',
    unattended: (wait) =>
      `Täällä ei ole juuri nyt ketään. He näkevät, että odotat, heti kun joku on paikalla. ${wait === null ? 'Voit kirjoittaa, ja vastaus tulee tähän.' : `Yleensä odotus on noin ${wait}.`}`,
    empty: 'Voit kirjoittaa heti.'
  }
};
