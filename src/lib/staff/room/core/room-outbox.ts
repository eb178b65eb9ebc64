// ④ A sealed envelope goes onto this browser's disk, then onto the line, and leaves both only when the room
// has answered or can never accept it. Pure. Rules: O1, O3.
import type { LogContent } from '#lib/protocol/log-content.ts';
import { driveOutbox } from '#lib/sync/core/outbox-driver.ts';
import { outboxKey, type OutboxEvent, type OutboxItem } from '#lib/sync/core/outbox.ts';
import { isOfOthers, quietly } from './room-losses.ts';
import { changeJob, jobUnder, stop, transmit, wakeAt, type Work } from './room-work.ts';
import type { StaffRoomEvent, StaffRoomState } from './room-types.ts';

/** How long a number waits for a missing one before it. */
const MISSING_PATIENCE_MS = 3_000;

/** Runs the outbox one step and turns its effects into the room's. */
export function stepOutbox(w: Work, event: OutboxEvent): void {
  driveOutbox(w.s, event, {
    transmit: ({ ref, item: { envelope, copyOf, decision } }) =>
      transmit(w, {
        t: 'append',
        ref,
        envelope,
        ...(copyOf === undefined ? {} : { copyOf }),
        ...(decision === undefined ? {} : { decision })
      }),
    settle: ({ item }) => void w.out.push({ type: 'unstore', item }),
    'give-up': ({ item, code }) => {
      giveUp(w, item, code);
      w.out.push({ type: 'unstore', item });
    },
    'wake-at': ({ atMs }) => wakeAt(w, atMs),
    reload: () => void w.out.push({ type: 'load-outbox' })
  });
}

/** The same one may be met twice: on the disk, and in a reading of it that comes late. */
function loseOfOthers(w: Work, items: readonly OutboxItem[]): void {
  const keys = items.filter((item) => isOfOthers(w.s, item)).map(outboxKey);
  w.s.lostOfOthers = new Set([...w.s.lostOfOthers, ...keys]);
}

const isEnded = ({ over }: StaffRoomState): boolean => over === 'closed' || over === 'gone';

type GiveUpCode = Extract<OutboxEvent, { type: 'refused' }>['code'];

/** It can never arrive: a message is shown as not arrived, a copy is not tried again. */
function giveUp(w: Work, item: OutboxItem, code: GiveUpCode): void {
  const job = jobUnder(w.s, item);
  w.s.jobs = w.s.jobs.filter((one) => one !== job);
  if (item.copyOf !== undefined)
    w.s.barredCopies = new Set(w.s.barredCopies).add(`${item.chain}.${item.copyOf}`);
  else if (job === undefined) loseOfOthers(w, [item]);
  else w.s.lost = [...w.s.lost, { job: job.job, content: job.content as LogContent, code }];
  if (code === 'conflict') stop(w, 'conflict');
}

/** It is sealed: store it before anything else. */
export function onSealed(w: Work, event: Extract<StaffRoomEvent, { type: 'sealed' }>): void {
  const job = w.s.jobs.find((one) => one.job === event.job && one.stage === 'sealing');
  if (job === undefined) return;
  const { chain, sequence, copyOf, decision } = job;
  const { hash, headNumber } = event;
  changeJob(w, job.job, { stage: 'storing', hash, headNumber });
  const item: OutboxItem = {
    chain,
    sender: w.s.sender,
    sequence,
    envelope: event.envelope,
    ...(copyOf === null ? {} : { copyOf }),
    ...(decision === null ? {} : { decision }),
    ...(copyOf === null ? quietly(job.content) : {})
  };
  w.out.push({ type: 'store', job: job.job, item });
}

export function onStored(w: Work, event: Extract<StaffRoomEvent, { type: 'stored' }>): void {
  if (isEnded(w.s)) return void w.out.push({ type: 'unstore', item: event.item });
  changeJob(w, event.job, { stage: 'waiting' });
  stepOutbox(w, { type: 'stored', items: [event.item] });
}

/** Everything that waits in this browser: it is sent, or, when the room is over, dropped. */
export function onOutbox(
  w: Work,
  items: Extract<StaffRoomEvent, { type: 'outbox' }>['items']
): void {
  if (isEnded(w.s)) {
    loseOfOthers(w, items);
    for (const item of items) w.out.push({ type: 'unstore', item });
    return;
  }
  const before = w.s.outbox.items.length;
  stepOutbox(w, { type: 'stored', items });
  const { outbox } = w.s;
  if (outbox.holdUntilMs > 0 && outbox.items.length === before) {
    // The room lacks a predecessor that is not here either: the item is tried again, but not without end.
    const holdUntilMs = w.nowMs + MISSING_PATIENCE_MS;
    w.s.outbox = { ...outbox, holdUntilMs };
    wakeAt(w, holdUntilMs);
  } else stepOutbox(w, { type: 'hold-over', nowMs: w.nowMs });
}
