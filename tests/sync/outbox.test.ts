// ④ The outbox: in order, a few at a time, until a receipt or a final refusal, and never otherwise.
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
  effects.flatMap((effect) => (effect.t === 'transmit' ? [effect.item.sequence] : []));

describe('the outbox', () => {
  it('[O3] sends nothing before the connection has proved itself, then everything in order', () => {
    const before = run([{ t: 'stored', items: items(3) }]);
    expect(before.effects).toEqual([]);
    const after = run([{ t: 'stored', items: items(3) }, { t: 'ready' }]);
    expect(sentOf(after.effects)).toEqual([0, 1, 2]);
  });

  it('[X2] has no more than a window on its way', () => {
    const { effects, outbox } = run([{ t: 'ready' }, { t: 'stored', items: items(WINDOW + 5) }]);
    expect(sentOf(effects)).toHaveLength(WINDOW);
    const next = reduceOutbox(outbox, { t: 'receipt', ref: 1 });
    expect(sentOf(next.effects)).toEqual([WINDOW]);
  });

  it('[O1] sends the same again on a new line, until there is a receipt', () => {
    const { effects, outbox } = run([
      { t: 'stored', items: items(2) },
      { t: 'ready' },
      { t: 'lost' },
      { t: 'ready' }
    ]);
    expect(sentOf(effects)).toEqual([0, 1, 0, 1]);
    expect(outbox.items).toHaveLength(2);
  });

  it('[O3] lets go on a final refusal and on no other', () => {
    for (const code of ERROR_CODES) {
      const { outbox, effects } = run([
        { t: 'stored', items: items(1) },
        { t: 'ready' },
        { t: 'refused', ref: 1, code }
      ]);
      expect(outbox.items, code).toHaveLength(isFinalRefusal(code) ? 0 : 1);
      expect(
        effects.some(({ t }) => t === 'give-up'),
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
      { t: 'stored', items: items(3) },
      { t: 'ready' },
      { t: 'set-aside', ref: 2 }
    ]);
    expect(effects.filter(({ t }) => t !== 'transmit')).toEqual([]);
    expect(outbox.items.map(({ sequence }) => sequence)).toEqual([0, 2]);
  });

  it('[X2] waits as long as the room asks', () => {
    const refused = run([
      { t: 'stored', items: items(1) },
      { t: 'ready' },
      { t: 'refused', ref: 1, code: 'slow-down', retryAtMs: 500 }
    ]);
    expect(refused.effects.at(-1)).toEqual({ t: 'wake-at', atMs: 500 });
    expect(sentOf(reduceOutbox(refused.outbox, { t: 'hold-over', nowMs: 499 }).effects)).toEqual(
      []
    );
    expect(sentOf(reduceOutbox(refused.outbox, { t: 'hold-over', nowMs: 500 }).effects)).toEqual([
      0
    ]);
  });

  it('[O3] loses nothing and settles nothing twice, whatever happens on the line', () => {
    const happening = fc.oneof(
      fc.record({ t: fc.constant('receipt' as const), ref: fc.integer({ min: 1, max: 40 }) }),
      fc.record({
        t: fc.constant('refused' as const),
        ref: fc.integer({ min: 1, max: 40 }),
        code: fc.constantFrom(
          'slow-down' as const,
          'unavailable' as const,
          'sequence-gap' as const
        ),
        retryAtMs: fc.integer({ min: 1, max: 50 })
      }),
      fc.constant({ t: 'lost' as const }),
      fc.constant({ t: 'ready' as const }),
      fc.record({ t: fc.constant('hold-over' as const), nowMs: fc.integer({ min: 1, max: 60 }) })
    );
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), (events) => {
        const all = items(12);
        const { outbox, effects } = run([{ t: 'stored', items: all }, ...events]);
        const settled = effects.flatMap((effect) =>
          effect.t === 'settle' ? [outboxKey(effect.item)] : []
        );
        expect(new Set(settled).size).toBe(settled.length);
        expect([...settled, ...outbox.items.map(outboxKey)].sort()).toEqual(
          all.map(outboxKey).sort()
        );
      })
    );
  });
});
