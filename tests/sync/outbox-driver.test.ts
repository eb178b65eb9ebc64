// ④ The outbox's driver: every effect reaches its hand, in order, and each hand sees the current outbox.
import { describe, expect, it } from 'vitest';
import { driveOutbox, type OutboxHands } from '#lib/sync/core/outbox-driver.ts';
import { emptyOutbox, type OutboxEffect, type OutboxItem } from '#lib/sync/core/outbox.ts';

const item = (sequence: number): OutboxItem => ({
  chain: 'chain',
  sender: 'sender',
  sequence,
  envelope: `e${String(sequence)}`
});

function holding(items: readonly OutboxItem[]) {
  const holder = { outbox: { ...emptyOutbox, items } };
  const done: OutboxEffect[] = [];
  const note = (effect: OutboxEffect): void => void done.push(effect);
  const hands: OutboxHands = {
    transmit: note,
    settle: note,
    'give-up': note,
    'wake-at': note,
    reload: note
  };
  return { holder, done, hands };
}

describe('driving an outbox', () => {
  it('[O3] hands over what the outbox asks for, in its order', () => {
    const { holder, done, hands } = holding([item(0), item(1)]);
    driveOutbox(holder, { type: 'ready' }, hands);
    driveOutbox(holder, { type: 'receipt', ref: 1 }, hands);
    driveOutbox(holder, { type: 'refused', ref: 2, code: 'too-large' }, hands);
    expect(done).toEqual([
      { type: 'transmit', ref: 1, item: item(0) },
      { type: 'transmit', ref: 2, item: item(1) },
      { type: 'settle', item: item(0) },
      { type: 'give-up', item: item(1), code: 'too-large' }
    ]);
    expect(holder.outbox.items).toEqual([]);
  });

  it('[O1] lets a hand hold the outbox that asks for the store, which is the one after the step', () => {
    const { holder, done, hands } = holding([item(1)]);
    driveOutbox(holder, { type: 'ready' }, hands);
    const reload = (): void => {
      expect(holder.outbox.underWay.size).toBe(0);
      holder.outbox = { ...holder.outbox, holdUntilMs: 5_000 };
    };
    driveOutbox(holder, { type: 'refused', ref: 1, code: 'sequence-gap' }, { ...hands, reload });
    driveOutbox(holder, { type: 'hold-over', nowMs: 1_000 }, hands);
    expect(done.at(-1)).toEqual({ type: 'wake-at', atMs: 5_000 });
  });
});
