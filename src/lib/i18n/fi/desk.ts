// The desk in Finnish. Rules: C3, J4–J7, O6.
import type { StaffTexts } from '../en/desk.ts';
import { count } from '../plural.ts';
import { format } from './format.ts';

export const fi: StaffTexts = {
  format,
  common: {
    close: 'Sulje',
    leaveIt: 'Jätä ennalleen',
    final: 'Tätä ei voi perua.',
    back: 'Takaisin',
    copy: 'Kopioi',
    copied: 'Kopioitu',
    copyFailed: 'Kopiointi ei onnistunut. Valitse teksti ja kopioi se itse.',
    print: 'Tulosta',
    tryAgain: 'Yritä uudelleen',
    loadAgain: 'Lataa uudelleen',
    language: 'Kieli',
    show: 'Näytä',
    hide: 'Piilota',
    more: 'Lisää tästä'
  },
  account: {
    title: 'Päivystys',
    starting: 'Päivystystä avataan …',
    unreachableTitle: 'Päivystys ei vastaa',
    unreachable: 'Palvelin ei vastannut. Tarkista verkko ja yritä uudelleen.',
    nobodyTitle: 'Kukaan ei vielä vastaa tästä palvelusta',
    nobody:
      'Palvelin tulosti käyttöönottolinkin, kun se käynnistettiin ensimmäisen kerran. Avaa se linkki tässä selaimessa.',
    cutTitle: 'Käyttöönottolinkki ei ole kokonainen',
    cut: 'Osa siitä on kadonnut. Kopioi koko linkki palvelimen ikkunasta ja avaa se uudelleen.',
    usedTitle: 'Tämä linkki on käytetty',
    used: 'Joku on sen avulla ryhtynyt ensimmäiseksi ylläpitäjäksi. Jos se et ollut sinä, kerro siitä heti palvelimen ylläpitäjälle.',
    wrongTitle: 'Tämä linkki ei sovi',
    wrong:
      'Palvelin ei tunne sitä. Jos palvelin on sen jälkeen käynnistetty uudelleen, se on tulostanut uuden linkin.',
    toSignIn: 'Siirry kirjautumiseen'
  },
  fieldTooLong: 'Tämä on aivan liian pitkä tähän kenttään.',
  setUp: {
    title: 'Ryhdy ensimmäiseksi ylläpitäjäksi',
    lead: 'Sinusta tulee tämän palvelun vastuuhenkilö. Avaimesi tehdään täällä, tässä selaimessa, eikä palvelin näe niitä koskaan.',
    name: 'Nimesi',
    nameHint: 'Nuoret näkevät sen, kun kirjoitat heille. Etunimi riittää.',
    signInName: 'Kirjautumisnimi',
    signInNameHint: 'Vain kirjautumiseen täällä. Ei salainen.',
    passphrase: 'Tunnuslause',
    passphraseHint:
      'Kokonainen lause, jonka vain sinä keksisit. Viisi sanaa tai enemmän. Kukaan ei voi palauttaa sitä.',
    again: 'Sama tunnuslause uudelleen',
    strength: {
      loading: 'Tarkistetaan …',
      'too-short': 'Liian lyhyt. Käytä vähintään 14 merkkiä.',
      weak: 'Helppo arvata. Lisää sana tai kaksi, jotka eivät kuulu yhteen.',
      good: 'Hyvä. Vaikea arvata.',
      strong: 'Erittäin hyvä. Hyvin vaikea arvata.'
    },
    strengthLabel: 'Tunnuslauseen vahvuus',
    different: 'Ne eivät ole vielä samat.',
    nameMissing: 'Kirjoita nimi.',
    submit: 'Tee avaimeni',
    working: 'Avaimiasi tehdään. Se kestää muutaman sekunnin.'
  },
  recovery: {
    title: 'Palautuskoodisi',
    lead: 'Jos unohdat tunnuslauseen, tämä koodi on ainoa tie takaisin. Se näytetään nyt eikä enää koskaan.',
    how: 'Tulosta se tai kirjoita se muistiin ja laita se lukkojen taakse. Kenellä se on, hän voi tehdä kaiken, minkä sinäkin.',
    kept: 'Olen laittanut sen turvalliseen paikkaan',
    go: 'Siirry päivystykseen'
  },
  signIn: {
    title: 'Kirjaudu sisään',
    locked: 'Päivystys on lukittu. Se, mitä et ollut lähettänyt, on yhä tallessa.',
    signedOut: 'Olet kirjautunut ulos.',
    ended: 'Istuntosi on päättynyt. Kirjaudu sisään jatkaaksesi.',
    memory:
      'Avaimesi ovat vain tämän välilehden muistissa. Siksi tunnuslause kysytään aina, kun sivu ladataan uudelleen.',
    name: 'Kirjautumisnimi',
    passphrase: 'Tunnuslause',
    code: 'Palautuskoodi',
    codeHint: 'Yhdeksän neljän merkin ryhmää. Isot tai pienet kirjaimet, väliviivoilla tai ilman.',
    useCode: 'Käytä palautuskoodia',
    usePassphrase: 'Käytä tunnuslausetta',
    submit: 'Kirjaudu',
    working: 'Avaimiasi avataan. Se kestää muutaman sekunnin.',
    waitUntil: (time: string) => `Liian monta yritystä. Voit yrittää taas kello ${time}.`
  },
  lockedDesk: {
    many: (n: number) => count('fi', n, { one: '# odottaa', other: '# odottaa' }),
    since: (many: string, duration: string) => `${many}, ${duration}`,
    short: 'alle minuutin',
    title: (text: string) => `${text} – Päivystys`,
    nobody: 'Kukaan ei odota juuri nyt.',
    seen: 'Olen nähnyt tämän',
    quiet: 'Hiljaa, kunnes seuraava odottaa.',
    offline: 'Ei yhteyttä. Tämä sivu ei voi kertoa, odottaako joku uusi.',
    over: 'Tämä sivu ei enää voi kertoa, odottaako joku. Kirjaudu sisään uudelleen.',
    touch: 'Selain antaa sivun soida vasta, kun olet painanut täällä näppäintä tai painiketta.'
  },
  problems: {
    offline: 'Palvelin ei vastannut. Tarkista verkko ja yritä uudelleen.',
    'wrong-secret':
      'Nimi ja tunnuslause tai koodi eivät sovi yhteen. Tarkista molemmat ja yritä uudelleen.',
    wait: 'Odota hetki ennen seuraavaa yritystä.',
    'directory-changed':
      'Palvelimen näyttämä ei sovi omiin avaimiisi tai siihen, mitä tämä selain tietää palvelustasi: muita kollegoita, muita avaimia tai toinen palvelu. Et ole kirjautunut sisään, jotta mitään ei sinetöidä vieraalle. Kerro ylläpitäjälle. Jos palvelu on tarkoituksella otettu käyttöön uudelleen, tyhjennä ensin tämän sivuston tallennetut tiedot selaimesta.',
    clock:
      'Palvelimen ja tämän tietokoneen kellot eroavat yli vuorokauden, joten poistopäivää ei voi luvata. Katso tämän tietokoneen päivämäärä. Jos se on oikein, kerro ylläpitäjälle.',
    'directory-behind':
      'Huoneeseen on kirjoitettu uudemman kollegaluettelon aikana kuin se, jonka tämä sivu sai. Kirjaudu uudelleen, niin saat uudemman luettelon. Jos tämä toistuu, palvelin näyttää vanhaa luetteloa: kerro ylläpitäjälle.',
    'memory-unreadable':
      'Tämä selain muistaa palvelustasi jotakin, mitä tämä sivu ei voi lukea, joten täällä ei tehdä uusia avaimia: palvelu voi olla jo olemassa. Lataa sivu uudelleen. Jos tämä jatkuu, kysy palvelimen ylläpitäjältä.',
    'still-elsewhere':
      'Olet kirjautunut ulos täältä. Muita istuntojasi ei voitu juuri nyt päättää: kirjaudu uudelleen ja valitse ”Kirjaudu ulos kaikkialta” vielä kerran.',
    'bad-recovery-code':
      'Tämä ei ole kokonainen palautuskoodi. Etsi kirjoitusvirhe ja yritä uudelleen.',
    'too-old':
      'Tämä sivu on liian vanha. Tästä sivusta on uudempi versio, ja osa vanhasta on poissa.',
    crypto: 'Avaimia ei saatu auki tässä selaimessa. Mitään ei ole muutettu.',
    'too-many': 'Sinulla on niin monta avointa huonetta kuin yhdellä voi olla. Lopeta ensin jokin.',
    'unsupported-version': 'Palvelin puhuu uudempaa versiota kuin tämä sivu. Lataa sivu uudelleen.',
    other: 'Se ei onnistunut. Mitään ei ole muutettu. Yritä uudelleen.'
  },
  desk: {
    title: 'Päivystys',
    rooms: 'Huoneet',
    newRoom: 'Uusi huone',
    search: 'Etsi huone',
    searchNone: 'Millään huoneella ei ole tätä nimeä.',
    soundOn: 'Ääni on päällä',
    soundOff: 'Ääni on pois',
    account: 'Tili',
    lock: 'Lukitse',
    signOut: 'Kirjaudu ulos',
    signOutEverywhere: 'Kirjaudu ulos kaikkialta',
    everywhereTitle: 'Kirjaudutaanko ulos kaikkialta?',
    everywhereText: (name: string) =>
      `${name} kirjataan ulos kaikista selaimista ja välilehdistä, myös tästä. Nuoret, joiden luona ei ole työtoveria, ovat yksin, kunnes joku kirjautuu taas.`,
    everywhereKeep: 'Pysy kirjautuneena',
    audit: {
      'rolled-back': 'Täällä tehdyn kirjanpito on lyhyempi kuin se oli.',
      gap: 'Täällä tehdyn kirjanpidosta puuttuu merkintä.',
      edited: 'Täällä tehdyn kirjanpidossa on muutettu jotakin.'
    },
    auditNext:
      'Niin ei saa koskaan käydä. Kerro ylläpitäjälle, äläkä tee uusia huoneita ennen kuin asia on selvitetty.',
    auditUnchecked:
      'Täällä tehdyn kirjanpitoa ei voitu juuri nyt tarkistaa. Sitä yritetään uudelleen minuutin kuluttua.',
    policyChanged:
      'Tämän palvelun ehdot eivät ole ne, jotka tämä selain näki viimeksi: kuinka kauan asioita säilytetään, minne Poistu vie tai kenelle soittaa. Kysy ylläpitäjältä, oliko se tarkoitus.',
    policyRead: 'Olen lukenut tämän',
    needsNewer:
      'Tässä selaimessa on käytetty tämän sivun uudempaa versiota, eikä tämä voi lukea tai säilyttää täällä kaikkea. Lataa uudelleen jatkaaksesi. Kirjoittamaasi, jota ei ole lähetetty, ei säilytetä.',
    memoryUnreadable:
      'Tämä sivu ei voi lukea, mitä tämä selain muistaa palvelustasi. Olet kirjautunut omilla avaimillasi, ja ne on tarkistettu. Täällä ei voi tarkistaa, olivatko kollegat, ehdot, huoneet tai täällä tehdyn kirjanpito aiemmin toisenlaisia. Muistettu säilyy sellaisenaan. Lähetä kirjoittamasi ja lataa sitten uudelleen. Jos tämä toistuu, kerro ylläpitäjälle.',
    unreadable: (n: number) =>
      count('fi', n, {
        one: 'Yhtä huonetta ei voi juuri nyt lukea. Se on yhä olemassa, ja sitä yritetään uudelleen.',
        other:
          '# huonetta ei voi juuri nyt lukea. Ne ovat yhä olemassa, ja niitä yritetään uudelleen.'
      }),
    offline:
      'Ei yhteyttä päivystykseen. Se, mitä kirjoitat, säilyy tässä selaimessa ja lähetetään myöhemmin.',
    waitingNext: (n: number) => `${String(n)} odottaa · seuraava`,
    waitingTitle: (n: number) => `(${String(n)}) Päivystys`,
    alarmTitle: 'Joku odottaa – Päivystys',
    lockedTitle: 'Ovi on lukossa – Päivystys',
    groups: {
      waiting: 'Odottaa',
      mine: 'Avoinna',
      invited: 'Kutsuttu',
      ended: 'Päättynyt'
    },
    emptyTitle: 'Ei vielä huoneita',
    empty: 'Tee huone, kun haluat kutsua jonkun. Se näkyy täällä heti, kun se on tehty.',
    loading: 'Huoneita haetaan …',
    chooseTitle: 'Valitse huone',
    choose: 'Mitään ei näytetä, ennen kuin avaat huoneen.',
    deleted: (name: string, time: string) => `${name} poistettiin ${time}.`,
    deletedTitle: 'Tämä huone on poistettu',
    deletedText: 'Kaikki siihen kirjoitettu on hävitetty. Sitä ei voi palauttaa.',
    about: 'Tietoa huoneesta',
    conversation: 'Keskustelu',
    toList: 'Kaikki huoneet',
    toPanel: 'Tietoa huoneesta',
    toConversation: 'Keskustelu'
  },
  keys: {
    title: 'Näppäimet',
    search: 'Etsi huone',
    enter: 'Enter',
    first: 'Haussa: avaa ensimmäinen löytynyt huone',
    escape: 'Esc',
    empty: 'Haussa: tyhjennä se',
    next: 'Siirry pisimpään odottaneeseen',
    list: 'Näytä nämä näppäimet',
    use: 'Käytä yksittäisiä näppäimiä',
    never: 'Ne eivät tee mitään, kun kirjoitat.'
  },
  item: {
    unread: (n: number) => count('fi', n, { one: '# lukematon', other: '# lukematonta' }),
    waited: (duration: string) => `Odottanut ${duration}`,
    waitingNow: 'Odottaa nyt',
    owed: (duration: string) => `Vastaamatta ${duration}`,
    owedNow: 'Ei vielä vastattu',
    unattended: 'Kukaan ei ole paikalla häntä varten',
    here: 'Paikalla nyt',
    away: 'Ei paikalla nyt',
    invited: 'Ei vielä avattu',
    invitedUntil: (when: string) => `Ei vielä avattu, toimii ${when}`,
    ended: 'Päättynyt',
    deleting: 'Poistetaan',
    deletedOn: (date: string) => `Poistetaan ${date}`,
    left: 'Poistui kiireesti',
    gone: 'Kadonnut hyvästelemättä',
    back: 'Palannut poistumisen jälkeen',
    unconfirmed: 'Ei vahvistettu',
    locked: 'Ovi on lukossa',
    replaces: 'Uusi linkki',
    replacedBy: 'Korvattu'
  },
  room: {
    here: 'Paikalla nyt',
    away: 'Ei paikalla nyt',
    unknown: 'Ei tiedossa juuri nyt',
    lastHere: (time: string) => `Viimeksi paikalla ${time}`,
    notJoined: 'Ei ole vielä avannut linkkiä',
    confirmed: 'Vahvistettu',
    unconfirmed: 'Ei vahvistettu',
    deviceUnconfirmed: (device: string) => `${device} on vahvistamatta`,
    typing: 'Kirjoittaa …',
    noAnswer: 'Vastausta ei tarvita',
    them: 'Nuori',
    you: 'Sinä',
    colleague: 'Työtoveri',
    device: (n: number) => `Puhelin ${String(n)}`,
    messages: 'Viestit',
    unreadMark: 'Uutta',
    newMessages: 'Uusia viestejä',
    earlierCount: (n: number) =>
      count('fi', n, { one: '# aiempi viesti', other: '# aiempaa viestiä' }),
    reconnecting:
      'Ei yhteyttä tähän huoneeseen. Se, mitä kirjoitat, säilyy täällä ja lähetetään, kun yhteys palaa.',
    opening: 'Huonetta avataan …',
    silent: 'Mitään ei ole vielä kirjoitettu.',
    storeFails:
      'Selain ei saanut talteen viimeistä viestiäsi. Pidä tämä välilehti auki: sitä yritetään uudelleen.',
    lostHere: (n: number) =>
      count('fi', n, {
        one: 'Yksi viesteistäsi jäi ilman kuittausta ennen kuin keskustelu päättyi, joten se ei luultavasti tullut perille. Sen sanat ovat alla.',
        other:
          '# viesteistäsi jäi ilman kuittausta ennen kuin keskustelu päättyi, joten ne eivät luultavasti tulleet perille. Niiden sanat ovat alla.'
      }),
    lostOfOthers: (n: number) =>
      count('fi', n, {
        one: 'Yksi viesti, joka kirjoitettiin toisessa välilehdessä tai ennen tämän sivun lataamista, ei voinut enää tulla perille.',
        other:
          '# viestiä, jotka kirjoitettiin muissa välilehdissä tai ennen tämän sivun lataamista, ei voinut enää tulla perille.'
      })
  },
  saidState: {
    keeping: '…',
    waiting: 'odottaa verkkoa',
    sent: 'lähetetty',
    delivered: 'toimitettu',
    seen: 'nähty',
    unconfirmed: 'ei toimitettu: lähtee, kun puhelin on vahvistettu',
    held: 'pidätetty: ei toimitettu',
    'not-arrived': 'ei tullut perille'
  },
  held: {
    exit: 'Hän poistui ennen kuin tämä tuli perille. Sitä ei lähetetä itsestään, koska puhelin voi olla jonkun toisen kädessä.',
    refused: 'Tämä oli laitteelle, joka torjuttiin.',
    ended: 'Se laite on poissa lopullisesti.',
    resend: 'Lähetä uudelleen tälle laitteelle',
    resendTo: (device: string) => `Lähetä uudelleen: ${device}`
  },
  lines: {
    joinedFirst: 'Linkki avattiin ensimmäisen kerran',
    joinedSame: 'Palasi samalla puhelimella',
    joinedOther: 'Tuli sisään toisella puhelimella',
    joinedAfterExit: 'Palasi poistumisen jälkeen',
    left: 'Poistui kiireesti',
    replaced: 'Avasi huoneen uudelleen tällä puhelimella',
    ended: 'Lopetti keskustelun tällä laitteella',
    confirmed: (who: string) => `Vahvistanut ${who}`,
    refused: (who: string) => `Torjunut ${who}`,
    resent: (who: string) => `Lähettänyt uudelleen ${who}`,
    shown: (who: string) => `${who} näytti aiemmat viestit`,
    fault: {
      gap: 'Tästä puuttuu viesti',
      fork: 'Viestien järjestys ei täsmää tässä',
      rollback: 'Palvelin on unohtanut viestejä',
      'unknown-head': 'Tämä viesti on kirjoitettu huoneen toiseen tilaan',
      face: 'Huone näyttää eri tiedot kuin ennen',
      maker: 'Kukaan teistä ei ole allekirjoittanut tätä huonetta, joten sitä ei avata',
      epoch: 'Laite ei vastaa sitä, mikä se oli ennen',
      mac: 'Laite ei pystynyt todistamaan itseään',
      misplaced: 'Tässä oli jotakin väärässä paikassa. Sitä ei näytetä',
      sequence: 'Viesti tuli kahdesti, eikä sitä näytetä uudelleen',
      unreadable: 'Tässä on jotakin, mitä ei saada auki',
      newer: 'Jokin tässä tarvitsee uudemman sivun',
      signature: 'Tässä on merkintä ilman pätevää allekirjoitusta',
      'newer-directory':
        'Merkintä on allekirjoitettu kollegaluettelon aikana, jota tämä sivu ei saanut',
      'older-directory':
        'Merkintä on allekirjoitettu vanhemman kollegaluettelon aikana kuin sitä edeltävä',
      conflict: 'Kaksi eri viestiä vaatii samaa paikkaa'
    }
  },
  compose: {
    writingTo: (name: string) => `Kirjoitat: ${name}`,
    confirmed: 'vahvistettu',
    unconfirmed: 'ei vahvistettu',
    label: 'Kirjoita tähän',
    send: 'Lähetä',
    tooLong: 'Tämä on pidempi kuin yksi viesti voi olla. Lähetä se kahdessa osassa.',
    chooseUnconfirmed:
      'Kukaan ei ole vahvistanut, kuka tämä on. Voit ensin kysyä jotakin ja vahvistaa vastauksen jälkeen.',
    chooseAfterExit:
      'Joku poistui tästä huoneesta kiireesti. Älä kirjoita, ellet ole varma, että se on turvallista.',
    writeAnyway: 'Kirjoita tälle laitteelle ennen vahvistamista',
    writeAfterExit: 'Kirjoita silti',
    changed:
      'Kirjoitat nyt eri laitteelle kuin aloittaessasi. Katso, kenelle, ja lähetä uudelleen, jos se on oikein.',
    nobody: {
      opening: 'Huonetta avataan.',
      'not-joined': 'Kukaan ei ole vielä avannut linkkiä. Voit kirjoittaa heti, kun joku avaa sen.',
      left: 'Hän poistui kiireesti. Älä kirjoita, äläkä ota asiasta yhteyttä muualla: joku voi katsoa. Jos hän palaa, näet sen täällä.',
      refused: 'Ainoa laite täällä torjuttiin, joten ei ole ketään, jolle kirjoittaa.',
      away: 'Hän on poissa. Jos hän palaa linkillä ja tunnussanoilla, näet sen täällä.',
      closed: 'Tämä huone on suljettu.',
      gone: 'Tämä huone on poistettu.',
      'not-allowed': 'Sinua ei enää päästetä tähän huoneeseen.',
      stopped: 'Kirjoittaminen on pysäytetty, koska huone ei täsmää.'
    }
  },
  notices: {
    left: 'Poistui kiireesti. Älä kirjoita.',
    gone: 'Kadonnut hyvästelemättä. Ei tiedetä, onko kirjoittaminen turvallista.',
    back: 'Palannut poistumisen jälkeen. Kysy ennen kuin jatkat: puhelin voi olla jonkun toisen kädessä.',
    newcomer: 'Laite odottaa vahvistusta.',
    showNewcomer: 'Katso sitä',
    needsNewer:
      'Huoneen kaiken lukemiseen tarvitaan uudempi sivu. Kirjoittamaasi, jota et ole lähettänyt, ei säilytetä.',
    loadAgain: 'Lataa uudelleen',
    tampered: 'Jokin tässä huoneessa ei täsmää. Sitä on voitu peukaloida matkalla.',
    tamperedNext:
      'Älä luota tähän huoneeseen. Tee uusi linkki ja lähetä se ja sanat toista kautta.',
    locked: 'Vääriä tunnussanoja on yritetty monta kertaa. Uudet laitteet on suljettu ulos.',
    crowded: 'Niin monta tuntematonta laitetta on kirjoittanut tänne, että uudet on suljettu ulos.',
    unlock: 'Anna uusien laitteiden yrittää taas'
  },
  devices: {
    title: 'Laitteet',
    none: 'Kukaan ei ole vielä avannut linkkiä.',
    first: 'Ensimmäinen laite tässä huoneessa',
    same: 'Sama puhelin kuin ennen',
    other: 'Eri puhelin kuin ennen',
    afterExit: 'Poistumisen jälkeen',
    perhapsAfterExit: 'Ehkä poistumisen jälkeen',
    joined: (time: string) => `Tuli sisään ${time}`,
    compare: 'Vertailusanat',
    compareHint:
      'Samat neljä sanaa ovat nuoren näytöllä kohdassa ”Tietoa tästä”. Jos hän osaa lukea ne sinulle, puhut tämän laitteen kanssa.',
    ask: 'Tai kysy jotakin, minkä vain hän tietää. Vahvista tai torju sitten.',
    confirm: 'Vahvista',
    refuse: 'Torju',
    refuseTitle: 'Torjutaanko tämä laite?',
    refuseText: 'Se poistetaan huoneesta eikä pääse takaisin.',
    deciding: 'Kirjataan …',
    standing: {
      live: 'Ei vahvistettu',
      confirmed: 'Vahvistettu',
      left: 'Poistui kiireesti',
      replaced: 'Uudempi on tullut tilalle',
      refused: 'Torjuttu',
      ended: 'Päättynyt',
      false: 'Ei pystynyt todistamaan itseään. Torjuttu.'
    },
    showEarlier: 'Näytä aiemmat viestit',
    showEarlierHint: 'Hän näkee tällä puhelimella taas, mitä aiemmin sanottiin.',
    showEarlierTitle: 'Näytetäänkö aiemmat viestit tällä puhelimella?',
    showEarlierText: 'Tee näin vain, jos olet varma, kenellä se on.',
    write: 'Kirjoita tälle laitteelle'
  },
  attempts: {
    title: 'Väärät tunnussanat',
    none: 'Ei yhtään.',
    strangers: (n: number) =>
      count('fi', n, {
        one: '# väärä yritys tuntemattomalta laitteelta',
        other: '# väärää yritystä tuntemattomilta laitteilta'
      }),
    known: (n: number) =>
      count('fi', n, {
        one: '# väärä yritys tutulta laitteelta',
        other: '# väärää yritystä tutuilta laitteilta'
      }),
    last: (time: string) => `Viimeksi ${time}`,
    locked: 'Uudet laitteet on suljettu ulos.'
  },
  invitation: {
    title: 'Kutsu',
    link: 'Linkki',
    words: 'Tunnussanat',
    copyLink: 'Kopioi linkki',
    copyWords: 'Kopioi sanat',
    messageLink: 'Viesti, jossa on linkki',
    messageWords: 'Viesti, jossa on sanat',
    copyMessageLink: 'Kopioi viesti, jossa on linkki',
    copyMessageWords: 'Kopioi viesti, jossa on sanat',
    qr: 'Linkin QR-koodi',
    qrHint: 'Henkilölle, joka istuu vieressäsi. Sanat tarvitaan silti.',
    advice: 'Lähetä ne erikseen, jos voit.',
    adviceWhy:
      'Paras: linkki tässä, sanat toista kautta – toinen sovellus, tekstiviesti, puhelu. Toiseksi paras: myöhemmässä viestissä.',
    adviceLost:
      'Jos molemmat ovat samassa ketjussa, kuka tahansa ketjun lukija voi avata oven uutena, vahvistamattomana laitteena. Silti hän ei näe mitään aiemmin sanottua. Älä koskaan anna tämän estää nuorta pääsemästä sisään.',
    again: 'Voit lukea molemmat täältä uudelleen, kunnes huone suljetaan.',
    openRoom: 'Siirry huoneeseen'
  },
  newRoom: {
    title: 'Uusi huone',
    newLinkTitle: 'Uusi linkki',
    newLinkText:
      'Tehdään uusi huone, ja tämä suljetaan heti. Sen jälkeen täällä sanotun voi lukea vain perustellusti. Huoneet näkyvät päivystyksessä yhdistettyinä.',
    closes: 'Tämä huone suljetaan',
    host: 'Nimi, jonka hän näkee',
    hostHint: 'Etunimesi riittää.',
    language: 'Kutsun ja tunnussanojen kieli',
    keep: 'Säilytetään päättymisen jälkeen',
    keepHint: (date: string) => `Kaikki poistetaan viimeistään ${date}, tapahtuipa mitä tahansa.`,
    submit: 'Tee huone',
    submitInstead: 'Tee uusi linkki ja sulje tämä huone',
    working: 'Huonetta tehdään. Se kestää muutaman sekunnin.',
    ready: 'Huone on valmis'
  },
  panel: {
    made: (time: string) => `Tehty ${time}`,
    lapses: (when: string) => `Linkki toimii ${when}`,
    opened: 'Avattu',
    deletedBy: (date: string) => `Poistetaan viimeistään ${date}`,
    deletedOn: (date: string) => `Poistetaan ${date}`,
    keptFor: (duration: string) => `Säilytysaika päättymisen jälkeen: ${duration}`,
    host: (name: string) => `Hän näkee nimen ${name}`,
    facts: 'Tiedot',
    actions: 'Toiminnot',
    newLink: 'Uusi linkki',
    close: 'Lopeta keskustelu',
    closeTitle: 'Lopetetaanko tämä keskustelu?',
    closeText: (date: string) =>
      `Linkki ja tunnussanat lakkaavat heti toimimasta, ja nuoren näyttö kertoo, että keskustelu on päättynyt. Sen jälkeen voit lukea sen vain perustellusti. Se poistetaan viimeistään ${date}.`,
    closeYes: 'Lopeta',
    replaces: 'Jatkaa huonetta',
    replacedBy: 'Jatkuu huoneessa'
  },
  label: {
    title: 'Sisäinen nimilappu',
    hint: 'Vapaaehtoinen, esimerkiksi etunimi ja kanava. Sinä ja kollegasi näette sen. Nuori ei näe sitä koskaan, eikä palvelin voi lukea sitä.',
    none: 'Ei vielä nimilappua. Luettelossa se näkyy huoneilla, jotka olet avannut täällä.',
    add: 'Lisää nimilappu',
    change: 'Muuta nimilappua',
    save: 'Tallenna',
    tooLong: (n: number) => `Nimilapussa on enintään ${String(n)} merkkiä. Lyhennä sitä.`,
    keeping: 'Tallennetaan …',
    waiting: 'Se odottaa tässä selaimessa ja lähetetään, kun yhteys palaa.',
    lost: (label: string) => `Huone ei ottanut vastaan nimilappua ”${label}”. Aseta se uudelleen.`
  },
  notSent: {
    title: 'Lähettämättä tai ilman kuittausta',
    only: 'Se on vain täällä, kunnes sivu suljetaan.',
    remove: 'Poista se',
    removed: 'Se on poistettu.',
    bringBack: 'Palauta se'
  },
  closed: {
    title: 'Tämä keskustelu on päättynyt',
    by: {
      staff: 'Palvelu lopetti sen',
      guest: 'Nuori lopetti sen',
      idle: 'Päättyi itsestään pitkän hiljaisuuden jälkeen',
      lapsed: 'Linkkiä ei käytetty ajoissa',
      replaced: 'Uusi linkki tuli tilalle',
      cap: 'Sen aika oli täynnä'
    },
    when: (time: string) => `Päättynyt ${time}`,
    readTitle: 'Lue, mitä sanottiin',
    readText:
      'Päättyneen keskustelun lukemiseen tarvitaan peruste. Se kirjataan lokiin ennen kuin mitään näytetään.',
    reason: 'Peruste',
    chooseReason: 'Valitse peruste',
    reasonFirst: 'Valitse ensin peruste.',
    neverOpened: 'Kukaan ei avannut tätä huonetta, joten luettavaa ei ole.',
    reasons: {
      case: 'Se kuuluu asiaan, jota käsitellään',
      report: 'Siitä on kirjoitettava ilmoitus',
      complaint: 'Joku on valittanut',
      quality: 'Laatutyö'
    },
    read: 'Lue',
    reading: (reason: string) => `Luet tätä, koska: ${reason}`,
    stop: 'Lopeta lukeminen',
    notAllowed: 'Sinulla ei ole lupaa lukea tätä huonetta.'
  }
};
