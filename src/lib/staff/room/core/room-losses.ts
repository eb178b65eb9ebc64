// ④ What an officer wrote here and the room has not taken: its words go back to whoever wrote them, and only
// what other tabs had waiting is a mere number. Pure. Rules: O3, R3.
import type { OutboxItem } from '#lib/sync/core/outbox.ts';
import type { StaffRoomState, WriteJob } from './room-types.ts';

interface Words {
  readonly job: number;
  readonly text: string;
}

/** A message, not a decision or an order to send one again. */
const wordsOf = ({ job, content }: Pick<WriteJob, 'job' | 'content'>): readonly Words[] =>
  content.t === 'say' && 'to' in content ? [{ job, text: content.text }] : [];

const inOrder = (jobs: readonly Pick<WriteJob, 'job' | 'content'>[]): readonly Words[] =>
  jobs.flatMap(wordsOf).sort((a, b) => a.job - b.job);

/** Messages of this page that the room has not answered for, or has refused; oldest first. */
export const unarrived = ({ lost, jobs }: StaffRoomState): readonly Words[] =>
  inOrder([...lost, ...jobs]);

/**
 * Messages of this page that no disk has.
 * @param putting the job that is being written to the disk now; or null
 */
export const unkept = ({ lost, jobs }: StaffRoomState, putting: number | null): readonly Words[] =>
  inOrder([...lost, ...jobs.filter(({ job, stage }) => stage !== 'waiting' && job !== putting)]);

/** All of them as one text for the field; null when there are none. */
export const backToField = (words: readonly Words[]): string | null =>
  words.length === 0 ? null : words.map(({ text }) => text).join('\n');

/** A log entry without a text of a person: nobody is told when it cannot arrive. */
export const quietly = ({ t }: Pick<WriteJob['content'], 't'>): Pick<OutboxItem, 'quiet'> =>
  t === 'say' ? {} : { quiet: true };

/** Whether this is a message that somebody wrote in another tab. */
export const isOfOthers = (state: StaffRoomState, item: OutboxItem): boolean =>
  item.sender !== state.sender &&
  item.copyOf === undefined &&
  item.decision === undefined &&
  item.quiet !== true;
