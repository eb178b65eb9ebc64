// "More about this" in Norwegian Bokmål. Short sentences; nothing here may claim more than the code does.
import type { AboutTexts } from '../about-texts.ts';
import { format } from './format.ts';

export const aboutNb: AboutTexts = {
  format,
  deletion: {
    title: 'Når slettes det?',
    text: (retention) =>
      `Når samtalen er slutt, kan ikke lenken og kodeordene åpne den lenger. Alt som ble skrevet her, slettes av seg selv senest ${retention} etterpå. Det blir aldri liggende lenger enn til datoen på første side.`
  },
  evidence: {
    title: 'Når noe må etterforskes',
    text: (readers) =>
      `Det du forteller, kan bli brukt i en etterforskning. Da kan ${readers} ta vare på en kopi utenfor dette rommet, sammen med saken.`
  },
  phone: {
    title: 'Hva blir igjen på telefonen?',
    text: (resumeWindow) =>
      `Ingenting som kan leses, lagres på telefonen. Når du går bort fra siden, dekkes den til. Er du borte lenger enn ${resumeWindow}, legger siden alt bort. Da trenger du meldingen med lenken og kodeordene for å komme inn igjen. Du ser ikke det som ble skrevet før.`
  },
  exit: {
    title: 'Hva gjør «Forlat»?',
    text: 'Forlat tømmer siden med en gang og åpner en vanlig side i stedet. De som svarer deg, får vite at du gikk raskt ut, og at de ikke skal skrive. Forlat kan ikke fjerne meldingen du fikk lenken i, eller bilder noen har tatt av skjermen. Hele lenken kan fortsatt stå i nettleserens egen historikk. Slett den der, eller åpne lenken i et privat vindu. Har noen lagt et spionprogram på telefonen din, kan det ha sett det du skrev.',
    keyboard: 'Du kan også trykke Shift tre ganger.'
  },
  ip: {
    title: 'Kan dere se hvor jeg er?',
    never:
      'Nei. Adressen telefonen din har på nettet (IP-adressen), lagres ikke. Den tas bort før noe kommer fram til rommet. Appen der du fikk lenken, kan likevel vite den.'
  },
  reach: {
    title: 'Hva kan de hjelpe med?',
    text: (readers) =>
      `Her kan du spørre og fortelle. Du bestemmer hva du vil si. Forteller du at noen er i fare, kan ${readers} måtte gjøre noe med det. Ingen her kan love deg hvordan det går, men de sier fra om hva som skjer videre.`
  },
  rights: {
    title: 'Hvis du blir vitne i en sak',
    points: [
      'Du trenger ikke å forklare deg for politiet.',
      'Du trenger ikke å svare på noe som kan gi deg selv straff.',
      'Du trenger ikke å svare på noe som kan gi de nærmeste dine straff. Det er foreldre eller verger, besteforeldre, søsken og egne barn.',
      'Det er greit å si at du er usikker.',
      'Å si noe du vet er galt, kan være straffbart.',
      'I en rettssal kan man måtte forklare seg. Det gjelder ikke barn under 16 år.'
    ]
  }
};
