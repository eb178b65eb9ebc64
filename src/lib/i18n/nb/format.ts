// Dates, times and durations in Norwegian.
import { units, type FormatWords } from '../format.ts';

export const format: FormatWords = {
  language: 'nb',
  months:
    'januar februar mars april mai juni juli august september oktober november desember'.split(' '),
  weekdays: 'søndag mandag tirsdag onsdag torsdag fredag lørdag'.split(' '),
  today: 'I dag',
  yesterday: 'I går',
  timeMark: ':',
  date: (day, month) => `${String(day)}. ${month}`,
  units: {
    day: units('dag', 'dager'),
    hour: units('time', 'timer'),
    minute: units('minutt', 'minutter'),
    second: units('sekund', 'sekunder')
  }
};
