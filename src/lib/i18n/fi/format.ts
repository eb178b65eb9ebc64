// Dates, times and durations in Finnish.
import { units, type FormatWords } from '../format.ts';

export const format: FormatWords = {
  language: 'fi',
  months:
    'tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta'.split(
      ' '
    ),
  weekdays: 'sunnuntai maanantai tiistai keskiviikko torstai perjantai lauantai'.split(' '),
  today: 'Tänään',
  yesterday: 'Eilen',
  timeMark: '.',
  date: (day, month) => `${String(day)}. ${month}`,
  units: {
    day: units('päivä', 'päivää'),
    hour: units('tunti', 'tuntia'),
    minute: units('minuutti', 'minuuttia'),
    second: units('sekunti', 'sekuntia')
  }
};
