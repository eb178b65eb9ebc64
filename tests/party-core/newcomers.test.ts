// New epochs of devices that nobody has confirmed: how fast, how many, and who gives way.
import { describe, expect, it } from 'vitest';
import { NEWCOMERS, RETURNS } from '#lib/protocol/limits.ts';
import { isLive } from '#lib/protocol/room-view.ts';
import { attemptsView } from '../../party/room/core/attempts.ts';
import { isCrowded, judgeNewcomer } from '../../party/room/core/newcomers.ts';
import { reduce } from '../../party/room/core/room-core.ts';
import { reportOf } from '../../party/room/core/room-report.ts';
import type { RoomRecord } from '../../party/room/core/room-state.ts';
import { device, epochIn, id, joined, room, run, START, type Happening } from './rooms.ts';

const nobody: ReadonlySet<string> = new Set();
const numbers = (many: number, from = 1): number[] =>
  Array.from({ length: many }, (_, i) => from + i);
const settle = (atMs: number): Happening => [atMs, { type: 'settle' }];
/** Many devices, one after the other, each with an epoch. */
const crowd = (many: number, holding = nobody, from = 1): Happening[] =>
  numbers(many, from).flatMap((n): Happening[] => [settle(n), joined(n, n, n, holding)]);
const confirm = (n: number): Happening => [
  500,
  { type: 'decided', epochId: id(n), verdict: 'confirm' }
];
const away = (n: number): Happening => [500, { type: 'disconnected', epochId: id(n) }];
const live = (state: RoomRecord): string[] =>
  [...state.epochs.values()].filter((row) => isLive(row.state)).map((row) => row.epochId);

describe('[J9] how fast', () => {
  it('[J9] lets six new devices in at once, then one every twenty seconds', () => {
    const { state } = run(room, crowd(NEWCOMERS.burst));
    const judged = judgeNewcomer(state, device(99), nobody, START + 6);
    expect(judged).toEqual({ type: 'slow', retryAtMs: START + 1 + NEWCOMERS.everyMs });
    const atMs = judged.type === 'slow' ? judged.retryAtMs : 0;
    expect(judgeNewcomer(state, device(99), nobody, atMs)).toEqual({ type: 'go' });
    const next = run(state, [joined(7, 7, atMs - START)]).state;
    expect(judgeNewcomer(next, device(99), nobody, atMs)).toEqual({
      type: 'slow',
      retryAtMs: atMs + NEWCOMERS.everyMs
    });
  });

  it('[J9] gives a device that was confirmed once an allowance of its own', () => {
    const busy = run(room, [joined(1, 1), confirm(1), ...crowd(NEWCOMERS.burst, nobody, 2)]).state;
    expect(judgeNewcomer(busy, device(99), nobody, START + 600).type).toBe('slow');
    expect(judgeNewcomer(busy, device(1), nobody, START + 600)).toEqual({ type: 'go' });
    let state = busy;
    for (const n of numbers(RETURNS.burst, 50)) state = run(state, [joined(n, 1, 600)]).state;
    expect(judgeNewcomer(state, device(1), nobody, START + 600)).toEqual({
      type: 'slow',
      retryAtMs: START + 600 + RETURNS.everyMs
    });
    expect(judgeNewcomer(state, device(1), nobody, START + 600 + RETURNS.everyMs).type).toBe('go');
  });

  it('[J9] staff who unlock let the next ones in at once', () => {
    const full = run(room, crowd(NEWCOMERS.burst)).state;
    const { state } = run(full, [[10, { type: 'unlocked', holding: nobody }]]);
    expect(judgeNewcomer(state, device(99), nobody, START + 10)).toEqual({ type: 'go' });
  });
});

describe('[J9] how many are live', () => {
  it('[J9] the newest that wrote nothing gives way, is told, and is not remembered', () => {
    const { state, effects } = run(room, crowd(NEWCOMERS.live + 1));
    expect(live(state)).toHaveLength(NEWCOMERS.live);
    expect(live(state)).not.toContain(id(NEWCOMERS.live));
    expect(live(state)).toContain(id(NEWCOMERS.live + 1));
    const gone = id(NEWCOMERS.live);
    expect(state.epochs.has(gone)).toBe(false);
    expect(state.devices.has(device(NEWCOMERS.live))).toBe(false);
    expect(effects).toContainEqual({
      type: 'drop-epoch',
      epochId: gone,
      close: 4410,
      code: 'epoch-closed'
    });
    const told = effects.find((effect) => effect.type === 'tell-dropped');
    expect(told?.type === 'tell-dropped' && told.epoch).toMatchObject({
      epochId: gone,
      state: 'replaced',
      connected: false,
      closedAtMs: START + NEWCOMERS.live + 1
    });
    expect(state.core.devicesEver).toBe(NEWCOMERS.live + 1);
  });

  it('[J9] who cannot come back by itself goes first, then who wrote nothing, then who is not connected', () => {
    const many = NEWCOMERS.live;
    const wrote = new Set(
      numbers(many)
        .filter((n) => n !== 3 && n !== 5)
        .map(id)
    );
    let { state } = run(room, crowd(many, wrote));
    // 2 is away for longer than its share is kept; 4 is away; 3 and 5 wrote nothing; 5 is away.
    state = run(state, [
      away(2),
      away(4),
      away(5),
      [600, { type: 'forgotten', epochId: id(2) }]
    ]).state;
    const order: string[] = [];
    for (let n = many + 1; n <= many + 5; n += 1) {
      const before = live(state);
      const holding = new Set([...wrote, id(n)]);
      for (let m = many + 1; m < n; m += 1) holding.add(id(m));
      state = run(state, [settle(1_000 + n), joined(n, n, 1_000 + n, holding)]).state;
      order.push(...before.filter((one) => !live(state).includes(one)));
    }
    expect(order).toEqual([2, 5, 3, 4, many + 4].map(id));
    // What it wrote stays, and what it may still have to deliver is accepted [O4].
    expect(epochIn(state, 2)).toMatchObject({ state: 'replaced', latch: null });
    expect(state.epochs.has(id(3))).toBe(false);
  });

  it('[J9] a confirmed epoch never gives way to strangers', () => {
    const { state } = run(room, [joined(1, 1), confirm(1), away(1), ...crowd(60, nobody, 2)]);
    expect(epochIn(state, 1).state).toBe('confirmed');
    expect(live(state)).toHaveLength(NEWCOMERS.live + 1);
  });
});

describe('[J9] how many are kept', () => {
  const kept = new Set(numbers(NEWCOMERS.kept).map(id));
  const full = (): RoomRecord => run(room, crowd(NEWCOMERS.kept, kept)).state;

  it('[J9] locks new devices out when so many strangers have written, until staff unlock', () => {
    const state = full();
    expect(isCrowded(state, kept)).toBe(true);
    expect(judgeNewcomer(state, device(999), kept, START + 1e9)).toEqual({
      type: 'no',
      code: 'locked'
    });
    const locked = reduce(state, { type: 'crowded' }, START + 1_000);
    expect(attemptsView(locked.state)).toMatchObject({ newcomersLocked: true, strangers: 0 });
    expect(reportOf(locked.state).locked).toBe(true);
    expect(locked.effects).toContainEqual({ type: 'tell-attempts' });
    const open = reduce(locked.state, { type: 'unlocked', holding: kept }, START + 2_000).state;
    expect(attemptsView(open).newcomersLocked).toBe(false);
    expect(open.core.newcomers.kept).toBe(NEWCOMERS.keptEver);
    expect(judgeNewcomer(open, device(999), kept, START + 1e9)).toEqual({ type: 'go' });
  });

  const refuseAll = (state: RoomRecord, many: number): RoomRecord => {
    let next = state;
    for (const n of numbers(many))
      next = reduce(next, { type: 'decided', epochId: id(n), verdict: 'refuse' }, START).state;
    return next;
  };
  const unlock = (state: RoomRecord, holding: ReadonlySet<string>): RoomRecord =>
    reduce(state, { type: 'unlocked', holding }, START + 2_000).state;

  it('[J9] gives back what refused devices held, so that unlocking helps again', () => {
    const many = NEWCOMERS.keptEver;
    const all = new Set(numbers(many).map(id));
    const state = refuseAll(run(room, crowd(many, all)).state, many);
    const open = unlock(reduce(state, { type: 'crowded' }, START).state, all);
    expect(isCrowded(open, all)).toBe(false);
    expect(judgeNewcomer(open, device(999), all, START + 1e9)).toEqual({ type: 'go' });
  });

  it('[J9] of refused devices so many epochs are beside the others, and no more', () => {
    const many = NEWCOMERS.keptBarred + NEWCOMERS.keptEver;
    const all = new Set(numbers(many).map(id));
    const state = unlock(refuseAll(run(room, crowd(many, all)).state, many), all);
    expect(judgeNewcomer(state, device(9_999), all, START + 1e9)).toMatchObject({ code: 'locked' });
  });

  it('[J9] one device that was confirmed cannot use up the epochs of the others', () => {
    const turns = numbers(RETURNS.keptOfDevice).map((n): Happening => [
      n,
      { type: 'join', n, of: 1, holding: nobody }
    ]);
    const other = [
      joined(9_000, 2),
      [1, { type: 'decided', epochId: id(9_000), verdict: 'confirm' }]
    ];
    const steps = turns.flatMap((turn) => [settle(turn[0]), turn]);
    const wrote = new Set(numbers(RETURNS.keptOfDevice).map(id));
    const held = steps.map(([atMs, it]): Happening =>
      it.type === 'join' ? [atMs, { ...it, holding: wrote }] : [atMs, it]
    );
    const [first, ...rest] = held.slice(1) as [Happening, ...Happening[]];
    const { state } = run(room, [...(other as Happening[]), first, confirm(1), ...rest]);
    expect(judgeNewcomer(state, device(1), wrote, START + 1e9)).toEqual({
      type: 'no',
      code: 'too-many'
    });
    expect(judgeNewcomer(state, device(2), wrote, START + 1e9)).toEqual({ type: 'go' });
  });

  it('[J9] lets a device in that was confirmed once, however many have written', () => {
    const { state } = run(full(), [settle(999), joined(500, 500, 1_000, kept), confirm(500)]);
    expect(judgeNewcomer(state, device(500), kept, START + 1e9)).toEqual({ type: 'go' });
  });

  it('[J9] remembers few of what is over and holds nothing, and few devices that left nothing', () => {
    const leave = (n: number): Happening => [n, { type: 'left', epochId: id(n) }];
    const comeAndGo = numbers(200).flatMap((n): Happening[] => [
      settle(n),
      joined(n, n, n),
      leave(n)
    ]);
    const { state } = run(room, [...comeAndGo, settle(201), joined(201, 201, 201)]);
    expect(state.epochs.size).toBeLessThanOrEqual(NEWCOMERS.over + 1);
    expect(state.devices.size).toBe(state.epochs.size);
    expect(epochIn(state, 200).state).toBe('left');
  });

  it('[J9] remembers the latest barred devices, and forgets old ones that left nothing', () => {
    const refuse = (n: number): Happening => [
      n,
      { type: 'decided', epochId: id(n), verdict: 'refuse' }
    ];
    const many = NEWCOMERS.barred + NEWCOMERS.over + 50;
    const refused = numbers(many).flatMap((n): Happening[] => [
      settle(n),
      joined(n, n, n),
      refuse(n)
    ]);
    const { state } = run(room, refused);
    expect(state.devices.size).toBeLessThanOrEqual(NEWCOMERS.barred + NEWCOMERS.over + 1);
    expect(state.devices.get(device(many))?.barred).toBe(true);
    expect(state.devices.has(device(1))).toBe(false);
  });

  it('[R2] a stranger who is alone only because others are forgotten ends no room', () => {
    const { state } = run(room, [joined(1, 1), ...crowd(40, nobody, 2)]);
    const others = live(state).filter((one) => one !== id(41));
    let next = state;
    for (const epochId of others)
      next = reduce(next, { type: 'left', epochId }, START + 1_000).state;
    next = run(next, [[2_000, { type: 'guest-ended', epochId: id(41) }]]).state;
    expect(next.core.life.state).toBe('open');
  });
});
