// ③ ④ An own message under way: one record, one stage. What may be sealed next, and what can change epoch.
import { describe, expect, it } from 'vitest';
import type { OutboxItem } from '#lib/sync/core/outbox.ts';
import { isSealed, nextToSeal, underSeal, type UnderWay } from '#lib/guest/core/under-way.ts';

const item = (sequence: number): OutboxItem => ({
  chain: 'chain',
  sender: 'sender',
  sequence,
  envelope: `e${String(sequence)}`
});
const say = (text: string) => ({ t: 'say', text, writtenAtMs: 1 }) as const;
const held = (id: string): UnderWay => ({ id, stage: 'held', content: say(id) });
const sealing = (id: string): UnderWay => ({ id, stage: 'sealing', content: say(id), sequence: 0 });
const storing = (id: string): UnderWay => ({ id, stage: 'storing', item: item(0) });

describe('messages under way', () => {
  it('[O1] are sealed one after the other, in the order of writing', () => {
    expect(nextToSeal([])).toBeNull();
    expect(nextToSeal([held('a'), held('b')])?.id).toBe('a');
    expect(nextToSeal([sealing('a'), held('b')])).toBeNull();
    expect(nextToSeal([storing('a'), held('b')])).toBeNull();
  });

  it('[O1] take a seal only while it is being made: one that was given up gives no number', () => {
    expect(underSeal([sealing('a'), held('b')], 'a')).toEqual(sealing('a'));
    expect(underSeal([held('a')], 'a')).toBeNull();
    expect(underSeal([storing('a')], 'a')).toBeNull();
    expect(underSeal([], 'a')).toBeNull();
  });

  it('[O4] can go on in another epoch as long as no envelope holds them', () => {
    const all = [storing('b'), sealing('c'), held('d')];
    expect(all.map(isSealed)).toEqual([true, false, false]);
  });
});
