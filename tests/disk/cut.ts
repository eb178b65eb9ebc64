// A power cut at a chosen moment after a frame has gone out. Shorter than a timer can: the wait is
// busy, so that the answer cannot be taken in before the cut either.
import { performance } from 'node:perf_hooks';
import type { Wire } from '../wire-client/frames.ts';

/** Moments in milliseconds, spread over the time in which a server works on one frame. */
export const moments = (count: number, spanMs: number): number[] =>
  // Dense at the beginning, where the steps lie close together.
  Array.from({ length: count }, (_, i) => spanMs * (i / Math.max(1, count - 1)) ** 2);

/** How the cuts of a sweep are made, in turn. */
export type CutWay = 'blind' | 'listening' | 'at-the-answer';
export const wayOf = (cut: number): CutWay =>
  (['blind', 'listening', 'at-the-answer'] as const)[cut % 3] ?? 'blind';

/**
 * Cuts the power: after `ms` without reading (blind), after `ms` while answers may come in
 * (listening), or in the very moment in which the answer arrives, which finds every answer that is
 * given before what it promises is on the disk.
 */
export async function cutPower(
  server: { readonly killNow: () => void; readonly kill: () => Promise<void> },
  line: Pick<Wire<{ t: string }, unknown>, 'tap' | 'closed'>,
  answer: string,
  way: CutWay,
  ms: number
): Promise<void> {
  if (way === 'at-the-answer') {
    await new Promise<void>((cut, fail) => {
      const timer = setTimeout(() => fail(new Error(`no ${answer} came`)), 10_000);
      line.tap((text) => {
        if (text.includes(`"t":"${answer}"`)) {
          server.killNow();
          clearTimeout(timer);
          cut();
        }
        return false;
      });
    });
  } else if (way === 'blind') busyWait(ms);
  else await pause(ms);
  server.killNow();
}

/** Waits without giving anything else a turn. */
export function busyWait(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

export const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));
