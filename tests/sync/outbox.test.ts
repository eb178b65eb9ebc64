// ④ The outbox sends in order, a few at a time, and keeps each item until a receipt or a final refusal.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ERROR_CODES } from '#lib/protocol/codes.ts';
import {
  emptyOutbox,
  isFinalRefusal,
  outboxKey,
  reduceOutbox,
  WINDOW,
  type Outbox,
  type OutboxEffect,
  type OutboxEvent,
  type OutboxItem
} from '#lib/sync/core/outbox.ts';

const item = (sequence: number): OutboxItem => ({
  chain: 'chain',
  sender: 'sender',
  sequence,
  envelope: `e${String(sequence)}`
});
const items = (n: number): OutboxItem[] => Array.from({ length: n }, (_, at) => item(at));

function run(events: readonly OutboxEvent[]): { outbox: Outbox; effects: OutboxEffect[] } {
  let outbox = emptyOutbox;
  const effects: OutboxEffect[] = [];
  for (const event of events) {
    const step = reduceOutbox(outbox, event);
    outbox = step.outbox;
    effects.push(...step.effects);
  }
  return { outbox, effects };
}

const sentOf = (effects: readonly OutboxEffect[]): number[] =>
  effects.flatMap((effect) => (effect.type === 'transmit' ? [effect.item.sequence] : []));

describe('the outbox', () => {
  it('[O3] sends nothing before the connection has proved itself, then everything in order', () => {
    const before = run([{ type: 'stored', items: items(3) }]);
    expect(before.effects).toEqual([]);
    const after = run([{ type: 'stored', items: items(3) }, { type: 'ready' }]);
    expect(sentOf(after.effects)).toEqual([0, 1, 2]);
  });

  it('[X2] has no more than a window on its way', () => {
    const { effects, outbox } = run([
      { type: 'ready' },
      { type: 'stored', items: items(WINDOW + 5) }
    ]);
    expect(sentOf(effects)).toHaveLength(WINDOW);
    const next = reduceOutbox(outbox, { type: 'receipt', ref: 1 });
    expect(sentOf(next.effects)).toEqual([WINDOW]);
  });

  it('[O1] sends the same again on a new line, until there is a receipt', () => {
    const { effects, outbox } = run([
      { type: 'stored', items: items(2) },
      { type: 'ready' },
      { type: 'lost' },
      { type: 'ready' }
    ]);
    expect(sentOf(effects)).toEqual([0, 1, 0, 1]);
    expect(outbox.items).toHaveLength(2);
  });

  it('[O3] lets go on a final refusal and on no other', () => {
    for (const code of ERROR_CODES) {
      const { outbox, effects } = run([
        { type: 'stored', items: items(1) },
        { type: 'ready' },
        { type: 'refused', ref: 1, code }
      ]);
      expect(outbox.items, code).toHaveLength(isFinalRefusal(code) ? 0 : 1);
      expect(
        effects.some(({ type }) => type === 'give-up'),
        code
      ).toBe(isFinalRefusal(code));
    }
  });

  it('[R6] keeps what a later room does not take from this page', () => {
    const kept = ['unsupported-version', 'unavailable', 'slow-down'] as const;
    expect(kept.filter(isFinalRefusal)).toEqual([]);
  });

  it('[R6] sets an item aside for another page: it is neither settled nor given up, nor in the way', () => {
    const { outbox, effects } = run([
      { type: 'stored', items: items(3) },
      { type: 'ready' },
      { type: 'set-aside', ref: 2 }
    ]);
    expect(effects.filter(({ type }) => type !== 'transmit')).toEqual([]);
    expect(outbox.items.map(({ sequence }) => sequence)).toEqual([0, 2]);
  });

  it('[X2] waits as long as the room asks', () => {
    const refused = run([
      { type: 'stored', items: items(1) },
      { type: 'ready' },
      { type: 'refused', ref: 1, code: 'slow-down', retryAtMs: 500 }
    ]);
    expect(refused.effects.at(-1)).toEqual({ type: 'wake-at', atMs: 500 });
    expect(sentOf(reduceOutbox(refused.outbox, { type: 'hold-over', nowMs: 499 }).effects)).toEqual(
      []
    );
    expect(sentOf(reduceOutbox(refused.outbox, { type: 'hold-over', nowMs: 500 }).effects)).toEqual(
      [0]
    );
  });

  it('[O3] loses nothing and settles nothing twice, whatever happens on the line', () => {
    const happening = fc.oneof(
      fc.record({ type: fc.constant('receipt' as const), ref: fc.integer({ min: 1, max: 40 }) }),
      fc.record({
        type: fc.constant('refused' as const),
        ref: fc.integer({ min: 1, max: 40 }),
        code: fc.constantFrom(
          'slow-down' as const,
          'unavailable' as const,
          'sequence-gap' as const
        ),
        retryAtMs: fc.integer({ min: 1, max: 50 })
      }),
      fc.constant({ type: 'lost' as const }),
      fc.constant({ type: 'ready' as const }),
      fc.record({ type: fc.constant('hold-over' as const), nowMs: fc.integer({ min: 1, max: 60 }) })
    );
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), (events) => {
        const all = items(12);
        const { outbox, effects } = run([{ type: 'stored', items: all }, ...events]);
        const settled = effects.flatMap((effect) =>
          effect.type === 'settle' ? [outboxKey(effect.item)] : []
        );
        expect(new Set(settled).size).toBe(settled.length);
        expect([...settled, ...outbox.items.map(outboxKey)].sort()).toEqual(
          all.map(outboxKey).sort()
        );
      })
    );
  });
});
