// "Monday 30 November at 14:02": until when a link works, by the clock of the service's own country, so that
// the desk and the message to a young person never say two times. Whole minutes, never a later one. Desk only.
// Pure. Rules: R2.
import type { Language } from '#lib/protocol/languages.ts';
import { STAFF_TEXTS } from './desk-texts.ts';
import { formatTime, type FormatWords } from './format.ts';

/** How a time ends a sentence of the kind "The link works until …". */
interface UntilWords {
  readonly today: (time: string) => string;
  readonly soon: (weekday: string, time: string) => string;
  readonly on: (weekday: string, date: string, time: string) => string;
  /** As `format.weekdays`, in the case that these ask for. */
  readonly weekdays: readonly string[];
}

const WORDS: Readonly<Record<Language, UntilWords>> = {
  nb: {
    today: (time) => `i dag klokken ${time}`,
    soon: (weekday, time) => `${weekday} klokken ${time}`,
    on: (weekday, date, time) => `${weekday} ${date} klokken ${time}`,
    weekdays: STAFF_TEXTS.nb.format.weekdays
  },
  en: {
    today: (time) => `today at ${time}`,
    soon: (weekday, time) => `${weekday} at ${time}`,
    on: (weekday, date, time) => `${weekday} ${date} at ${time}`,
    weekdays: STAFF_TEXTS.en.format.weekdays
  },
  fi: {
    today: (time) => `tänään klo ${time} asti`,
    soon: (weekday, time) => `${weekday} klo ${time} asti`,
    on: (weekday, date, time) => `${weekday} ${date} klo ${time} asti`,
    weekdays:
      'sunnuntaihin maanantaihin tiistaihin keskiviikkoon torstaihin perjantaihin lauantaihin'.split(
        ' '
      )
  }
};

const DAY_MS = 86_400_000;
/** So long a weekday alone says which day is meant. */
const WEEK_MS = 6 * DAY_MS;

interface Wall {
  readonly day: string;
  readonly month: number;
  readonly date: number;
  readonly weekday: number;
  readonly hour: string;
  readonly minute: string;
}

/** In a zone that this browser does not know: by its own clock. */
function formatter(timeZone: string | undefined): Intl.DateTimeFormat {
  const wanted = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23'
  } as const;
  try {
    return new Intl.DateTimeFormat('en', { ...wanted, timeZone });
  } catch {
    return new Intl.DateTimeFormat('en', wanted);
  }
}

function wallOf(atMs: number, timeZone: string): Wall {
  const parts = new Map(
    formatter(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, value])
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const day = `${part('year')}-${part('month')}-${part('day')}`;
  return {
    day,
    month: Number(part('month')),
    date: Number(part('day')),
    weekday: new Date(`${day}T00:00:00Z`).getUTCDay(),
    hour: part('hour'),
    minute: part('minute')
  };
}

const timeIn = ({ timeMark }: FormatWords, { hour, minute }: Wall): string =>
  `${hour}${timeMark}${minute}`;

/** The end of a sentence that is read some other day; in Finnish with its "asti". */
export function untilWhen(language: Language, atMs: number, timeZone: string): string {
  const words = WORDS[language];
  const { format } = STAFF_TEXTS[language];
  const at = wallOf(atMs, timeZone);
  const date = format.date(at.date, format.months[at.month - 1] ?? '');
  return words.on(words.weekdays[at.weekday] ?? '', date, timeIn(format, at));
}

/**
 * The same as shortly as it is clear now. Where the service's clock is not this machine's, by which the desk
 * says all other times, its zone stands beside it.
 */
export function untilAtDesk(
  language: Language,
  atMs: number,
  timeZone: string,
  nowMs: number
): string {
  const words = WORDS[language];
  const { format } = STAFF_TEXTS[language];
  const at = wallOf(atMs, timeZone);
  const time = timeIn(format, at);
  const isSoon = atMs > nowMs && atMs - nowMs < WEEK_MS;
  const said =
    at.day === wallOf(nowMs, timeZone).day
      ? words.today(time)
      : isSoon
        ? words.soon(words.weekdays[at.weekday] ?? '', time)
        : untilWhen(language, atMs, timeZone);
  return time === formatTime(format, atMs) ? said : `${said} (${timeZone})`;
}
