// The desk in Norwegian Bokmål. Rules: C3, J4–J7, O6.
import type { StaffTexts } from '../en/desk.ts';
import { count } from '../plural.ts';
import { format } from './format.ts';

export const nb: StaffTexts = {
  format,
  common: {
    close: 'Lukk',
    leaveIt: 'La det være som det er',
    final: 'Dette kan ikke gjøres om.',
    back: 'Tilbake',
    copy: 'Kopier',
    copied: 'Kopiert',
    copyFailed: 'Det gikk ikke å kopiere. Merk teksten og kopier den for hånd.',
    print: 'Skriv ut',
    tryAgain: 'Prøv igjen',
    loadAgain: 'Last på nytt',
    language: 'Språk',
    show: 'Vis',
    hide: 'Skjul',
    more: 'Mer om dette'
  },
  account: {
    title: 'Vaktrom',
    starting: 'Åpner vaktrommet …',
    unreachableTitle: 'Vaktrommet svarer ikke',
    unreachable: 'Det kom ikke noe svar fra serveren. Se på nettet og prøv igjen.',
    nobodyTitle: 'Ingen har ansvaret her ennå',
    nobody:
      'Serveren skrev ut en oppstartslenke da den ble startet første gang. Åpne den lenken i denne nettleseren.',
    cutTitle: 'Oppstartslenken er ikke hel',
    cut: 'Et stykke av den har gått tapt. Kopier hele lenken fra serverens vindu og åpne den på nytt.',
    usedTitle: 'Denne lenken er brukt',
    used: 'Noen har blitt første administrator med den. Var det ikke deg, så si fra med en gang til dem som driver serveren.',
    wrongTitle: 'Denne lenken passer ikke',
    wrong:
      'Serveren kjenner den ikke. Er serveren startet på nytt siden, har den skrevet ut en ny lenke.',
    toSignIn: 'Gå til innlogging'
  },
  fieldTooLong: 'Dette er altfor langt for dette feltet.',
  setUp: {
    title: 'Bli første administrator',
    lead: 'Du får ansvaret for denne tjenesten. Nøklene dine lages her, i denne nettleseren, og serveren ser dem aldri.',
    name: 'Navnet ditt',
    nameHint: 'De unge ser det når du skriver til dem. Fornavnet holder.',
    signInName: 'Innloggingsnavn',
    signInNameHint: 'Bare til å logge inn her. Ikke hemmelig.',
    passphrase: 'Passordsetning',
    passphraseHint:
      'En hel setning som bare du ville kommet på. Fem ord eller flere. Ingen kan nullstille den.',
    again: 'Den samme passordsetningen en gang til',
    strength: {
      loading: 'Ser på den …',
      'too-short': 'For kort. Bruk minst 14 tegn.',
      weak: 'Lett å gjette. Legg til et ord eller to som ikke hører sammen.',
      good: 'Bra. Vanskelig å gjette.',
      strong: 'Veldig bra. Svært vanskelig å gjette.'
    },
    strengthLabel: 'Hvor sterk passordsetningen er',
    different: 'De to er ikke like ennå.',
    nameMissing: 'Skriv et navn.',
    submit: 'Lag nøklene mine',
    working: 'Lager nøklene dine. Det tar noen sekunder.'
  },
  recovery: {
    title: 'Gjenopprettingskoden din',
    lead: 'Glemmer du passordsetningen, er denne koden den eneste veien inn igjen. Den vises nå og aldri mer.',
    how: 'Skriv den ut eller skriv den av, og lås den inne. Den som har den, kan gjøre alt som du kan.',
    kept: 'Jeg har lagt den på et trygt sted',
    go: 'Gå til vaktrommet'
  },
  signIn: {
    title: 'Logg inn',
    locked: 'Vaktrommet er låst. Det du ikke hadde sendt, er her fortsatt.',
    signedOut: 'Du er logget ut.',
    ended: 'Økten din er over. Logg inn for å gå videre.',
    memory:
      'Nøklene dine ligger bare i minnet til denne fanen. Derfor må du skrive passordsetningen igjen hver gang siden lastes på nytt.',
    name: 'Innloggingsnavn',
    passphrase: 'Passordsetning',
    code: 'Gjenopprettingskode',
    codeHint: 'Ni grupper på fire. Store eller små bokstaver, med eller uten bindestrek.',
    useCode: 'Bruk gjenopprettingskoden i stedet',
    usePassphrase: 'Bruk passordsetningen i stedet',
    submit: 'Logg inn',
    working: 'Åpner nøklene dine. Det tar noen sekunder.',
    waitUntil: (time: string) => `For mange forsøk. Du kan prøve igjen klokken ${time}.`
  },
  lockedDesk: {
    many: (n: number) => count('nb', n, { one: '# venter', other: '# venter' }),
    since: (many: string, duration: string) => `${many}, ${duration}`,
    short: 'under ett minutt',
    title: (text: string) => `${text} – Vaktrom`,
    nobody: 'Ingen venter akkurat nå.',
    seen: 'Jeg har sett det',
    quiet: 'Stille til neste som venter.',
    offline: 'Ingen forbindelse. Denne siden kan ikke si om noen nye venter.',
    over: 'Denne siden kan ikke lenger si om noen venter. Logg inn igjen.',
    touch: 'Nettleseren lar siden ringe først når du har trykket på en tast eller en knapp her.'
  },
  problems: {
    offline: 'Det kom ikke noe svar fra serveren. Se på nettet og prøv igjen.',
    'wrong-secret':
      'Navn og passordsetning eller kode passer ikke sammen. Se over begge og prøv igjen.',
    wait: 'Vent litt før neste forsøk.',
    'directory-changed':
      'Det serveren viser, passer ikke med dine egne nøkler eller med det denne nettleseren vet om tjenesten din: andre kolleger, andre nøkler eller en annen tjeneste. Du er ikke logget inn, så ingenting blir forseglet for en fremmed. Si fra til administratoren din. Hvis tjenesten er satt opp på nytt med vilje, må du først slette nettstedets lagrede data i nettleseren.',
    clock:
      'Klokken på serveren og på denne maskinen er mer enn et døgn fra hverandre, så slettedagen kan ikke loves. Se på datoen på denne maskinen. Er den riktig, si fra til administratoren din.',
    'directory-behind':
      'Noen har skrevet i et rom under en nyere liste over kolleger enn den denne siden fikk. Logg inn igjen for å få den nye listen. Skjer det igjen, viser serveren en gammel liste: si fra til administratoren din.',
    'memory-unreadable':
      'Denne nettleseren husker noe om tjenesten din som denne siden ikke kan lese, så det lages ingen nye nøkler her: tjenesten kan finnes fra før. Last siden på nytt. Blir det ved, så spør den som driver serveren.',
    'still-elsewhere':
      'Du er logget ut her. De andre øktene dine kunne ikke avsluttes akkurat nå: logg inn igjen og velg «Logg ut overalt» en gang til.',
    'bad-recovery-code':
      'Det er ikke en hel gjenopprettingskode. Se etter en skrivefeil og prøv igjen.',
    'too-old':
      'Denne siden er for gammel. Det finnes en nyere utgave av denne siden, og en del av den gamle er borte.',
    crypto: 'Nøklene lot seg ikke åpne i denne nettleseren. Ingenting er endret.',
    'too-many': 'Du har så mange åpne rom som én person kan ha. Avslutt noen først.',
    'unsupported-version': 'Serveren snakker en nyere versjon enn denne siden. Last siden på nytt.',
    other: 'Det gikk ikke. Ingenting er endret. Prøv igjen.'
  },
  desk: {
    title: 'Vaktrom',
    rooms: 'Rom',
    newRoom: 'Nytt rom',
    search: 'Finn et rom',
    searchNone: 'Ingen rom har dette navnet.',
    soundOn: 'Lyden er på',
    soundOff: 'Lyden er av',
    account: 'Konto',
    lock: 'Lås',
    signOut: 'Logg ut',
    signOutEverywhere: 'Logg ut overalt',
    everywhereTitle: 'Logge ut overalt?',
    everywhereText: (name: string) =>
      `Alle nettlesere og faner der ${name} er logget inn, blir logget ut, denne også. Unge som ingen kollega er hos, er alene til noen logger inn igjen.`,
    everywhereKeep: 'Fortsett å være logget inn',
    audit: {
      'rolled-back': 'Loggen over det som gjøres her, er kortere enn den var.',
      gap: 'I loggen over det som gjøres her, mangler en oppføring.',
      edited: 'I loggen over det som gjøres her, er noe endret.'
    },
    auditNext:
      'Det skal aldri skje. Si fra til administratoren din, og ikke lag nye rom før det er forklart.',
    auditUnchecked:
      'Loggen over det som gjøres her, kunne ikke kontrolleres akkurat nå. Det prøves igjen om et minutt.',
    policyChanged:
      'Vilkårene for denne tjenesten er ikke de denne nettleseren så sist: hvor lenge noe lagres, hvor Forlat fører, eller hvem man kan ringe. Spør administratoren din om det var meningen.',
    policyRead: 'Jeg har lest dette',
    needsNewer:
      'En nyere utgave av denne siden har vært i bruk i denne nettleseren, og denne kan ikke lese eller ta vare på alt her. Last på nytt for å gå videre. Det du har skrevet og ikke sendt, blir ikke tatt vare på.',
    memoryUnreadable:
      'Denne siden kan ikke lese det denne nettleseren husker om tjenesten din. Du er logget inn med dine egne nøkler, og de er kontrollert. Det som ikke kan kontrolleres her, er om kolleger, vilkår, rom eller loggen over det som gjøres her, var annerledes før. Det som huskes, blir stående. Send det du har skrevet, og last på nytt. Kommer dette igjen, så si fra til administratoren din.',
    unreadable: (n: number) =>
      count('nb', n, {
        one: 'Ett rom kan ikke leses akkurat nå. Det er der fortsatt, og det prøves igjen.',
        other: '# rom kan ikke leses akkurat nå. De er der fortsatt, og det prøves igjen.'
      }),
    offline:
      'Ingen forbindelse med vaktrommet. Det du skriver, blir tatt vare på i denne nettleseren og sendt senere.',
    waitingNext: (n: number) => `${String(n)} venter · neste`,
    waitingTitle: (n: number) => `(${String(n)}) Vaktrom`,
    alarmTitle: 'Noen venter – Vaktrom',
    lockedTitle: 'En dør er låst – Vaktrom',
    groups: {
      waiting: 'Venter',
      mine: 'Åpne',
      invited: 'Invitert',
      ended: 'Avsluttet'
    },
    emptyTitle: 'Ingen rom ennå',
    empty: 'Lag et rom for å invitere noen. Det dukker opp her så snart det er laget.',
    loading: 'Henter rommene …',
    chooseTitle: 'Velg et rom',
    choose: 'Ingenting vises før du åpner et rom.',
    deleted: (name: string, time: string) => `${name} ble slettet ${time}.`,
    deletedTitle: 'Dette rommet er slettet',
    deletedText: 'Alt som ble skrevet i det, er visket ut. Det kan ikke hentes tilbake.',
    about: 'Om dette rommet',
    conversation: 'Samtale',
    toList: 'Alle rom',
    toPanel: 'Om dette rommet',
    toConversation: 'Samtale'
  },
  keys: {
    title: 'Taster',
    search: 'Finn et rom',
    enter: 'Enter',
    first: 'I søket: åpne det første rommet',
    escape: 'Esc',
    empty: 'I søket: tøm det',
    next: 'Gå til den som har ventet lengst',
    list: 'Vis disse tastene',
    use: 'Bruk enkelttaster',
    never: 'De gjør ingenting mens du skriver.'
  },
  item: {
    unread: (n: number) => count('nb', n, { one: '# ulest', other: '# uleste' }),
    waited: (duration: string) => `Har ventet ${duration}`,
    waitingNow: 'Venter nå',
    owed: (duration: string) => `Ubesvart i ${duration}`,
    owedNow: 'Ikke besvart ennå',
    unattended: 'Ingen er der for dem',
    here: 'Her nå',
    away: 'Ikke her nå',
    invited: 'Ikke åpnet ennå',
    invitedUntil: (when: string) => `Ikke åpnet ennå, virker til ${when}`,
    ended: 'Avsluttet',
    deleting: 'Blir slettet',
    deletedOn: (date: string) => `Slettes ${date}`,
    left: 'Gikk raskt ut',
    gone: 'Mistet kontakten',
    back: 'Tilbake etter å ha gått ut',
    unconfirmed: 'Ikke bekreftet',
    locked: 'Døren er låst',
    replaces: 'Ny lenke',
    replacedBy: 'Erstattet'
  },
  room: {
    here: 'Her nå',
    away: 'Ikke her nå',
    unknown: 'Ukjent akkurat nå',
    lastHere: (time: string) => `Sist her ${time}`,
    notJoined: 'Har ikke åpnet lenken ennå',
    confirmed: 'Bekreftet',
    unconfirmed: 'Ikke bekreftet',
    deviceUnconfirmed: (device: string) => `${device} er ikke bekreftet`,
    typing: 'Skriver …',
    noAnswer: 'Trenger ikke svar',
    them: 'Den unge',
    you: 'Du',
    colleague: 'En kollega',
    device: (n: number) => `Telefon ${String(n)}`,
    messages: 'Meldinger',
    unreadMark: 'Nytt',
    newMessages: 'Nye meldinger',
    earlierCount: (n: number) =>
      count('nb', n, { one: '# tidligere melding', other: '# tidligere meldinger' }),
    reconnecting:
      'Ingen forbindelse med dette rommet. Det du skriver, blir tatt vare på her og sendt når den er tilbake.',
    opening: 'Åpner rommet …',
    silent: 'Ingenting er skrevet ennå.',
    storeFails:
      'Nettleseren fikk ikke tatt vare på den siste meldingen din. La denne fanen være åpen: den prøver igjen.',
    lostHere: (n: number) =>
      count('nb', n, {
        one: 'Én av meldingene dine fikk ingen kvittering før samtalen ble avsluttet, så den har trolig ikke kommet fram. Ordene står nedenfor.',
        other:
          '# av meldingene dine fikk ingen kvittering før samtalen ble avsluttet, så de har trolig ikke kommet fram. Ordene står nedenfor.'
      }),
    lostOfOthers: (n: number) =>
      count('nb', n, {
        one: 'Én melding som ble skrevet i en annen fane, eller før denne siden ble lastet, kunne ikke komme fram lenger.',
        other:
          '# meldinger som ble skrevet i andre faner, eller før denne siden ble lastet, kunne ikke komme fram lenger.'
      })
  },
  saidState: {
    keeping: '…',
    waiting: 'venter på nett',
    sent: 'sendt',
    delivered: 'levert',
    seen: 'sett',
    unconfirmed: 'ikke levert: går videre når telefonen er bekreftet',
    held: 'holdt tilbake: ikke levert',
    'not-arrived': 'kom ikke fram'
  },
  held: {
    exit: 'Den unge gikk ut før dette kom fram. Det sendes ikke av seg selv, for noen andre kan ha telefonen nå.',
    refused: 'Dette var til en enhet som ble avvist.',
    ended: 'Den enheten er borte for godt.',
    resend: 'Send på nytt til denne enheten',
    resendTo: (device: string) => `Send på nytt til ${device}`
  },
  lines: {
    joinedFirst: 'Lenken ble åpnet for første gang',
    joinedSame: 'Kom tilbake på samme telefon',
    joinedOther: 'Kom inn på en annen telefon',
    joinedAfterExit: 'Kom tilbake etter å ha gått ut',
    left: 'Gikk raskt ut',
    replaced: 'Åpnet rommet på nytt på denne telefonen',
    ended: 'Avsluttet samtalen på denne enheten',
    confirmed: (who: string) => `Bekreftet av ${who}`,
    refused: (who: string) => `Avvist av ${who}`,
    resent: (who: string) => `Sendt på nytt av ${who}`,
    shown: (who: string) => `${who} viste de tidligere meldingene`,
    fault: {
      gap: 'Her mangler en melding',
      fork: 'Rekkefølgen på meldingene stemmer ikke her',
      rollback: 'Serveren har glemt meldinger',
      'unknown-head': 'Denne meldingen ble skrevet for en annen tilstand av rommet',
      face: 'Rommet viser et annet ansikt enn før',
      maker: 'Ingen av deres har skrevet under på dette rommet, så det åpnes ikke',
      epoch: 'En enhet stemmer ikke med det den var før',
      mac: 'En enhet kunne ikke bevise hvem den er',
      misplaced: 'Her sto noe på feil plass. Det vises ikke',
      sequence: 'En melding kom to ganger og vises ikke igjen',
      unreadable: 'Her er noe som ikke lar seg åpne',
      newer: 'Noe her trenger en nyere side',
      signature: 'Her er en oppføring uten gyldig signatur',
      'newer-directory':
        'En oppføring her er signert under en liste over kolleger som denne siden ikke fikk',
      'older-directory':
        'En oppføring her er signert under en eldre liste over kolleger enn den før',
      conflict: 'To ulike meldinger gjør krav på samme plass'
    }
  },
  compose: {
    writingTo: (name: string) => `Skriver til ${name}`,
    confirmed: 'bekreftet',
    unconfirmed: 'ikke bekreftet',
    label: 'Skriv her',
    send: 'Send',
    tooLong: 'Dette er lengre enn én melding kan være. Send det i to deler.',
    chooseUnconfirmed:
      'Ingen har bekreftet hvem dette er. Du kan stille et spørsmål først, og bekrefte etter svaret.',
    chooseAfterExit:
      'Noen gikk raskt ut av dette rommet. Ikke skriv med mindre du er sikker på at det er trygt.',
    writeAnyway: 'Skriv til denne enheten før den er bekreftet',
    writeAfterExit: 'Skriv likevel',
    changed:
      'Du skriver nå til en annen enhet enn da du begynte. Se hvem det er, og send igjen hvis det er riktig.',
    nobody: {
      opening: 'Rommet blir åpnet.',
      'not-joined': 'Ingen har åpnet lenken ennå. Du kan skrive så snart noen har gjort det.',
      left: 'Den unge gikk raskt ut. Ikke skriv, og ikke ta kontakt om dette andre steder: noen kan se på. Kommer den unge tilbake, ser du det her.',
      refused: 'Den eneste enheten her ble avvist, så det er ingen å skrive til.',
      away: 'Den unge er borte. Kommer den unge tilbake med lenke og kodeord, ser du det her.',
      closed: 'Dette rommet er avsluttet.',
      gone: 'Dette rommet er slettet.',
      'not-allowed': 'Du slipper ikke inn i dette rommet lenger.',
      stopped: 'Her er skrivingen stanset, fordi rommet ikke stemmer.'
    }
  },
  notices: {
    left: 'Gikk raskt ut. Ikke skriv.',
    gone: 'Mistet kontakten. Vi vet ikke om det er trygt å skrive.',
    back: 'Tilbake etter å ha gått ut. Spør før du går videre: noen andre kan ha telefonen.',
    newcomer: 'En enhet venter på å bli bekreftet.',
    showNewcomer: 'Se på den',
    needsNewer:
      'Det trengs en nyere side for å lese alt i dette rommet. Det du har skrevet og ikke sendt, blir ikke tatt vare på.',
    loadAgain: 'Last på nytt',
    tampered: 'Noe i dette rommet stemmer ikke. Noen kan ha tuklet med det underveis.',
    tamperedNext:
      'Ikke stol på dette rommet. Lag en ny lenke, og send den og kodeordene på en annen måte.',
    locked: 'Feil kodeord er prøvd mange ganger. Nye enheter er stengt ute.',
    crowded: 'Så mange ukjente enheter har skrevet her at nye er stengt ute.',
    unlock: 'La nye enheter prøve igjen'
  },
  devices: {
    title: 'Enheter',
    none: 'Ingen har åpnet lenken ennå.',
    first: 'Første enhet i dette rommet',
    same: 'Samme telefon som før',
    other: 'En annen telefon enn før',
    afterExit: 'Etter at noen gikk ut',
    perhapsAfterExit: 'Kanskje etter at noen gikk ut',
    joined: (time: string) => `Kom inn ${time}`,
    compare: 'Ord dere kan sammenligne',
    compareHint:
      'De samme fire ordene står under «Om dette» på den unges skjerm. Kan de lese dem for deg, snakker du med denne enheten.',
    ask: 'Eller spør om noe som bare de vet. Bekreft eller avvis etterpå.',
    confirm: 'Bekreft',
    refuse: 'Avvis',
    refuseTitle: 'Avvise denne enheten?',
    refuseText: 'Den blir satt ut av rommet og slipper ikke inn igjen.',
    deciding: 'Blir skrevet ned …',
    standing: {
      live: 'Ikke bekreftet',
      confirmed: 'Bekreftet',
      left: 'Gikk raskt ut',
      replaced: 'Erstattet av en nyere',
      refused: 'Avvist',
      ended: 'Avsluttet',
      false: 'Kunne ikke bevise hvem den er. Avvist.'
    },
    showEarlier: 'Vis tidligere meldinger',
    showEarlierHint: 'De ser igjen, på denne telefonen, det som ble sagt før.',
    showEarlierTitle: 'Vise tidligere meldinger på denne telefonen?',
    showEarlierText: 'Gjør dette bare når du er sikker på hvem som har den.',
    write: 'Skriv til denne enheten'
  },
  attempts: {
    title: 'Feil kodeord',
    none: 'Ingen.',
    strangers: (n: number) =>
      count('nb', n, {
        one: '# feil forsøk fra en ukjent enhet',
        other: '# feil forsøk fra ukjente enheter'
      }),
    known: (n: number) =>
      count('nb', n, {
        one: '# feil forsøk fra en kjent enhet',
        other: '# feil forsøk fra kjente enheter'
      }),
    last: (time: string) => `Sist ${time}`,
    locked: 'Nye enheter er stengt ute.'
  },
  invitation: {
    title: 'Invitasjon',
    link: 'Lenke',
    words: 'Kodeord',
    copyLink: 'Kopier lenken',
    copyWords: 'Kopier kodeordene',
    messageLink: 'Melding med lenken',
    messageWords: 'Melding med kodeordene',
    copyMessageLink: 'Kopier meldingen med lenken',
    copyMessageWords: 'Kopier meldingen med kodeordene',
    qr: 'QR-kode for lenken',
    qrHint: 'For en som sitter ved siden av deg. Kodeordene trengs fortsatt.',
    advice: 'Send de to hver for seg der du kan.',
    adviceWhy:
      'Best: lenken her, kodeordene på en annen måte – en annen app, en SMS, en telefonsamtale. Nest best: i en senere melding.',
    adviceLost:
      'Står begge i samme tråd, kan den som leser tråden, åpne døren som en ny, ubekreftet enhet. Den ser likevel ingenting av det som er sagt før. La aldri dette hindre den unge i å komme inn.',
    again: 'Du kan lese begge igjen her til rommet avsluttes.',
    openRoom: 'Gå til rommet'
  },
  newRoom: {
    title: 'Nytt rom',
    newLinkTitle: 'Ny lenke',
    newLinkText:
      'Det lages et nytt rom, og dette avsluttes med en gang. Det som er sagt her, kan etterpå bare leses med en begrunnelse. De to står koblet sammen i vaktrommet.',
    closes: 'Dette rommet avsluttes',
    host: 'Navnet de ser',
    hostHint: 'Fornavnet ditt holder.',
    language: 'Språk for invitasjonen og kodeordene',
    keep: 'Hvor lenge samtalen lagres etterpå',
    keepHint: (date: string) => `Alt slettes senest ${date}, uansett hva som skjer.`,
    submit: 'Lag rommet',
    submitInstead: 'Lag den nye lenken og avslutt dette rommet',
    working: 'Lager rommet. Det tar noen sekunder.',
    ready: 'Rommet er klart'
  },
  panel: {
    made: (time: string) => `Laget ${time}`,
    lapses: (when: string) => `Lenken virker til ${when}`,
    opened: 'Åpnet',
    deletedBy: (date: string) => `Slettes senest ${date}`,
    deletedOn: (date: string) => `Slettes ${date}`,
    keptFor: (duration: string) => `Lagres i ${duration} etterpå`,
    host: (name: string) => `De ser navnet ${name}`,
    facts: 'Fakta',
    actions: 'Handlinger',
    newLink: 'Ny lenke',
    close: 'Avslutt samtalen',
    closeTitle: 'Avslutte denne samtalen?',
    closeText: (date: string) =>
      `Lenken og kodeordene deres slutter å virke med en gang, og skjermen deres sier at samtalen er avsluttet. Etterpå kan du bare lese den med en begrunnelse. Den slettes senest ${date}.`,
    closeYes: 'Avslutt',
    replaces: 'Overtar etter',
    replacedBy: 'Fortsetter i'
  },
  label: {
    title: 'Intern merkelapp',
    hint: 'Valgfritt, for eksempel fornavn og kanal. Du og kollegene dine ser den. Den unge ser den aldri, og serveren kan ikke lese den.',
    none: 'Ingen merkelapp ennå. I listen står den for rom du har åpnet her.',
    add: 'Legg til merkelapp',
    change: 'Endre merkelappen',
    save: 'Lagre',
    tooLong: (n: number) => `En merkelapp har høyst ${String(n)} tegn. Gjør den kortere.`,
    keeping: 'Blir tatt vare på …',
    waiting: 'Den venter i denne nettleseren og sendes når forbindelsen er tilbake.',
    lost: (label: string) => `Rommet tok ikke imot merkelappen «${label}». Sett den på nytt.`
  },
  notSent: {
    title: 'Ikke sendt, eller uten kvittering',
    only: 'Det er bare her, til siden lukkes.',
    remove: 'Fjern det',
    removed: 'Det er fjernet.',
    bringBack: 'Hent det tilbake'
  },
  closed: {
    title: 'Denne samtalen er avsluttet',
    by: {
      staff: 'Avsluttet av tjenesten',
      guest: 'Avsluttet av den unge',
      idle: 'Avsluttet av seg selv etter lang stillhet',
      lapsed: 'Lenken ble ikke brukt i tide',
      replaced: 'En ny lenke tok over',
      cap: 'Tiden var ute'
    },
    when: (time: string) => `Avsluttet ${time}`,
    readTitle: 'Les det som ble sagt',
    readText:
      'For å lese en avsluttet samtale trengs en begrunnelse. Den skrives i loggen før noe vises.',
    reason: 'Begrunnelse',
    chooseReason: 'Velg en begrunnelse',
    reasonFirst: 'Velg en begrunnelse først.',
    neverOpened: 'Ingen åpnet dette rommet, så det er ingenting å lese.',
    reasons: {
      case: 'Den hører til en sak',
      report: 'Det må skrives en rapport',
      complaint: 'Noen har klaget',
      quality: 'Kvalitetsarbeid'
    },
    read: 'Les',
    reading: (reason: string) => `Du leser dette fordi: ${reason}`,
    stop: 'Slutt å lese',
    notAllowed: 'Du har ikke lov til å lese dette rommet.'
  }
};
