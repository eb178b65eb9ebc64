// A transcript in the form of the shared list: lines of one sender to one addressee form a group; what
// happened to a device is on its own. Pure.
import type { ListItem } from '#lib/ui/core/message-groups.ts';
import type { TranscriptItem } from './transcript.ts';

export type SpokenLine = Extract<TranscriptItem, { type: 'heard' | 'said' }>;
export type HappenedLine = Exclude<TranscriptItem, SpokenLine>;

export interface TranscriptRow extends ListItem {
  readonly line: TranscriptItem;
  readonly arrives: 'own' | 'other' | null;
}

export const isSpoken = (line: TranscriptItem): line is SpokenLine =>
  line.type === 'heard' || line.type === 'said';

export const transcriptRows = (lines: readonly TranscriptItem[]): readonly TranscriptRow[] =>
  lines.map((line) => {
    const { key, atMs } = line;
    if (line.type === 'heard')
      return { key, atMs, line, group: `heard ${line.epochId}`, state: '', arrives: 'other' };
    if (line.type !== 'said') return { key, atMs, line, group: null, state: '', arrives: null };
    const { by, to, state, canResend: ends } = line;
    const arrives = state === 'keeping' ? 'own' : null;
    return { key, atMs, line, group: `said ${by} ${to}`, state, ends, arrives };
  });
