// When a locked desk rings, and until when. Rule: D10.
import { describe, expect, it } from 'vitest';
import { parseWaitsFrame, type WaitsFrame } from '#lib/protocol/desk-api.ts';
import { waitsOf } from '#lib/protocol/room-waiting.ts';
import {
  acknowledge,
  follow,
  nothingSeen,
  rings,
  type Acknowledged
} from '#lib/staff/desk/core/locked-bell.ts';
import { summary } from './room-summary.ts';

const waits = (alone: number, newestMs: number | null, many = alone): WaitsFrame => ({
  t: 'waits',
  many,
  sinceMs: newestMs,
  alone,
  newestMs,
  nowMs: 9_000
});

/** Whether it rings after each word, with one acknowledgement behind the first. */
function ringing(first: WaitsFrame, ...then: WaitsFrame[]): boolean[] {
  let seen: Acknowledged = acknowledge(first);
  return then.map((frame) => {
    seen = follow(seen, frame);
    return rings(frame, seen);
  });
}

describe('the bell of a locked desk', () => {
  it('[D10] rings for somebody who waits, and for nobody else', () => {
    expect(rings(null, nothingSeen)).toBe(false);
    expect(rings(waits(0, null), nothingSeen)).toBe(false);
    expect(rings(waits(1, 100), nothingSeen)).toBe(true);
    // One waits where somebody of staff is: that is said, and stands on their screen.
    expect(rings(waits(0, null, 1), nothingSeen)).toBe(false);
  });

  it('[D10] is quiet once somebody has acknowledged, until the next one waits', () => {
    expect(ringing(waits(1, 100), waits(1, 100), waits(2, 200))).toEqual([false, true]);
    // One whose wait was told late is the next one too.
    expect(ringing(waits(1, 100), waits(2, 100))).toEqual([true]);
    // Another one in the place of the first.
    expect(ringing(waits(1, 100), waits(1, 200))).toEqual([true]);
    expect(ringing(waits(2, 200), waits(1, 100))).toEqual([false]);
  });

  it('[D10] rings again for one who was with somebody of staff and is left again', () => {
    expect(ringing(waits(1, 100), waits(0, null, 1), waits(1, 100))).toEqual([false, true]);
    expect(ringing(waits(2, 200), waits(1, 100), waits(2, 200))).toEqual([false, true]);
    // The newest was answered, and the older one left again, and both are told at once.
    expect(ringing(waits(2, 200, 3), waits(2, 100, 2))).toEqual([true]);
  });
});

describe('what a locked desk is told', () => {
  it('[D10, X1] is no word where its numbers contradict each other', () => {
    const heard = (frame: object) => parseWaitsFrame(JSON.stringify(frame));
    const frame = { ...waits(1, 100, 2), sinceMs: 50 };
    expect(heard({ ...frame, later: true })).toEqual(frame);
    for (const wrong of [{ alone: 3 }, { newestMs: null }, { sinceMs: null }, { alone: 0 }])
      expect(heard({ ...frame, ...wrong })).toBeNull();
    expect(heard({ ...waits(0, null), sinceMs: 1 })).toBeNull();
  });

  it('[D10, R8] is made of the rooms that wait: how many, since when, and how many alone', () => {
    const rooms = [
      summary('A', { waitingSinceMs: 300, unread: 2 }),
      summary('B', { waitingSinceMs: 100, staffOnline: true }),
      summary('C', { locked: true, waitingSinceMs: 200 }),
      summary('D'),
      summary('E', { life: { ...summary('E').life, state: 'closed' }, unread: 3, locked: true })
    ];
    expect(waitsOf(rooms, 1_000)).toEqual({
      t: 'waits',
      many: 3,
      sinceMs: 100,
      alone: 2,
      newestMs: 300,
      nowMs: 1_000
    });
    expect(waitsOf([], 1_000)).toEqual({ ...waits(0, null), nowMs: 1_000 });
  });
});
