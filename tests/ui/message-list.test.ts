// The rows of the message list: days, groups, the divider. The component only draws them.
import { describe, expect, it } from 'vitest';
import { GROUP_PAUSE_MS, listRows, type ListItem } from '#lib/ui/core/message-groups.ts';

const DAY_MS = 86_400_000;
const dayOf = (atMs: number): string => String(Math.floor(atMs / DAY_MS));

const message = (key: string, group: string | null, atMs: number, state = ''): ListItem => ({
  key,
  group,
  atMs,
  state
});

const rows = (items: readonly ListItem[], unread: string | null = null) =>
  listRows(items, dayOf, unread);

describe('rows of a conversation', () => {
  it('names a group once, and shows its time once, at the end', () => {
    const [, a, b, c] = rows([
      message('a', 'Kari', 0),
      message('b', 'Kari', 1_000),
      message('c', 'Du', 2_000)
    ]);
    expect(a).toMatchObject({ first: true, last: false });
    expect(b).toMatchObject({ first: false, last: true });
    expect(c).toMatchObject({ first: true, last: true });
  });

  it('begins a new group after a pause', () => {
    const [, a, b] = rows([message('a', 'Kari', 0), message('b', 'Kari', GROUP_PAUSE_MS)]);
    expect(a).toMatchObject({ last: true });
    expect(b).toMatchObject({ first: true });
  });

  it('puts every day under its own line', () => {
    const kinds = rows([message('a', 'Kari', 0), message('b', 'Kari', DAY_MS)]).map(
      ({ row }) => row
    );
    expect(kinds).toEqual(['day', 'item', 'day', 'item']);
  });

  it('puts the divider above the first unread one, and breaks its group', () => {
    const all = rows([message('a', 'Kari', 0), message('b', 'Kari', 1_000)], 'b');
    expect(all.map(({ row }) => row)).toEqual(['day', 'item', 'unread', 'item']);
    expect(all[1]).toMatchObject({ last: true });
    expect(all[3]).toMatchObject({ first: true });
  });

  it('says the state of a sent message when a waiting one follows', () => {
    const [, a, b] = rows([message('a', 'Du', 0, 'sent'), message('b', 'Du', 1_000, 'waiting')]);
    expect(a).toMatchObject({ last: true });
    expect(b).toMatchObject({ last: true });
  });

  it('groups nothing that happened, and ends a group after one that says so', () => {
    const [, a, b, c, d] = rows([
      message('a', null, 0),
      message('b', null, 1_000),
      { ...message('c', 'Kari', 2_000), ends: true },
      message('d', 'Kari', 3_000)
    ]);
    for (const row of [a, b]) expect(row).toMatchObject({ first: true, last: true });
    expect(c).toMatchObject({ first: true, last: true });
    expect(d).toMatchObject({ first: false, last: true });
  });

  it('has no two rows under one key', () => {
    const items = ['a', 'b', 'c'].map((key, at) => message(key, 'Kari', at * DAY_MS));
    const keys = rows(items, 'b').map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
