// What a young person reads in the conversation, and on the screens that few ever see, in Norwegian Bokmål.

export const nbTalk = {
  closed: {
    gone: {
      title: 'Dette rommet finnes ikke lenger',
      text: 'Rom slettes etter en tid. Vil du snakke med noen, kan du skrive til den som inviterte deg.'
    },
    ended: {
      title: 'Denne samtalen er slutt',
      text: 'Lenken og kodeordene åpner den ikke lenger. Vil du snakke mer, kan du skrive til den som inviterte deg.'
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
      text: 'Noe er byttet ut på veien. Ikke skriv kodeordene her. Si fra til den som sendte deg lenken.'
    },
    replaced: {
      title: 'Samtalen går videre et annet sted',
      text: 'Rommet er åpnet på nytt på denne telefonen. Fortsett der, eller lim inn meldingen for å komme inn her.'
    },
    outdated: {
      title: 'Siden er for gammel',
      text: 'Last siden på nytt for å gå videre.',
      button: 'Last på nytt'
    }
  },
  inApp: {
    title: (app: string) => `Du er fortsatt inne i ${app}`,
    text: (app: string) =>
      `${app} kan kanskje se det du skriver her. Åpne siden i nettleseren i stedet.`,
    open: (browser: string) => `Åpne i ${browser}`,
    browser: 'nettleseren',
    copy: 'Kopier lenken',
    copied: 'Lenken er kopiert. Åpne nettleseren, og lim den inn øverst.',
    copyHere: 'Hold fingeren på lenken, og kopier den:',
    menu: 'Eller trykk på de tre prikkene øverst i appen, og velg «Åpne i nettleser».',
    stay: 'Gå videre her likevel'
  },
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
    earlier: 'Fra før',
    unreadable: 'Denne meldingen kan ikke vises her.',
    newer: 'Denne meldingen trenger en nyere side.',
    offline: 'Ikke noe nett. Det du skriver, tas vare på her og sendes når nettet er tilbake.',
    unreachable:
      'Chatten svarer ikke akkurat nå. Det du skriver, tas vare på her og sendes når den svarer igjen.',
    connecting: 'Kobler til …',
    memoryOnly: 'Ikke lukk denne siden før nettet er tilbake. Det du skriver, ligger bare her.',
    keepOpen:
      'Ikke noe nett. Ikke lukk denne siden: Det du skriver nå, ligger bare her til nettet er tilbake.',
    unattended: (wait: string | null) =>
      wait === null
        ? 'Ingen er her akkurat nå. De har fått beskjed om at du venter. Du kan skrive, så får du svar her.'
        : `Ingen er her akkurat nå. De har fått beskjed om at du venter. Det pleier å ta rundt ${wait}.`,
    unrecognised: {
      text: 'Siden får ikke lest det den har lagret på telefonen akkurat nå. De som svarer, ser deg derfor som en ny telefon. Ingenting er slettet.',
      button: 'Greit'
    },
    empty: 'Du kan skrive med en gang.',
    emptyAfterReturn: 'Du er inne igjen. Det som ble skrevet før, vises ikke her.',
    end: 'Avslutt samtalen',
    endTitle: 'Vil du avslutte samtalen?',
    endText:
      'Da lukkes rommet for godt. Du kan ikke lese det igjen, og lenken virker ikke mer. Vil du bare gå litt, kan du lukke siden.',
    endYes: 'Ja, avslutt',
    endNo: 'Nei, bli her',
    endOffline: 'Det går ikke uten nett. Prøv igjen når nettet er tilbake.',
    takenOver: {
      title: 'Samtalen er åpen i en annen fane',
      text: 'Den kan bare brukes ett sted om gangen.',
      button: 'Bruk den her'
    },
    ended: {
      title: 'Denne samtalen er slutt',
      text: 'Du kan lese det som står her til du går. Etterpå er det borte fra telefonen.'
    },
    notArrived: 'Dette kom ikke fram:',
    copy: 'Kopier',
    copied: 'Kopiert',
    words: 'Ord å sammenligne',
    wordsText: (host: string) =>
      `Vil du være sikker på at det er ${host}, kan dere lese disse ordene for hverandre, på en annen måte enn her. De skal være like.`
  },
  patience: {
    crowded:
      'Det er mange ved denne døra akkurat nå. Siden fortsetter å prøve og slipper deg inn så snart det går.',
    again: (time: string) => `Vent ${time}, så prøver siden igjen av seg selv.`,
    unreadable:
      'Siden får ikke lest det den har lagret på telefonen akkurat nå. Lim inn meldingen du fikk, så kommer du inn igjen.'
  },
  losses: {
    over: (n: number) =>
      n === 1
        ? 'En melding fra en tidligere samtale kom ikke fram: Samtalen er slutt.'
        : `${String(n)} meldinger fra en tidligere samtale kom ikke fram: Samtalen er slutt.`,
    refused: (n: number) =>
      n === 1
        ? 'En melding fra en tidligere samtale kom ikke fram: Døra er lukket for denne telefonen.'
        : `${String(n)} meldinger fra en tidligere samtale kom ikke fram: Døra er lukket for denne telefonen.`,
    other: (n: number) =>
      n === 1
        ? 'En melding du skrev tidligere, kom ikke fram.'
        : `${String(n)} meldinger du skrev tidligere, kom ikke fram.`,
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

export type TalkTexts = typeof nbTalk;
