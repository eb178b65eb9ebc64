// The young person's rare screens and notices, in Finnish.
import type { RareTexts } from '../nb/rare.ts';
import { count } from '../plural.ts';

/** "In …", of a name: its vowels decide. */
const inside = (name: string): string => (/[aou]/i.test(name) ? 'issa' : 'issä');

export const rare: RareTexts = {
  closed: {
    gone: {
      title: 'Tätä huonetta ei enää ole',
      text: 'Huoneet poistetaan jonkin ajan kuluttua. Jos haluat puhua jonkun kanssa, kirjoita henkilölle, joka kutsui sinut.',
      letters:
        'Ehkä jokin linkin kirjain on muuttunut. Kopioi silloin koko viesti uudelleen ja liitä se.'
    },
    ended: {
      title: 'Tämä keskustelu on päättynyt',
      text: 'Linkki ja tunnussanat eivät enää avaa sitä. Jos haluat puhua lisää, kirjoita henkilölle, joka kutsui sinut.'
    },
    'new-link': {
      title: 'Keskustelu jatkuu uudessa huoneessa',
      text: 'Tämä huone on suljettu, koska on tehty uusi linkki. Saat sen henkilöltä, joka kutsui sinut, samalla tavalla kuin ennenkin.'
    },
    expired: {
      title: 'Kutsu on liian vanha',
      text: 'Kukaan ei käyttänyt sitä, kun se oli voimassa, joten huone on suljettu. Kirjoita henkilölle, joka kutsui sinut, niin voit saada uuden.'
    },
    refused: {
      title: 'Ovi on kiinni tältä puhelimelta',
      text: 'Täällä vastaavat eivät olleet varmoja, että se olit sinä. Kirjoita henkilölle, joka kutsui sinut, samalla tavalla kuin ennenkin.'
    },
    mismatch: {
      title: 'Tämä huone ei sovi linkkiin',
      text: 'Jotain on voitu vaihtaa matkalla. Älä kirjoita tunnussanoja tähän. Kerro henkilölle, joka lähetti linkin.'
    },
    replaced: {
      title: 'Tämä sivu ei ole enää huoneessa',
      text: 'Ehkä huone on avattu uudelleen muualla tai lopetettu täällä. Liitä viesti, niin pääset takaisin sisään.'
    },
    outdated: {
      title: 'Sivu on liian vanha',
      text: 'Lataa sivu uudelleen, niin voit jatkaa.',
      button: 'Lataa uudelleen'
    }
  },
  sheets: {
    end: 'Lopeta keskustelu',
    endTitle: 'Lopetetaanko keskustelu?',
    endText:
      'Silloin huone suljetaan kokonaan. Et voi lukea sitä enää, eikä linkki toimi. Jos haluat vain lähteä hetkeksi, voit sulkea sivun.',
    endYes: 'Kyllä, lopeta',
    endNo: 'Ei, jään tänne',
    endOffline: 'Siihen tarvitaan verkko. Yritä uudelleen, kun se palaa.',
    pageTitle: (host) => `Avataanko ${host}?`,
    pageCopy:
      'Sitä ei voi avata tässä niin, että tämä sivu säilyy. Kopioi osoite ja avaa se myöhemmin selaimessa.',
    pageText: (window) =>
      `Se avautuu huoneen ulkopuolelle. Selain voi muistaa, että kävit siellä, eikä Poistu sulje sitä sivua. Jos olet poissa yli ${window}, tarvitset taas viestin, jossa on linkki.`,
    pageYes: 'Avaa sivu',
    words: 'Sanat vertailuun',
    wordsText: (host) =>
      `Jos haluat olla varma, että toisessa päässä on ${host}, lukekaa nämä sanat toisillenne muualla kuin täällä. Niiden pitäisi olla samat.`
  },
  over: {
    takenOver: {
      title: 'Keskustelu on auki toisessa välilehdessä',
      text: 'Sitä voi käyttää vain yhdessä paikassa kerrallaan.',
      button: 'Käytä tässä'
    },
    endedReading: 'Voit lukea, mitä tässä on, kunnes lähdet. Sitten se on poissa puhelimesta.',
    notArrived: 'Tämä ei mennyt perille:',
    copy: 'Kopioi',
    copied: 'Kopioitu',
    unsent: 'Tätä ei ollut lähetetty:'
  },
  inApp: {
    title: (app) =>
      app === null ? 'Olet yhä sovelluksen sisällä' : `Olet yhä ${app}${inside(app)}`,
    text: (app) =>
      `${app ?? 'Sovellus'} voi nähdä, mitä kirjoitat tänne. Avaa sivu mieluummin selaimessa.`,
    open: (browser) => `Avaa ${browser === null ? 'selaimessa' : `${browser}ssa`}`,
    nextWay: 'Se ei avautunut. Kokeile tätä tapaa.',
    noWay:
      'Tästä sovelluksesta ei pääse ulos napilla. Kopioi linkki tai käytä sovelluksen omaa valikkoa.',
    copy: 'Kopioi linkki',
    copied: 'Linkki on kopioitu. Avaa selain ja liitä se ylös.',
    copyHere: 'Pidä sormea linkin päällä ja kopioi se:',
    menu: 'Tai paina sovelluksen yläreunan kolmea pistettä ja valitse ”Avaa selaimessa”.',
    stay: 'Jatka silti täällä'
  },
  patience: {
    crowded:
      'Tällä ovella on juuri nyt paljon väkeä. Sivu yrittää koko ajan uudelleen ja päästää sinut sisään heti, kun se onnistuu.',
    again: (time) => `Odota ${time}, sitten sivu yrittää itse uudelleen.`,
    unreadable:
      'Sivu ei juuri nyt pysty lukemaan sitä, mitä se säilyttää puhelimessa. Liitä viesti, jonka sait, niin pääset takaisin.'
  },
  unrecognised: {
    text: 'Sivu ei juuri nyt pysty lukemaan sitä, mitä se säilyttää puhelimessa, joten vastaavat näkevät sinut uutena puhelimena. Mitään ei ole poistettu.',
    button: 'Selvä'
  },
  lostHere: {
    tab: 'Jos tämä sivu katoaa, selain ei voi palauttaa sitä. Säilytä viesti, jossa linkki ja tunnussanat ovat.',
    worker: 'Sivu tarvitsee verkon avautuakseen uudelleen.'
  },
  losses: {
    over: (n) =>
      count('fi', n, {
        one: 'Yksi viesti aiemmasta keskustelusta ei mennyt perille: se on päättynyt.',
        other: '# viestiä aiemmasta keskustelusta ei mennyt perille: se on päättynyt.'
      }),
    refused: (n) =>
      count('fi', n, {
        one: 'Yksi viesti aiemmasta keskustelusta ei mennyt perille: ovi on kiinni tältä puhelimelta.',
        other:
          '# viestiä aiemmasta keskustelusta ei mennyt perille: ovi on kiinni tältä puhelimelta.'
      }),
    other: (n) =>
      count('fi', n, {
        one: 'Yksi aiemmin kirjoittamasi viesti ei mennyt perille.',
        other: '# aiemmin kirjoittamaasi viestiä ei mennyt perille.'
      }),
    read: 'Luin tämän'
  },
  tampering: {
    title: 'Jokin ei täsmää',
    text: 'Siksi sivu on pysähtynyt. Älä kirjoita tänne enempää. Kerro henkilölle, joka kutsui sinut, jollain muulla tavalla.',
    gap: 'Huoneesta puuttuu viesti.',
    fork: 'Huone ei näytä samoja viestejä kuin ennen.',
    rollback: 'Huone on kadottanut viestejä, jotka olivat siellä.',
    'unknown-head': 'Vastaavat ovat nähneet jotain muuta kuin sinä.',
    replay: 'Vanha viesti näytettiin uutena.',
    forged: 'Huoneessa on viesti, joka ei kuulu sinne.',
    'unreadable-seal': 'Huoneessa olevaa viestiä on muutettu matkalla.',
    conflict: 'Yksi viesteistäsi on vaihdettu huoneessa.'
  }
};
