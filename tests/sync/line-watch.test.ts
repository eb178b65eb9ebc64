// A dead line that looks alive is noticed in time, and no slow line is mistaken for a dead one. Rules: N1.
import { describe, expect, it } from 'vitest';
import {
  askedNow,
  due,
  dueAtMs,
  heardNow,
  sentNow,
  type LineWatch
} from '#lib/sync/core/line-watch.ts';

/** Runs a line on which nothing more is heard. Returns when it is cut. */
function cutAt(watch: LineWatch): number {
  let line = watch;
  for (let steps = 0; steps < 10; steps += 1) {
    const nowMs = dueAtMs(line);
    if (due(line, nowMs) === 'cut') return nowMs;
    line = askedNow(line, nowMs);
  }
  throw new Error('never cut');
}

describe('[N1] a dead line', () => {
  it('[N1] is noticed within 8 s of an unanswered message, and 25 s when idle', () => {
    expect(cutAt(sentNow(heardNow(0), 1_800, 0))).toBeLessThanOrEqual(8_000);
    expect(cutAt(heardNow(0))).toBeLessThanOrEqual(25_000);
    expect(cutAt(sentNow(heardNow(0), 1_800, 15_000)) - 15_000).toBeLessThanOrEqual(9_000);
  });

  it('[N1] is asked before it is cut, however late the clock wakes', () => {
    const asleep = sentNow(heardNow(0), 100, 0);
    expect(due(asleep, 3_600_000)).toBe('ask');
    expect(due(askedNow(asleep, 3_600_000), 3_600_001)).toBeNull();
    expect(due(askedNow(asleep, 3_600_000), 3_610_000)).toBe('cut');
  });

  it('[N1] is none when anything is heard', () => {
    expect(due(heardNow(9_000), 9_001)).toBeNull();
    expect(dueAtMs(sentNow(sentNow(heardNow(0), 10, 1_000), 10, 3_000))).toBe(4_500);
  });

  it('[N1] is not taken for a thin one: what is on its way has its time', () => {
    const large = cutAt(sentNow(heardNow(0), 90_000, 0));
    expect(large).toBeGreaterThan(45_000);
    expect(large).toBeLessThan(60_000);
  });
});
