// ④ What staff call a room among themselves: set here, written into the room log as soon as that is possible,
// and never into anything that a young person's page reads. Pure. Rules: R9, O3.
import { MAX_LABEL_LETTERS } from '#lib/protocol/log-content.ts';
import { logIsWhole } from './room-chain.ts';
import type { Work } from './room-work.ts';
import { canWrite, logJob } from './room-write.ts';
import type { StaffRoomState, WriteJob } from './room-types.ts';

interface ShownLabel {
  readonly text: string;
  /** `keeping`: not on this browser's disk yet; `waiting`: not in the room yet [O3]. */
  readonly stage: 'keeping' | 'waiting' | 'kept';
}

/** On one line, as it is written down. */
export const labelFrom = (typed: string): string => typed.trim().replace(/\s+/gu, ' ');

export const isLabelTooLong = (typed: string): boolean =>
  labelFrom(typed).length > MAX_LABEL_LETTERS;

/** Whether a label can be set: now, or as soon as the room is open. */
export const mayLabel = (state: StaffRoomState): boolean =>
  state.right === 'live' &&
  state.over === null &&
  state.stopped === null &&
  state.life?.state !== 'closed' &&
  logIsWhole(state);

const textOf = ({ content }: Pick<WriteJob, 'content'>): string | null =>
  content.t === 'label' ? content.label : null;

/** As this page has set it last, or as it stands in the log; null for none. Empty: it is being taken away. */
export function labelOf(state: StaffRoomState): ShownLabel | null {
  if (state.labelWish !== null && mayLabel(state))
    return { text: state.labelWish, stage: 'keeping' };
  const job = state.jobs.findLast((one) => textOf(one) !== null);
  if (job !== undefined)
    return { text: textOf(job) ?? '', stage: job.stage === 'waiting' ? 'waiting' : 'keeping' };
  const { label } = state.meaning;
  return label && { text: label.text, stage: 'kept' };
}

/** What this page set last and the room has refused for good; null when nothing is lost. */
export const lostLabelOf = ({ lost }: StaffRoomState): string | null =>
  lost.map(textOf).findLast((text) => text !== null) ?? null;

/** One that is too long changes nothing: its field has said so. */
export function setLabel(w: Work, typed: string): void {
  if (!mayLabel(w.s) || isLabelTooLong(typed)) return;
  w.s.lost = w.s.lost.filter((one) => textOf(one) === null);
  const label = labelFrom(typed);
  w.s.labelWish = label === (labelOf(w.s)?.text ?? '') ? w.s.labelWish : label;
}

/** Writes down what was set, once the room can be written in. */
export function labelNext(w: Work): void {
  const label = w.s.labelWish;
  if (label === null || !canWrite(w.s)) return;
  w.s.labelWish = null;
  if (label !== (labelOf(w.s)?.text ?? ''))
    logJob(w, { t: 'label', label, writtenAtMs: w.nowMs, aside: true });
}
