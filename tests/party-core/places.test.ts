// Places: who gives way to whom.
import { describe, expect, it } from 'vitest';
import { PING_EVERY_MS, PLACES } from '#lib/protocol/limits.ts';
import { givingWay, type Place } from '../../party/room/core/places.ts';

const NOW = 1_800_000_000_000;
interface Named extends Place {
  readonly name: string;
}
const place = (
  kind: Place['kind'],
  owner: string,
  ageMs: number,
  more: Partial<Named> = {}
): Named => ({
  name: `${kind} ${owner} ${String(ageMs)}`,
  kind,
  owner,
  confirmed: false,
  proving: false,
  sinceMs: NOW - ageMs,
  heardMs: NOW,
  ...more
});
const many = (count: number, make: (n: number) => Named): Named[] =>
  Array.from({ length: count }, (_, n) => make(n + 1));
const who = (seated: readonly Named[], newcomer: Named): string[] =>
  givingWay([...seated, newcomer], newcomer, NOW).map(({ name }) => name);

describe('[X3] places', () => {
  it('[X3] whoever has proved nothing for longest gives way to the next who comes', () => {
    const waiting = many(PLACES.unproved, (n) => place('unproved', '', n * 100));
    const room = [...waiting, place('guest', 'a', 10), place('staff', 's', 10)];
    expect(who(room, place('unproved', '', 0))).toEqual([`unproved  ${PLACES.unproved * 100}`]);
    expect(who(room.slice(1), place('unproved', '', 0))).toEqual([]);
  });

  it('[X3] whose proof is being checked gives way to nobody; where that is everybody, the next comes later', () => {
    const proving = { proving: true };
    const waiting = many(PLACES.unproved, (n) => place('unproved', '', n * 100));
    const [young = place('unproved', '', 0), ...idle] = [...waiting].reverse();
    const checked = { ...young, ...proving };
    expect(who([checked, ...idle], place('unproved', '', 0))).toEqual([idle[0]?.name]);
    const newcomer = place('unproved', '', 0, { name: 'new' });
    const all = waiting.map((one) => ({ ...one, ...proving }));
    expect(who(all, newcomer)).toEqual(['new']);
    expect(who(all.slice(1), newcomer)).toEqual([]);
  });

  it('[X3] a device gives way to itself, its deliveries first', () => {
    const own = [place('guest', 'a', 900), place('device', 'a', 800), place('device', 'a', 700)];
    expect(who(own, place('device', 'a', 0))).toEqual(['device a 800']);
    const guest = [place('device', 'a', 900), place('device', 'a', 800), place('guest', 'a', 950)];
    expect(who(guest, place('guest', 'a', 0))).toEqual(['device a 900']);
  });

  it('[X3] among strangers deliveries give way first, then who has most places, who is silent, who is newest', () => {
    const silent = { heardMs: NOW - 2 * PING_EVERY_MS };
    const crowd = [
      place('guest', 'young', 9_000),
      place('guest', 'b', 500),
      place('guest', 'c', 600, silent),
      place('device', 'd', 700),
      place('guest', 'd', 650),
      place('device', 'e', 10),
      place('device', 'd', 5)
    ];
    const rest = many(PLACES.strangers - crowd.length, (n) => place('guest', `x${n}`, 1_000 + n));
    const all = [...crowd, ...rest];
    const order: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      const left = all.filter(({ name }) => !order.includes(name));
      const fresh = many(PLACES.strangers - left.length, (k) =>
        place('guest', `y${k}`, 20_000 + k)
      );
      order.push(...who([...left, ...fresh], place('guest', 'new', 0)));
    }
    expect(order).toEqual([
      'device d 5',
      'device d 700',
      'device e 10',
      'guest c 600',
      'guest b 500',
      'guest d 650'
    ]);
  });

  it('[X3] neither strangers nor staff can take the places of a device that was confirmed', () => {
    const known = { confirmed: true };
    const young = place('guest', 'young', 5, known);
    const strangers = many(PLACES.strangers, (n) => place('guest', `x${n}`, n));
    const staff = many(PLACES.staff, (n) => place('staff', `s${n}`, n));
    const waiting = many(PLACES.unproved, (n) => place('unproved', '', n));
    const room = [...strangers, ...staff, ...waiting];
    expect(who(room, young)).toEqual([]);
    const full = [...room, young];
    for (const newcomer of [
      place('guest', 'y', 0),
      place('device', 'y', 0),
      place('staff', 's', 0),
      place('unproved', '', 0)
    ])
      expect(who(full, newcomer)).toHaveLength(1);
    for (const newcomer of [place('guest', 'y', 0), place('staff', 's', 0)])
      expect(who(full, newcomer)).not.toContain(young.name);
  });

  it('[X3] a member of staff with many tabs gives way before another member', () => {
    const tabs = many(PLACES.staff - 1, (n) => place('staff', 's1', n * 10));
    const other = place('staff', 's2', 5);
    expect(who([...tabs, other], place('staff', 's3', 0))).toEqual(['staff s1 10']);
  });
});
