// What a young person reads first, in Norwegian Bokmål: the door, the paste screen, the promise in short.
// It must stay small, because it comes with the first paint. The other languages must have its shape: a
// text missing there is a type error.
import { formatUnits } from '../format.ts';
import type { PromiseTexts } from '../promise.ts';
import { count } from '../plural.ts';
import { format } from './format.ts';

export const door = {
  format,
  promise: {
    sentence: (readers, deletedBy) =>
      `Bare ${readers} kan lese det du skriver. Det slettes senest ${deletedBy}.`,
    sentenceWithin: (readers, n, unit) =>
      `Bare ${readers} kan lese det du skriver. Det slettes senest ${formatUnits(format, n, unit)} etter at rommet ble laget.`,
    after: (readers, retention) =>
      `Når samtalen er slutt, kan ${readers} lese den i opptil ${retention}. Det du forteller, kan bli brukt i en sak og bli liggende der.`
  } satisfies PromiseTexts,
  title: 'Chat',
  exit: 'Forlat',
  language: 'Språk',
  close: 'Lukk',
  tryAgain: 'Prøv igjen',
  moreAboutThis: 'Mer om dette',
  about: 'Om dette',
  missing: {
    text: 'En del av siden kom ikke fram. Siden prøver videre av seg selv.',
    tooOld: 'Denne siden er for gammel.',
    button: 'Last inn på nytt'
  },
  update: { text: 'Det finnes en ny utgave av siden.', button: 'Oppdater' },
  emergency: {
    before: 'Er noen i fare nå? Ring ',
    after: '.'
  },
  door: {
    invited: 'Du er invitert til et trygt rom.',
    invitedBy: (host: string, service: string) =>
      `${host} fra ${service} har invitert deg til et trygt rom.`,
    label: 'Kodeord',
    hint: 'Tre ord som sto i meldingen du fikk.',
    suggestions: 'Forslag',
    open: 'Åpne',
    opening: 'Åpner døra. Det tar noen sekunder på noen telefoner.',
    openingFor: (seconds: number) => `${String(seconds)} s`,
    held: (n: number) =>
      count('nb', n, {
        one: 'Du har en melding som venter her. Den sendes når du er inne.',
        other: 'Du har # meldinger som venter her. De sendes når du er inne.'
      }),
    none: 'Skriv de tre kodeordene fra meldingen du fikk.',
    howMany: (n: number): string =>
      n < 3 ? 'Det skal være tre ord. Se på meldingen én gang til.' : 'Det skal bare være tre ord.',
    unknownWord: (word: string) =>
      `Ordet «${word}» er ikke et av kodeordene. Se på meldingen én gang til.`,
    wrong: (left: number) =>
      `Det var ikke de riktige ordene. Se på meldingen du fikk, og prøv igjen. Du har ${count('nb', left, { one: 'ett forsøk', other: '# forsøk' })} igjen.`,
    wait: (time: string) => `Vent ${time}, så kan du prøve igjen.`,
    locked: (host: string) =>
      `Døra er låst nå, for å holde fremmede ute. ${host} kan se det og åpne den. Du kan vente her.`,
    unlocked: 'Døra er åpen igjen. Prøv ordene på nytt.',
    insecure:
      'Denne adressen er ikke trygg å skrive på. Lenken skal begynne med https. Be om en ny.',
    browser:
      'Denne nettleseren kan ikke åpne chatten. Kopier lenken, og åpne den i Chrome, Safari eller Firefox.',
    blocked:
      'Dette nettet slipper ikke chatten gjennom. Prøv mobilnett eller et annet trådløst nett. Siden fortsetter å prøve.',
    several: 'Det var flere lenker. Dette er den siste.',
    busy: 'Det er mange her akkurat nå. Prøv igjen om litt.',
    offline:
      'Ingen nettforbindelse. Døra trenger nett den første gangen. Det du skrev, står her fortsatt.',
    unreachable:
      'Chatten svarer ikke akkurat nå. Det er ikke noe du har gjort. Siden fortsetter å prøve.'
  },
  paste: {
    title: 'Lim inn meldingen du fikk',
    text: 'Kopier hele meldingen med lenken og kodeordene, og lim den inn her.',
    label: 'Meldingen',
    button: 'Gå videre',
    nothing: 'Vi fant ingen lenke i dette. Kopier hele meldingen du fikk, og lim den inn her.',
    cutOff:
      'Noe mangler eller er feil i lenken. Kopier hele meldingen du fikk, og lim den inn her.',
    tooLong: 'Dette er for langt. Lim bare inn meldingen med lenken.',
    again: 'Lim inn en annen melding'
  },
  away: {
    hidden: (duration: string) =>
      `Siden var borte i mer enn ${duration}, så den har lagt alt bort. Lim inn meldingen du fikk, så kommer du inn igjen.`,
    expired: 'Det er en stund siden sist. Lim inn meldingen du fikk, så kommer du inn igjen.'
  }
};

export type DoorTexts = typeof door;
