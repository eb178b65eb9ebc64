// The service's audit chain as a staff page checks it: entries once seen must not change [D5].
import { describe, expect, it } from 'vitest';
import { toBase64url, utf8 } from '#lib/crypto/primitives/bytes.ts';
import { sha256 } from '#lib/crypto/primitives/hash.ts';
import {
  CHECKPOINT_EVERY,
  checkEarlier,
  earlierPlaces,
  emptyAudit,
  readAgain,
  takeNew,
  type SeenAudit
} from '#lib/staff/account/core/audit-chain.ts';

const entry = (n: number, code = 'signed-in'): string => JSON.stringify({ v: 1, n, atMs: n, code });
const chain = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => entry(from + at));

function seen(length: number): SeenAudit {
  const step = takeNew(emptyAudit, { entries: chain(1, length), last: length });
  if (!step.ok) throw new Error(step.fault);
  return step.seen;
}

describe('entries since the last one seen', () => {
  it('[D5] hashes every entry into the head, as the desk does', () => {
    let head: Uint8Array = new Uint8Array(32);
    for (const one of chain(1, 3)) head = sha256(head, sha256(utf8(one)));
    expect(seen(3).last).toEqual({ n: 3, head: toBase64url(head) });
  });

  it('[D5] comes to the same head in one page or in many, and marks every five hundredth', () => {
    const whole = seen(1_203);
    expect(whole.checkpoints.map(({ n }) => n)).toEqual([CHECKPOINT_EVERY, 2 * CHECKPOINT_EVERY]);
    let step = takeNew(emptyAudit, { entries: chain(1, 500), last: 1_203 });
    if (!step.ok) throw new Error(step.fault);
    step = takeNew(step.seen, { entries: chain(501, 1_000), last: 1_203 });
    if (!step.ok) throw new Error(step.fault);
    step = takeNew(step.seen, { entries: chain(1_001, 1_203), last: 1_203 });
    expect(step).toEqual({ ok: true, seen: whole });
  });

  it('[D5] a chain that is shorter than it was has been rolled back', () => {
    expect(takeNew(seen(5), { entries: [], last: 4 })).toEqual({ ok: false, fault: 'rolled-back' });
    expect(takeNew(seen(5), { entries: [], last: 5 })).toEqual({ ok: true, seen: seen(5) });
  });

  it('[D5] a number that is missing, comes twice or cannot be read is a gap', () => {
    for (const entries of [
      [entry(7), entry(8), entry(9)],
      [entry(6), entry(6), entry(7)],
      [entry(6), '{', entry(8)],
      [entry(5), entry(6), entry(7)],
      chain(6, 7),
      []
    ])
      expect(takeNew(seen(5), { entries, last: 8 })).toEqual({ ok: false, fault: 'gap' });
    expect(takeNew(seen(5), { entries: chain(6, 9), last: 8 })).toMatchObject({ fault: 'gap' });
  });
});

describe('an earlier page, read again', () => {
  it('[D5] begins at the start or at any checkpoint', () => {
    expect(earlierPlaces(emptyAudit)).toEqual([]);
    expect(earlierPlaces(seen(3)).map(({ n }) => n)).toEqual([0]);
    expect(earlierPlaces(seen(CHECKPOINT_EVERY)).map(({ n }) => n)).toEqual([0]);
    expect(earlierPlaces(seen(1_203)).map(({ n }) => n)).toEqual([0, 500, 1_000]);
  });

  it('[D5] is the newest, and one of the others by chance', () => {
    const of = (length: number, chance: number) =>
      readAgain(length === 0 ? emptyAudit : seen(length), chance).map(({ n }) => n);
    expect([of(0, 0), of(3, 0), of(3, 0.99)]).toEqual([[], [0], [0]]);
    expect([of(1_203, 0), of(1_203, 0.5), of(1_203, 0.999)]).toEqual([
      [1_000, 0],
      [1_000, 500],
      [1_000, 500]
    ]);
  });

  it('[D5] shows an edit, wherever it is made', () => {
    const held = seen(1_203);
    for (const from of earlierPlaces(held)) {
      const page = chain(from.n + 1, Math.min(from.n + CHECKPOINT_EVERY, 1_203));
      expect(checkEarlier(held, from, page)).toBeNull();
      const at = page.length >> 1;
      const edited = page.with(at, entry(from.n + at + 1, 'room-made'));
      expect(checkEarlier(held, from, edited)).toBe('edited');
      expect(checkEarlier(held, from, page.slice(0, -1))).toBe('gap');
      expect(checkEarlier(held, from, page.toSpliced(at, 1))).toBe('gap');
    }
  });

  it('[D5] is held only against what was seen of it: newer entries behind it do not matter', () => {
    const held = seen(3);
    const [from] = earlierPlaces(held);
    if (from === undefined) throw new Error('no place');
    expect(checkEarlier(held, from, chain(1, 9))).toBeNull();
  });
});
