// A power cut at a chosen moment after a frame has gone out. Shorter than a timer can: the wait is
// busy, so that the answer cannot be taken in before the cut either.
import { performance } from 'node:perf_hooks';

/** Moments in milliseconds, spread over the time in which a server works on one frame. */
export const moments = (count: number, spanMs: number): number[] =>
  // Dense at the beginning, where the steps lie close together.
  Array.from({ length: count }, (_, i) => spanMs * (i / Math.max(1, count - 1)) ** 2);

/** Waits without giving anything else a turn. */
export function busyWait(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

export const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));
