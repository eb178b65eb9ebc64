// Copies of what staff have said. Every reply without a copy where it belongs gets one, in log order;
// another page's work gets a moment to finish. Pure. Rules: J7, O6.
import type { CopyContent } from '#lib/protocol/content.ts';
import { earlierFor, mayWriteTo, nextFor } from './room-addressee.ts';
import type { Signed } from './meaning-types.ts';
import { wakeAt, type Work } from './room-work.ts';
import { canWrite, copyJob } from './room-write.ts';
import type { StaffRoomState, WriteJob } from './room-types.ts';

/** How long another staff page may take to finish what it started. */
export const COPY_GRACE_MS = 2_000;

/**
 * Drops jobs whose copy is already in the room. A job of ours that has its number but is not stored yet
 * goes on: without it, the numbers would have a gap that the room refuses [O1].
 */
export function dropDone(w: Work): void {
  const isDone = ({ copyOf, chain, stage }: WriteJob): boolean =>
    copyOf !== null && stage === 'waiting' && w.s.meaning.copies.get(copyOf)?.has(chain) === true;
  if (w.s.jobs.some(isDone)) w.s.jobs = w.s.jobs.filter((job) => !isDone(job));
}

interface Due {
  readonly epochId: string;
  readonly content: CopyContent;
  /** This page wrote what made the copy necessary: nobody else need make it. */
  readonly ours: boolean;
}

/** Every copy that should be in the room and is not, in log order [O6, J7]. */
function copiesDue(state: StaffRoomState): readonly Due[] {
  const { said, delivered, copies, verdicts, shown } = state.meaning;
  const missing = (epochId: string, hash: string): boolean =>
    state.epochs.get(epochId)?.keys === 'open' &&
    copies.get(hash)?.has(epochId) !== true &&
    !state.barredCopies.has(`${epochId}.${hash}`) &&
    !state.jobs.some((job) => job.chain === epochId && job.copyOf === hash);
  const due: Due[] = [];
  for (const one of said.values()) {
    if (delivered.has(one.hash)) continue;
    const next = nextFor(state, one);
    if (next.type !== 'to' || !missing(next.epochId, one.hash)) continue;
    const causes: readonly (Signed | undefined)[] = [
      one,
      one.resent.at(-1),
      next.epochId === one.to ? undefined : verdicts.get(next.epochId)
    ];
    const last = causes.reduce((a, b) => ((b?.order ?? -1) > (a?.order ?? -1) ? b : a), undefined);
    due.push({
      epochId: next.epochId,
      ours: last?.sender === state.sender,
      content: {
        t: 'say',
        copyOf: one.hash,
        logOrder: one.order,
        text: one.body.text,
        writtenAtMs: one.writtenAtMs
      }
    });
  }
  for (const [epochId, deed] of shown) {
    if (!mayWriteTo(state, epochId)) continue;
    for (const one of earlierFor(state, epochId)) {
      if (one.order > deed.order || !missing(epochId, one.hash)) continue;
      const { from, body, writtenAtMs, hash, order } = one;
      const content = {
        t: 'earlier',
        copyOf: hash,
        logOrder: order,
        from,
        text: body.text,
        writtenAtMs
      } as const;
      due.push({ epochId, ours: deed.sender === state.sender, content });
    }
  }
  return due;
}

/** Seals what is due; what another page has begun waits a moment, and the order is kept. */
export function copyNext(w: Work): void {
  if (!canWrite(w.s) || w.s.understood < w.s.catchUpTo) return;
  const due = copiesDue(w.s);
  const before = w.s.noticed;
  const key = (one: Due): string => `${one.epochId}.${one.content.copyOf}`;
  const noticed = new Map(due.map((one) => [key(one), before.get(key(one)) ?? w.nowMs] as const));
  w.s.noticed = noticed;
  const readyAtMs = (one: Due): number =>
    one.ours ? 0 : (noticed.get(key(one)) ?? 0) + COPY_GRACE_MS;
  const lastReady = due.findLastIndex((one) => readyAtMs(one) <= w.nowMs);
  for (const one of due.slice(0, lastReady + 1)) copyJob(w, one.epochId, one.content);
  const waiting = due.slice(lastReady + 1).filter((one) => !before.has(key(one)));
  if (waiting.length > 0) wakeAt(w, Math.max(...waiting.map(readyAtMs)));
}
