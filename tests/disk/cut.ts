// A power cut at a chosen moment after a frame was sent, shorter than a timer can. The wait is busy, so
// that the answer cannot be read before the cut.
import { performance } from 'node:perf_hooks';
import type { Wire } from '../wire-client/frames.ts';

/** How many cuts a sweep makes: these in `npm test`, more in `npm run soak`. */
export const cuts = (few: number): number => Number(process.env['KILL_CUTS'] ?? few);

/** Moments in milliseconds, spread over the time that a server spends on one frame. */
export const moments = (count: number, spanMs: number): number[] =>
  // Dense at the beginning, where the steps are close together.
  Array.from({ length: count }, (_, i) => spanMs * (i / Math.max(1, count - 1)) ** 2);

/** How the cuts of a sweep are made, in turn. */
export type CutWay = 'blind' | 'listening' | 'at-the-answer';
export const wayOf = (cut: number): CutWay =>
  (['blind', 'listening', 'at-the-answer'] as const)[cut % 3] ?? 'blind';

/**
 * Cuts the power after `ms` without reading (blind), after `ms` while answers may arrive (listening), or at
 * the very moment at which the answer arrives. The last finds answers that are sent before their promise is
 * on the disk.
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

/** Waits without yielding the event loop. */
export function busyWait(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

export const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));
