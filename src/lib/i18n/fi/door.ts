// What a young person reads first, in Finnish: the door, the paste screen, the promise in short.
import type { DurationUnit } from '../format.ts';
import type { DoorTexts } from '../nb/door.ts';
import { count } from '../plural.ts';
import { format } from './format.ts';

/** "… after": the genitive, in the singular and the plural alike. */
const UNITS: Record<DurationUnit, string> = {
  day: 'päivän',
  hour: 'tunnin',
  minute: 'minuutin',
  second: 'sekunnin'
};

export const door: DoorTexts = {
  format,
  promise: {
    sentence: (readers, deletedBy) =>
      `Vain ${readers} voi lukea, mitä kirjoitat. Se poistetaan viimeistään ${deletedBy}.`,
    sentenceWithin: (readers, n, unit) =>
      `Vain ${readers} voi lukea, mitä kirjoitat. Se poistetaan viimeistään ${String(n)} ${UNITS[unit]} kuluttua huoneen tekemisestä.`,
    after: (readers, retention) =>
      `Kun keskustelu on päättynyt, ${readers} voi lukea sitä enintään ${retention}. Kertomaasi voidaan käyttää tutkinnassa ja säilyttää siellä.`
  },
  title: 'Chat',
  exit: 'Poistu',
  language: 'Kieli',
  close: 'Sulje',
  tryAgain: 'Yritä uudelleen',
  moreAboutThis: 'Lisää tästä',
  about: 'Tietoa tästä',
  missing: {
    text: 'Osa sivusta ei tullut perille. Sivu yrittää koko ajan uudelleen.',
    tooOld: 'Tämä sivu on liian vanha.',
    button: 'Lataa uudelleen'
  },
  update: { text: 'Sivusta on uusi versio.', button: 'Päivitä' },
  emergency: {
    before: 'Onko joku nyt vaarassa? Soita ',
    after: '.'
  },
  door: {
    invited: 'Sinut on kutsuttu turvalliseen huoneeseen.',
    invitedBy: (host, service) => `${host} (${service}) on kutsunut sinut turvalliseen huoneeseen.`,
    label: 'Tunnussanat',
    hint: 'Kolme sanaa viestistä, jonka sait.',
    suggestions: 'Ehdotuksia',
    open: 'Avaa',
    opening: 'Avataan ovea. Joillakin puhelimilla se kestää muutaman sekunnin.',
    openingFor: (seconds) => `${String(seconds)} s`,
    held: (n) =>
      count('fi', n, {
        one: 'Sinulla on täällä yksi viesti odottamassa. Se lähetetään, kun olet sisällä.',
        other: 'Sinulla on täällä # viestiä odottamassa. Ne lähetetään, kun olet sisällä.'
      }),
    none: 'Kirjoita kolme tunnussanaa viestistä, jonka sait.',
    howMany: (n) =>
      n < 3 ? 'Sanoja pitäisi olla kolme. Katso viestiä vielä kerran.' : 'Vain kolme sanaa.',
    unknownWord: (word) => `Sana ”${word}” ei ole tunnussana. Katso viestiä vielä kerran.`,
    wrong: (left) =>
      `Ne eivät olleet oikeat sanat. Katso viestiä, jonka sait, ja yritä uudelleen. Sinulla on ${count('fi', left, { one: 'yksi yritys', other: '# yritystä' })} jäljellä.`,
    wait: (time) => `Odota ${time}, sitten voit yrittää uudelleen.`,
    locked: (host) =>
      `Ovi on nyt lukossa, jotta vieraat pysyvät ulkona. ${host} voi nähdä sen ja avata oven. Voit odottaa täällä.`,
    unlocked: 'Ovi on taas auki. Kokeile sanoja uudelleen.',
    insecure:
      'Tähän osoitteeseen ei ole turvallista kirjoittaa. Linkin alussa pitää olla https. Pyydä uusi.',
    browser:
      'Tämä selain ei voi avata chattia. Kopioi linkki ja avaa se Chromessa, Safarissa tai Firefoxissa.',
    blocked:
      'Tämä verkko ei päästä chattia läpi. Kokeile mobiilidataa tai toista langatonta verkkoa. Sivu yrittää koko ajan uudelleen.',
    several: 'Linkkejä oli monta. Tämä on niistä viimeinen.',
    busy: 'Täällä on juuri nyt paljon väkeä. Yritä hetken päästä uudelleen.',
    offline:
      'Ei verkkoa. Ovi tarvitsee sen ensimmäisellä kerralla. Se, mitä kirjoitit, on yhä tässä.',
    unreachable: 'Chat ei vastaa juuri nyt. Se ei johdu sinusta. Sivu yrittää koko ajan uudelleen.'
  },
  paste: {
    title: 'Liitä viesti, jonka sait',
    text: 'Kopioi koko viesti, jossa on linkki ja tunnussanat, ja liitä se tähän.',
    label: 'Viesti',
    button: 'Jatka',
    nothing: 'Tästä ei löytynyt linkkiä. Kopioi koko viesti, jonka sait, ja liitä se tähän.',
    cutOff:
      'Linkistä puuttuu jotain, tai siinä on virhe. Kopioi koko viesti, jonka sait, ja liitä se tähän.',
    tooLong: 'Tämä on liian pitkä. Liitä vain viesti, jossa linkki on.',
    again: 'Liitä toinen viesti'
  },
  away: {
    hidden: (duration) =>
      `Sivu oli poissa liian kauan (raja: ${duration}), joten se on tyhjentänyt kaiken. Liitä viesti, jonka sait, niin pääset takaisin.`,
    expired: 'Edellisestä kerrasta on hetki. Liitä viesti, jonka sait, niin pääset takaisin.'
  }
};
