// The young person's rare screens and notices, in Norwegian Bokmål.
import { count } from '../plural.ts';

export const rare = {
  closed: {
    gone: {
      title: 'Dette rommet finnes ikke lenger',
      text: 'Rom slettes etter en tid. Vil du snakke med noen, kan du skrive til den som inviterte deg.',
      letters:
        'Kanskje ble en bokstav i lenken endret. Kopier da hele meldingen én gang til, og lim den inn.'
    },
    ended: {
      title: 'Denne samtalen er slutt',
      text: 'Lenken og kodeordene åpner den ikke lenger. Vil du snakke mer, kan du skrive til den som inviterte deg.'
    },
    'new-link': {
      title: 'Samtalen fortsetter i et nytt rom',
      text: 'Dette rommet er lukket, fordi det er laget en ny lenke. Du får den av den som inviterte deg, på samme måte som før.'
    },
    expired: {
      title: 'Invitasjonen er for gammel',
      text: 'Ingen brukte den mens den gjaldt, så rommet er lukket. Skriv til den som inviterte deg, så kan du få en ny.'
    },
    refused: {
      title: 'Døra er lukket for denne telefonen',
      text: 'De som svarer her, var ikke sikre på at det var deg. Skriv til den som inviterte deg, på samme måte som før.'
    },
    mismatch: {
      title: 'Dette rommet passer ikke til lenken',
      text: 'Noe kan være byttet ut på veien. Ikke skriv kodeordene her. Si fra til den som sendte deg lenken.'
    },
    replaced: {
      title: 'Denne siden er ikke lenger i rommet',
      text: 'Kanskje er rommet åpnet på nytt et annet sted, eller avsluttet her. Lim inn meldingen for å komme inn igjen.'
    },
    outdated: {
      title: 'Siden er for gammel',
      text: 'Last siden på nytt for å gå videre.',
      button: 'Last på nytt'
    }
  },
  sheets: {
    end: 'Avslutt samtalen',
    endTitle: 'Vil du avslutte samtalen?',
    endText:
      'Da lukkes rommet for godt. Du kan ikke lese det igjen, og lenken virker ikke mer. Vil du bare gå litt, kan du lukke siden.',
    endYes: 'Ja, avslutt',
    endNo: 'Nei, bli her',
    endOffline: 'Det går ikke uten nett. Prøv igjen når nettet er tilbake.',
    pageTitle: (host: string) => `Vil du åpne ${host}?`,
    pageCopy:
      'Her kan ikke siden åpnes uten at du mister denne. Kopier adressen og åpne den i nettleseren senere.',
    pageText: (window: string) =>
      `Siden åpnes utenfor rommet. Nettleseren kan huske at du var der, og Forlat lukker ikke den siden. Er du borte lenger enn ${window}, trenger du meldingen med lenken igjen.`,
    pageYes: 'Åpne siden',
    words: 'Ord dere kan sammenligne',
    wordsText: (host: string) =>
      `Vil du være sikker på at det er ${host}? Da kan dere lese disse ordene for hverandre, på en annen måte enn her. De skal være like.`
  },
  over: {
    takenOver: {
      title: 'Samtalen er åpen i en annen fane',
      text: 'Den kan bare brukes ett sted om gangen.',
      button: 'Bruk den her'
    },
    endedReading: 'Du kan lese det som står her til du går. Etterpå er det borte fra telefonen.',
    notArrived: 'Dette kom ikke fram:',
    copy: 'Kopier',
    copied: 'Kopiert',
    unsent: 'Dette var ikke sendt:'
  },
  inApp: {
    /** Null: an app that is not known. */
    title: (app: string | null) => `Du er fortsatt inne i ${app ?? 'en app'}`,
    text: (app: string | null) =>
      `${app ?? 'Appen'} kan kanskje se det du skriver her. Åpne siden i nettleseren i stedet.`,
    /** Null: the browser is not known, or the person chooses it. */
    open: (browser: string | null) => `Åpne i ${browser ?? 'nettleseren'}`,
    nextWay: 'Det åpnet seg ikke. Prøv denne veien.',
    noWay:
      'Denne appen slipper deg ikke ut med en knapp. Kopier lenken, eller bruk menyen til appen.',
    copy: 'Kopier lenken',
    copied: 'Lenken er kopiert. Åpne nettleseren, og lim den inn øverst.',
    copyHere: 'Hold fingeren på lenken, og kopier den:',
    menu: 'Eller trykk på de tre prikkene øverst i appen, og velg «Åpne i nettleser».',
    stay: 'Gå videre her likevel'
  },
  patience: {
    crowded:
      'Det er mange ved denne døra akkurat nå. Siden fortsetter å prøve og slipper deg inn så snart det går.',
    again: (time: string) => `Vent ${time}, så prøver siden igjen av seg selv.`,
    unreadable:
      'Siden får ikke lest det den har lagret på telefonen akkurat nå. Lim inn meldingen du fikk, så kommer du inn igjen.'
  },
  unrecognised: {
    text: 'Siden får ikke lest det den har lagret på telefonen akkurat nå. De som svarer, ser deg derfor som en ny telefon. Ingenting er slettet.',
    button: 'Greit'
  },
  lostHere: {
    tab: 'Hvis denne siden forsvinner, kan ikke nettleseren hente den tilbake. Ta vare på meldingen med lenken og kodeordene.',
    worker: 'Siden trenger nett for å åpnes igjen.'
  },
  losses: {
    over: (n: number) =>
      count('nb', n, {
        one: 'En melding fra en tidligere samtale kom ikke fram: Samtalen er slutt.',
        other: '# meldinger fra en tidligere samtale kom ikke fram: Samtalen er slutt.'
      }),
    refused: (n: number) =>
      count('nb', n, {
        one: 'En melding fra en tidligere samtale kom ikke fram: Døra er lukket for denne telefonen.',
        other:
          '# meldinger fra en tidligere samtale kom ikke fram: Døra er lukket for denne telefonen.'
      }),
    other: (n: number) =>
      count('nb', n, {
        one: 'En melding du skrev tidligere, kom ikke fram.',
        other: '# meldinger du skrev tidligere, kom ikke fram.'
      }),
    read: 'Jeg har lest det'
  },
  tampering: {
    title: 'Noe stemmer ikke',
    text: 'Derfor har siden stoppet. Ikke skriv mer her. Si fra til den som inviterte deg, på en annen måte.',
    gap: 'En melding mangler i rommet.',
    fork: 'Rommet viser ikke de samme meldingene som før.',
    rollback: 'Rommet har mistet meldinger som var der.',
    'unknown-head': 'De som svarer, har sett noe annet enn du har.',
    replay: 'En gammel melding ble vist som ny.',
    forged: 'En melding i rommet hører ikke hjemme der.',
    'unreadable-seal': 'En melding i rommet er endret på veien.',
    conflict: 'En av meldingene dine er byttet ut i rommet.'
  }
};

export type RareTexts = typeof rare;
