// The lines of a conversation as rows: days, groups of one writer, where the unread ones begin.
// Pure: which day a time belongs to is the caller's to say.
import type { TranscriptItem } from '#lib/staff/room/core/transcript.ts';

export type SpokenLine = Extract<TranscriptItem, { k: 'heard' | 'said' }>;
export type HappenedLine = Exclude<TranscriptItem, SpokenLine>;

type DeskRow =
  | { readonly row: 'day'; readonly key: string; readonly atMs: number }
  | { readonly row: 'unread'; readonly key: string }
  | { readonly row: 'happened'; readonly key: string; readonly line: HappenedLine }
  | {
      readonly row: 'spoken';
      readonly key: string;
      readonly line: SpokenLine;
      /** First of a group: who it is. */
      readonly first: boolean;
      /** Last of a group, or of one state: when, and how far it came. */
      readonly last: boolean;
    };

const GROUP_PAUSE_MS = 5 * 60_000;

const isSpoken = (line: TranscriptItem | undefined): line is SpokenLine =>
  line?.k === 'heard' || line?.k === 'said';

const writer = (line: SpokenLine): string =>
  line.k === 'heard' ? `heard ${line.epochId}` : `said ${line.by} ${line.to}`;

const sameGroup = (a: TranscriptItem | undefined, b: TranscriptItem | undefined): boolean =>
  isSpoken(a) &&
  isSpoken(b) &&
  writer(a) === writer(b) &&
  Math.abs(b.atMs - a.atMs) < GROUP_PAUSE_MS;

const stateOf = (line: SpokenLine): string => (line.k === 'said' ? line.state : '');

/** @param unreadFrom key of the line above which "new" stands */
export function deskRows(
  lines: readonly TranscriptItem[],
  dayOf: (atMs: number) => string,
  unreadFrom: string | null
): readonly DeskRow[] {
  const rows: DeskRow[] = [];
  let day = '';
  lines.forEach((line, at) => {
    const today = dayOf(line.atMs);
    const newDay = today !== day;
    if (newDay) rows.push({ row: 'day', key: `day ${today} ${line.key}`, atMs: line.atMs });
    day = today;
    const divided = line.key === unreadFrom;
    if (divided) rows.push({ row: 'unread', key: 'unread' });
    if (!isSpoken(line)) {
      rows.push({ row: 'happened', key: line.key, line });
      return;
    }
    const after = lines[at + 1];
    const ends =
      !sameGroup(line, after) ||
      after?.key === unreadFrom ||
      dayOf(after?.atMs ?? 0) !== today ||
      (isSpoken(after) && stateOf(after) !== stateOf(line)) ||
      (line.k === 'said' && line.canResend);
    const first = newDay || divided || !sameGroup(lines[at - 1], line);
    rows.push({ row: 'spoken', key: line.key, line, first, last: ends });
  });
  return rows;
}
