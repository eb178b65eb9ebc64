// What a young person reads in the conversation, in Norwegian Bokmål.
import { count } from '../plural.ts';

export const talk = {
  talk: {
    list: 'Samtale',
    you: 'Du',
    host: (host: string, service: string) => `${host}, ${service}`,
    here: 'er her',
    notHere: 'er ikke her akkurat nå',
    presenceUnknown: 'Et øyeblikk …',
    write: 'Skriv her',
    send: 'Send',
    tooLong: 'Meldingen er for lang. Del den i to.',
    waiting: 'venter på nett',
    waitingOnline: 'sendes',
    sent: 'sendt',
    seen: 'sett',
    lost: 'kom ikke fram',
    typing: (host: string) => `${host} skriver …`,
    unread: 'Nytt',
    newMessages: 'Ny melding',
    earlierCount: (n: number) =>
      count('nb', n, { one: '# tidligere melding', other: '# tidligere meldinger' }),
    earlier: 'Fra før',
    unreadable: 'Denne meldingen kan ikke vises her.',
    newer: 'Denne meldingen trenger en nyere side.',
    loadAgain: 'Last på nytt',
    offline:
      'Ingen nettforbindelse. Det du skriver, tas vare på her og sendes når nettet er tilbake.',
    unreachable:
      'Chatten svarer ikke akkurat nå. Det du skriver, tas vare på her og sendes når den svarer igjen.',
    connecting: 'Kobler til …',
    memoryOnly: 'Ikke lukk denne siden før det er sendt. Det du skriver, ligger bare her.',
    unattended: (wait: string | null) =>
      `Ingen er her akkurat nå. De ser at du venter, så snart noen er på plass. ${wait === null ? 'Du kan skrive, så får du svar her.' : `Det pleier å ta rundt ${wait}.`}`,
    empty: 'Du kan skrive med en gang.'
  }
};

export type TalkTexts = typeof talk;
