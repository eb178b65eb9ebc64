// The room's one pure function: what must hold after every step, in any order of events.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ATTEMPTS, LOST_AFTER_MS } from '#lib/protocol/limits.ts';
import { isLive } from '#lib/protocol/room-view.ts';
import { afterWrong, attemptsView, isKnown, judge } from '../../party/room/core/attempts.ts';
import { reduce } from '../../party/room/core/room-core.ts';
import type { RoomEvent } from '../../party/room/core/room-events.ts';
import { isGone, nextDeadlineMs } from '../../party/room/core/room-expiry.ts';
import { REPORT_EVERY_MS, reportOf } from '../../party/room/core/room-report.ts';
import { newRoom, type RoomRecord } from '../../party/room/core/room-state.ts';
import {
  device,
  epochIn,
  id,
  joined,
  shareDues,
  lifetimes,
  plan,
  room,
  run,
  START,
  tick,
  type Happening
} from './rooms.ts';

describe('[J3, J5] epochs', () => {
  it('[J3] opens the room with the first join, and takes the share store out of its lease', () => {
    const { state } = run(room, [joined(1, 1)]);
    expect(state.core.life.state).toBe('open');
    expect(shareDues(state)).toEqual([]);
    expect(epochIn(state, 1)).toMatchObject({
      state: 'pending',
      latch: { slot: 0, generation: 1 }
    });
  });

  it('[J8] replaces the older epoch of the same device, and tells its page so before it closes its socket', () => {
    const { state, effects } = run(room, [joined(1, 1), joined(2, 1, 5)]);
    expect(epochIn(state, 1)).toMatchObject({ state: 'replaced', latch: null, connected: false });
    expect(effects).toContainEqual({
      type: 'drop-epoch',
      epochId: id(1),
      close: 4409,
      code: 'epoch-closed'
    });
    expect(shareDues(state)).toMatchObject([{ slot: 0, generation: 1, atMs: START + 5 }]);
  });

  it('[J5] refusing bars the device and leaves other devices alone', () => {
    const { state } = run(room, [
      joined(1, 1),
      joined(2, 2),
      [5, { type: 'decided', epochId: id(1), verdict: 'refuse' }]
    ]);
    expect([...state.epochs.values()].map((row) => row.state)).toEqual(['refused', 'pending']);
    expect([...state.devices.values()].map((row) => row.barred)).toEqual([true, false]);
  });

  it('a decision about an epoch that has ended changes nothing', () => {
    const before = run(room, [joined(1, 1), joined(2, 1, 5)]).state;
    const { state } = run(before, [[9, { type: 'decided', epochId: id(1), verdict: 'confirm' }]]);
    expect(state).toBe(before);
  });

  it('[E4] a goodbye from a replaced epoch ends the one that took its place too, dated now', () => {
    const { state } = run(room, [
      joined(1, 1),
      joined(2, 1, 5),
      [9, { type: 'left', epochId: id(1) }]
    ]);
    expect(epochIn(state, 1).state).toBe('left');
    expect(epochIn(state, 2).state).toBe('left');
    expect(epochIn(state, 1).closedAtMs).toBe(epochIn(state, 2).closedAtMs);
  });
});

describe('[J4] attempts', () => {
  const attempt = (n: number, of = 1): Happening[] =>
    Array.from({ length: n }, () => [
      0,
      { type: 'attempt', deviceKey: device(of), known: false } as const
    ]);

  it('[J4] five free, then doubling waits from two seconds, then locked', () => {
    const after = (n: number): RoomRecord => run(room, attempt(n)).state;
    expect(judge(after(4), device(9), START)).toEqual({ type: 'go' });
    const waits = [5, 6, 7, 8, 9].map((n) => {
      const judged = judge(after(n), device(9), START);
      return judged.type === 'wait' ? judged.retryAtMs - START : null;
    });
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000]);
    expect(judge(after(9), device(9), START + 32_000)).toEqual({ type: 'go' });
    expect(judge(after(ATTEMPTS.lockAt), device(9), START + 1e12)).toEqual({ type: 'locked' });
    expect(afterWrong(after(3), device(9), START)).toEqual({ left: 7 });
    expect(afterWrong(after(10), device(9), START)).toEqual({ left: 0 });
  });

  it('[J4] takes a count back where it was added, even when the device became known meanwhile', () => {
    const { state } = run(room, [
      ...attempt(2),
      joined(1, 1),
      [1, { type: 'attempt-returned', deviceKey: device(1), known: false }]
    ]);
    expect(isKnown(state, device(1))).toBe(true);
    expect(attemptsView(state)).toMatchObject({ strangers: 1, known: 0 });
  });

  it('[J4] strangers never lock a known device, and unlocking clears both counts', () => {
    const { state } = run(room, [
      joined(1, 1),
      ...attempt(10, 5),
      [0, { type: 'attempt', deviceKey: device(1), known: true }]
    ]);
    expect(judge(state, device(1), START)).toEqual({ type: 'go' });
    expect(judge(state, device(2), START)).toEqual({ type: 'locked' });
    const unlocked = run(state, [[1, { type: 'unlocked', holding: new Set() }]]);
    expect(attemptsView(unlocked.state)).toMatchObject({ strangers: 0, known: 0 });
    expect(unlocked.effects).toContainEqual({ type: 'tell-attempts' });
  });
});

describe('[R2] deadlines', () => {
  it('[R2] an unused invitation lapses, and a used one does not', () => {
    expect(nextDeadlineMs(room)).toBe(START + lifetimes.inviteLapseMs);
    const lapsed = run(room, [tick(lifetimes.inviteLapseMs)]).state;
    expect(lapsed.core.life).toMatchObject({ state: 'closed', endReason: 'lapsed' });
    const used = run(room, [joined(1, 1), tick(lifetimes.inviteLapseMs)]).state;
    expect(used.core.life.state).toBe('open');
  });

  it('[R2] a silent room ends; retention is counted from the end, never past the cap', () => {
    const idle = run(room, [joined(1, 1), tick(lifetimes.idleCloseMs)]).state;
    expect(idle.core.life).toMatchObject({ endReason: 'idle' });
    expect(idle.core.life.deleteAtMs).toBe(START + lifetimes.hardCapMs);
    const short = newRoom({ ...lifetimes, retentionMs: 1_000 }, START);
    const ended = run(short, [[50, { type: 'ended', reason: 'staff' }]]).state;
    expect(ended.core.life.deleteAtMs).toBe(START + 1_050);
    expect(isGone(ended, START + 1_049)).toBe(false);
    expect(isGone(ended, START + 1_050)).toBe(true);
  });

  it('[R2] the cap ends whatever runs, and hands it over to be erased', () => {
    const busy = newRoom({ ...lifetimes, idleCloseMs: 1e15 }, START);
    const { state } = run(busy, [joined(1, 1), tick(lifetimes.hardCapMs)]);
    expect(state.core.life).toMatchObject({ state: 'closed', endReason: 'cap' });
    expect([...state.dues.keys()]).toContain('hand-over');
  });

  it('[P2] the share goes when the window is over, counted from when the tab was last seen', () => {
    const gone = run(room, [joined(1, 1), [1_000, { type: 'disconnected', epochId: id(1) }]]).state;
    expect(epochIn(gone, 1).lastSeenMs).toBe(START + 1_000);
    const early = run(gone, [tick(1_000 + lifetimes.resumeWindowMs - 1)]).state;
    expect(epochIn(early, 1).latch).not.toBeNull();
    const { state } = run(gone, [tick(1_000 + lifetimes.resumeWindowMs)]);
    expect(epochIn(state, 1)).toMatchObject({ latch: null, state: 'pending' });
    expect(reportOf(state).mark).toBe('gone');
  });

  it('[R2] a half-open socket is lost when its heartbeat stays away, and not before', () => {
    const start = run(room, [joined(1, 1)]).state;
    const seen = new Map([[id(1), START + 50_000]]);
    const alive = reduce(start, { type: 'tick', seen }, START + LOST_AFTER_MS).state;
    expect(epochIn(alive, 1)).toMatchObject({ connected: true, lastSeenMs: START + 50_000 });
    const lost = reduce(alive, { type: 'tick', seen }, START + 50_000 + LOST_AFTER_MS);
    expect(epochIn(lost.state, 1)).toMatchObject({ connected: false, lastSeenMs: START + 50_000 });
    expect(lost.effects).toContainEqual({ type: 'drop-epoch', epochId: id(1), close: 1001 });
  });

  it('a guest alone for a minute raises the alarm; staff coming in lowers it', () => {
    const { state } = run(room, [joined(1, 1), tick(lifetimes.unattendedMs)]);
    expect(reportOf(state).unattended).toBe(true);
    const away = run(state, [[70_000, { type: 'disconnected', epochId: id(1) }]]).state;
    expect(reportOf(away).unattended).toBe(true);
    const come = run(away, [[80_000, { type: 'staff-present', present: true }]]).state;
    expect(reportOf(come).unattended).toBe(false);
  });

  it('[R2] who was connected counts as seen when the server starts', () => {
    const { state } = run(room, [
      joined(1, 1),
      joined(2, 2),
      [99, { type: 'restarted', alive: new Set([id(2)]), staff: false }]
    ]);
    expect(epochIn(state, 1)).toMatchObject({ connected: false, lastSeenMs: START + 99 });
    expect(epochIn(state, 2)).toMatchObject({ connected: true, lastSeenMs: START });
  });
});

describe('[R8] who waits', () => {
  const wrote: RoomEvent = { type: 'guest-wrote' };
  const read = (order: number): RoomEvent => ({ type: 'read', order, unread: 0 });
  const answered = (order: number, waitingSinceMs: number | null = null): RoomEvent => ({
    type: 'answered',
    order,
    waitingSinceMs
  });

  it('[R8] reading ends no wait; an answer does', () => {
    const { state } = run(room, [joined(1, 1), [10, wrote], [20, wrote], [30, read(2)]]);
    expect(reportOf(state)).toMatchObject({ unread: 0, waitingSinceMs: START + 10 });
    const one = run(state, [[40, answered(1, START + 20)]]).state;
    expect(reportOf(one).waitingSinceMs).toBe(START + 20);
    const { state: all } = run(one, [[50, answered(2)]]);
    expect(reportOf(all).waitingSinceMs).toBeNull();
    expect(all.core.answeredOrder).toBe(2);
    expect(run(all, [[60, answered(1)]]).state.core.answeredOrder).toBe(2);
  });

  it('[R8, R6] a row from before counts as answered as far as it was read, and no further from then on', () => {
    const { answeredOrder, ...core } = { ...room.core, readOrder: 7 };
    expect(answeredOrder).toBe(0);
    const { state } = run({ ...room, core }, [joined(1, 1), [10, wrote], [20, read(9)]]);
    expect(state.core).toMatchObject({ readOrder: 9, answeredOrder: 7 });
    expect(reportOf(state).waitingSinceMs).toBe(START + 10);
  });

  it('[R8] a guest without staff, and whoever stands before a locked door, waits since then', () => {
    const aloneMs = lifetimes.unattendedMs;
    const alone = run(room, [joined(1, 1, 5), tick(5 + aloneMs)]).state;
    expect(reportOf(alone)).toMatchObject({ unattended: true, waitingSinceMs: START + 5 });
    const tries = Array.from({ length: ATTEMPTS.lockAt }, (_, n): Happening => {
      return [n, { type: 'attempt', deviceKey: device(9), known: false }];
    });
    const locked = run(room, tries).state;
    expect(reportOf(locked)).toMatchObject({
      locked: true,
      waitingSinceMs: START + ATTEMPTS.lockAt - 1
    });
    expect(locked.dues.get('report')).toMatchObject({ urgent: true });
    // Who is let in already, and writes, moves nothing of that.
    const crowd = run(room, [joined(1, 1), [3, { type: 'crowded' }], [70, wrote]]).state;
    expect(reportOf(crowd)).toMatchObject({ locked: true, waitingSinceMs: START + 3 });
    const ended = run(locked, [[99, { type: 'ended', reason: 'staff' }]]).state;
    expect(reportOf(ended).waitingSinceMs).toBeNull();
    const free = run(locked, [[99, { type: 'unlocked', holding: new Set() }]]).state;
    expect(reportOf(free)).toMatchObject({ locked: false, waitingSinceMs: null });
  });
});

describe('[R1] reports to the desk', () => {
  const settled = (state: RoomRecord): RoomRecord =>
    reduce(state, { type: 'reported', report: reportOf(state) }, START).state;

  it('[R1] what somebody must see goes at once, counts wait', () => {
    const quiet = settled(run(room, [joined(1, 1)]).state);
    expect(quiet.dues.has('report')).toBe(false);
    const first = run(quiet, [[10, { type: 'guest-wrote' }]]).state;
    expect(first.dues.get('report')?.atMs).toBe(START + 10);
    const more = run(settled(first), [[20, { type: 'guest-wrote' }]]).state;
    expect(more.dues.get('report')?.atMs).toBe(START + 20 + REPORT_EVERY_MS);
    const again = run(more, [[30, { type: 'guest-wrote' }]]).state;
    expect(again.dues).toBe(more.dues);
  });

  it('[R1] a report that is no longer true when it arrives is followed by another', () => {
    const state = run(room, [joined(1, 1)]).state;
    const sent = reportOf(state);
    const changed = run(state, [[5, { type: 'left', epochId: id(1) }]]).state;
    const after = reduce(changed, { type: 'reported', report: sent }, START + 6).state;
    expect(after.dues.get('report')).toMatchObject({ atMs: START + 6, tries: 0 });
  });

  it('[R1] what is not confirmed is tried again, later and later', () => {
    let state = run(room, [joined(1, 1)]).state;
    const waits: number[] = [];
    for (let i = 0; i < 8; i += 1) {
      const due = state.dues.get('report');
      if (due === undefined) throw new Error('no due');
      state = reduce(state, { type: 'due-failed', due }, START).state;
      waits.push((state.dues.get('report')?.atMs ?? 0) - START);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });
});

describe('whatever happens', () => {
  const epochs = fc.integer({ min: 1, max: 5 });
  type Deposit = { readonly type: 'deposit'; readonly n: number };
  const event: fc.Arbitrary<Happening[1] | Deposit> = fc.oneof(
    fc
      .tuple(epochs, fc.integer({ min: 1, max: 3 }), fc.boolean())
      .map(([n, of, wrote]): Happening[1] => {
        const holding = new Set(wrote ? [id(n * 10 + 1), id(n * 10 + 2)] : []);
        return { type: 'join', n: n * 10 + of, of, holding };
      }),
    epochs.chain((n) =>
      fc
        .constantFrom('resumed', 'forgotten', 'disconnected', 'left', 'guest-ended')
        .map((t): RoomEvent => ({ type: t, epochId: id(n * 10 + 1) }) as RoomEvent)
    ),
    fc.tuple(epochs, fc.constantFrom('confirm', 'refuse')).map(([n, verdict]): RoomEvent => ({
      type: 'decided',
      epochId: id(n * 10 + 2),
      verdict: verdict as 'confirm'
    })),
    epochs.map((n): Deposit => ({ type: 'deposit', n: n * 10 + 1 })),
    fc.boolean().map((present): RoomEvent => ({ type: 'staff-present', present })),
    fc.constant<RoomEvent>({ type: 'guest-wrote' }),
    fc.constant<RoomEvent>({ type: 'unlocked', holding: new Set() }),
    fc.constant<RoomEvent>({ type: 'tick', seen: new Map() }),
    fc.constant<RoomEvent>({ type: 'restarted', alive: new Set(), staff: false }),
    fc
      .constantFrom('staff', 'idle', 'replaced')
      .map((reason): RoomEvent => ({ type: 'ended', reason: reason as 'staff' }))
  );
  const story = fc.array(fc.tuple(event, fc.integer({ min: 0, max: 400_000 })), { maxLength: 40 });

  /** Only joins that the room would allow: nothing closed comes back. */
  const allowed = (state: RoomRecord, next: Happening[1] | Deposit): boolean => {
    if (next.type !== 'join') return true;
    const there = state.epochs.get(id(next.n));
    const barred = state.devices.get(device(next.of))?.barred === true;
    const closed = state.core.life.state === 'closed';
    return !closed && !barred && (there === undefined || isLive(there.state));
  };

  /** One event; now and then, erasures that have been due for long enough are done. */
  function go(state: RoomRecord, next: Happening[1] | Deposit, nowMs: number): RoomRecord {
    let after = state;
    if (next.type === 'deposit') {
      const epoch = state.epochs.get(id(next.n));
      if (epoch === undefined) return state;
      const planned = plan(state, epoch, nowMs);
      if (planned.share === null) return state;
      const { epochId } = epoch;
      after = reduce(
        planned.state,
        { type: 'deposited', epochId, share: planned.share },
        nowMs
      ).state;
    } else after = run(state, [[nowMs - START, next]]).state;
    for (const due of shareDues(after))
      if (due.atMs + 30_000 < nowMs) after = reduce(after, { type: 'due-done', due }, nowMs).state;
    return after;
  }

  it('[R3, R5, R7] no share outlives its epoch, no slot holds two, no closed room has a live epoch, one live epoch a device', () => {
    fc.assert(
      fc.property(story, (steps) => {
        let state = room;
        let nowMs = START;
        for (const [next, waitMs] of steps) {
          nowMs += waitMs;
          if (!allowed(state, next)) continue;
          const before = state;
          state = go(state, next, nowMs);
          const rows = [...state.epochs.values()];
          const live = rows.filter((row) => isLive(row.state));
          const devices = live.map((row) => row.deviceKey);
          expect(new Set(devices).size).toBe(devices.length);
          for (const row of rows)
            if (!isLive(row.state)) expect([row.latch, row.connected]).toEqual([null, false]);
          if (state.core.life.state === 'closed') {
            expect(live).toEqual([]);
            expect(state.core.life.deleteAtMs).toBeLessThanOrEqual(START + lifetimes.hardCapMs);
            expect([...state.dues.keys()]).toContain('erase-door');
          }
          // A slot is held by one epoch or due to be erased, and is below the stored number of slots.
          const held = rows.flatMap((row) => (row.latch === null ? [] : [row.latch]));
          const used = [...held, ...shareDues(state)].map((one) => one.slot);
          expect(new Set(used).size).toBe(used.length);
          expect(Math.max(-1, ...used)).toBeLessThan(state.slots);
          // A share that is no longer held is due to be erased, or was.
          for (const { latch } of before.epochs.values()) {
            if (latch === null || held.some((one) => one.generation === latch.generation)) continue;
            const due = shareDues(state).find((one) => one.slot === latch.slot);
            expect(due?.generation).toBe(latch.generation);
          }
        }
      }),
      { numRuns: 500 }
    );
  });

  it('[R2] running the deadlines again changes nothing', () => {
    fc.assert(
      fc.property(story, fc.integer({ min: 0, max: lifetimes.hardCapMs }), (steps, laterMs) => {
        let state = room;
        let nowMs = START;
        for (const [next, waitMs] of steps) {
          nowMs += waitMs;
          if (allowed(state, next)) state = go(state, next, nowMs);
        }
        const at = nowMs + laterMs;
        const once = reduce(state, { type: 'tick', seen: new Map() }, at).state;
        const twice = reduce(once, { type: 'tick', seen: new Map() }, at);
        expect(twice.state).toEqual(once);
        expect(twice.effects).toEqual([]);
      }),
      { numRuns: 300 }
    );
  });
});
