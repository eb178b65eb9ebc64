// What every part of the staff room's reducer works on, and the small steps that many of them share. Pure.
// Rules: J5, O2.
import type { Work as AnyWork } from '#lib/core/work.ts';
import type { StaffFrame } from '#lib/protocol/staff-wire.ts';
import type { OutboxItem } from '#lib/sync/core/outbox.ts';
import type {
  EpochRecord,
  Fault,
  FaultNote,
  StaffRoomEffect,
  StaffRoomState,
  WriteJob
} from './room-types.ts';

export type Work = AnyWork<StaffRoomState, StaffRoomEffect>;

export const transmit = (w: Work, frame: StaffFrame): void => {
  w.out.push({ type: 'transmit', frame });
};

export const wakeAt = (w: Work, atMs: number): void => {
  w.out.push({ type: 'wake-at', atMs });
};

/** Opens a new line a little later, unless one is up by then. */
export function lineAgain(w: Work, afterMs: number): void {
  w.s.lineAgainAtMs = w.nowMs + afterMs;
  wakeAt(w, w.s.lineAgainAtMs);
}

export function setEpoch(w: Work, record: EpochRecord): void {
  w.s.epochs = new Map(w.s.epochs).set(record.view.epochId, record);
}

/** This page's job with that number; undefined when there is none. */
export const jobUnder = (
  state: StaffRoomState,
  { chain, sender, sequence }: Pick<OutboxItem, 'chain' | 'sender' | 'sequence'>
): WriteJob | undefined =>
  sender === state.sender
    ? state.jobs.find((one) => one.chain === chain && one.sequence === sequence)
    : undefined;

export function changeJob(w: Work, job: number, change: Partial<WriteJob>): void {
  w.s.jobs = w.s.jobs.map((one) => (one.job === job ? { ...one, ...change } : one));
}

/** Notes and shows a fault; the room goes on. */
export function note(
  w: Work,
  fault: Fault,
  order: number | null = null,
  epochId: string | null = null
): FaultNote {
  const noted: FaultNote = { fault, order, epochId };
  w.s.faults = [...w.s.faults, noted];
  return noted;
}

/** Notes a fault and accepts nothing more from this room. */
export function stop(
  w: Work,
  fault: Fault,
  order: number | null = null,
  epochId: string | null = null
): void {
  if (w.s.stopped === null) w.s.stopped = note(w, fault, order, epochId);
}
