// "More about this" in Finnish. Short sentences; nothing here may claim more than the code does.
import type { AboutTexts } from '../about-texts.ts';
import { format } from './format.ts';

export const aboutFi: AboutTexts = {
  format,
  deletion: {
    title: 'Milloin se poistetaan?',
    text: (retention) =>
      `Kun keskustelu on päättynyt, linkki ja tunnussanat eivät enää avaa sitä. Kaikki tänne kirjoitettu poistetaan itsestään. Se säilyy keskustelun jälkeen enintään näin kauan: ${retention}. Se ei koskaan säily pidempään kuin ensimmäisen sivun päivään.`
  },
  evidence: {
    title: 'Kun jotain täytyy tutkia',
    text: (readers) =>
      `Kertomaasi voidaan käyttää tutkinnassa. Silloin ${readers} voi säilyttää siitä kopion tämän huoneen ulkopuolella, tapauksen mukana.`
  },
  phone: {
    title: 'Mitä puhelimeen jää?',
    text: (resumeWindow) =>
      `Puhelimeen ei tallenneta mitään, mitä voisi lukea. Kun lähdet sivulta, se peitetään. Jos olet poissa yli ${resumeWindow}, sivu tyhjentää kaiken. Takaisin päästäksesi tarvitset viestin, jossa on linkki ja tunnussanat. Aiemmin kirjoitettua et silloin näe.`
  },
  exit: {
    title: 'Mitä ”Poistu” tekee?',
    text: 'Poistu tyhjentää sivun heti ja avaa tavallisen sivun sen tilalle. Sinulle vastaavat saavat tiedon, että lähdit nopeasti ja ettei sinulle pidä kirjoittaa. Poistu ei voi poistaa viestiä, jossa linkki tuli, eikä kuvia, joita joku on ottanut näytöstä. Koko linkki voi jäädä selaimen omaan historiaan. Poista se sieltä tai avaa linkki yksityisessä ikkunassa. Jos joku on asentanut puhelimeesi vakoiluohjelman, se on voinut nähdä, mitä kirjoitit.',
    keyboard: 'Voit myös painaa Shift-näppäintä kolme kertaa.'
  },
  ip: {
    title: 'Näettekö, missä olen?',
    never:
      'Emme. Puhelimesi osoitetta verkossa (IP-osoitetta) ei tallenneta. Se otetaan pois ennen kuin mitään tulee huoneeseen. Sovellus, jossa sait linkin, voi silti tietää sen.'
  },
  reach: {
    title: 'Missä he voivat auttaa?',
    text: (readers) =>
      `Täällä voit kysyä ja kertoa. Sinä päätät, mitä haluat sanoa. Jos kerrot, että joku on vaarassa, ${readers} voi joutua tekemään asialle jotain. Kukaan täällä ei voi luvata, miten käy, mutta he kertovat, mitä seuraavaksi tapahtuu.`
  },
  rights: {
    title: 'Jos sinusta tulee asian todistaja',
    points: [
      'Sinun ei ole pakko kertoa poliisille.',
      'Sinun ei tarvitse vastata, jos vastaus voisi tuoda sinulle itsellesi rangaistuksen.',
      'Sinun ei tarvitse vastata, jos vastaus voisi tuoda rangaistuksen läheisillesi. Heitä ovat vanhemmat tai huoltajat, isovanhemmat, sisarukset ja omat lapsesi.',
      'Saa sanoa, ettei ole varma.',
      'Jos sanoo jotain, minkä tietää vääräksi, siitä voi saada rangaistuksen.',
      'Oikeudessa voi joutua kertomaan. Se ei koske alle 16-vuotiaita.'
    ]
  }
};
