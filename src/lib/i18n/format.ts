// Dates, times and durations in our own words: browsers lack some of this project's languages and differ in
// the rest. Local time of the device. Uses `Intl` only for the forms of numbers.
import type { Language } from '#lib/protocol/languages.ts';
import { count, type Forms } from './plural.ts';

/** A language's own words for dates and times: `format` in its texts. */
export interface FormatWords {
  readonly language: Language;
  readonly months: readonly string[];
  readonly weekdays: readonly string[];
  readonly today: string;
  readonly yesterday: string;
  readonly timeMark: string;
  /** Day of the month and month. */
  readonly date: (day: number, month: string) => string;
  readonly units: Readonly<Record<DurationUnit, Forms>>;
}

export type DurationUnit = 'day' | 'hour' | 'minute' | 'second';

export const units = (one: string, other: string): Forms => ({
  one: `# ${one}`,
  other: `# ${other}`
});

const DAY_MS = 86_400_000;

const twoDigits = (n: number): string => String(n).padStart(2, '0');

/** A key for the local day of a time: the same text for two times of one day. */
export function dayKey(atMs: number): string {
  const at = new Date(atMs);
  return `${String(at.getFullYear())}-${twoDigits(at.getMonth() + 1)}-${twoDigits(at.getDate())}`;
}

/** "14:02", in Finnish "14.02". */
export function formatTime(words: FormatWords, atMs: number): string {
  const at = new Date(atMs);
  return `${twoDigits(at.getHours())}${words.timeMark}${twoDigits(at.getMinutes())}`;
}

/** "21 February"; with the year when it is not the current one. */
export function formatDate(words: FormatWords, atMs: number, nowMs: number): string {
  const at = new Date(atMs);
  const date = words.date(at.getDate(), words.months[at.getMonth()] ?? '');
  const year = at.getFullYear();
  return year === new Date(nowMs).getFullYear() ? date : `${date} ${String(year)}`;
}

/** "Today", "Yesterday", or the weekday and the date. */
export function formatDay(words: FormatWords, atMs: number, nowMs: number): string {
  const day = dayKey(atMs);
  if (day === dayKey(nowMs)) return words.today;
  if (day === dayKey(nowMs - DAY_MS)) return words.yesterday;
  const weekday = words.weekdays[new Date(atMs).getDay()] ?? '';
  const name = `${weekday} ${formatDate(words, atMs, nowMs)}`;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** In the largest unit of which it is at least two, or a whole number; rounded. */
export function durationParts(durationMs: number): { n: number; unit: DurationUnit } {
  const seconds = Math.max(1, Math.round(durationMs / 1000));
  if (seconds >= 2 * 86_400 || seconds % 86_400 === 0)
    return { n: Math.round(seconds / 86_400), unit: 'day' };
  if (seconds >= 2 * 3600 || seconds % 3600 === 0)
    return { n: Math.round(seconds / 3600), unit: 'hour' };
  if (seconds >= 2 * 60 || seconds % 60 === 0)
    return { n: Math.round(seconds / 60), unit: 'minute' };
  return { n: seconds, unit: 'second' };
}

/** "90 days". */
export const formatUnits = (words: FormatWords, n: number, unit: DurationUnit): string =>
  count(words.language, n, words.units[unit]);

/** "90 days", "10 minutes". */
export function formatDuration(words: FormatWords, durationMs: number): string {
  const { n, unit } = durationParts(durationMs);
  return formatUnits(words, n, unit);
}
