// Dates, times and durations in English.
import { units, type FormatWords } from '../format.ts';

export const format: FormatWords = {
  language: 'en',
  months:
    'January February March April May June July August September October November December'.split(
      ' '
    ),
  weekdays: 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' '),
  today: 'Today',
  yesterday: 'Yesterday',
  timeMark: ':',
  date: (day, month) => `${String(day)} ${month}`,
  units: {
    day: units('day', 'days'),
    hour: units('hour', 'hours'),
    minute: units('minute', 'minutes'),
    second: units('second', 'seconds')
  }
};
