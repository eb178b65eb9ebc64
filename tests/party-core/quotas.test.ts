// Bytes: who may still write when others have written a lot.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits, type Used, type Writer } from '../../party/room/core/quotas.ts';

const MIB = 1024 * 1024;
const quotas = { epochBytes: 4 * MIB, roomBytes: 128 * MIB };
const none: Used = { strangers: 0, confirmed: 0, barred: 0, copies: 0, log: 0 };
const MESSAGE = 64 * 1024;

/** Writes until it is refused. */
function fill(used: Used, writer: Writer, group: keyof Used): Used {
  let now = used;
  while (fits(quotas, now, writer, 0, MESSAGE)) now = { ...now, [group]: now[group] + MESSAGE };
  return now;
}

describe('[X4] quotas', () => {
  it('[X4] one epoch that nobody has confirmed stays within its quota', () => {
    expect(fits(quotas, none, 'stranger', quotas.epochBytes - MESSAGE, MESSAGE)).toBe(true);
    expect(fits(quotas, none, 'stranger', quotas.epochBytes - MESSAGE + 1, MESSAGE)).toBe(false);
    expect(fits(quotas, none, 'confirmed', quotas.epochBytes, MESSAGE)).toBe(true);
  });

  it('[X4] strangers stay within a quarter of the room, all together', () => {
    expect(fill(none, 'stranger', 'strangers').strangers).toBe(quotas.roomBytes / 4);
  });

  it('[X4] whatever strangers write, the young person and staff still can', () => {
    const full = fill(none, 'stranger', 'strangers');
    for (const writer of ['confirmed', 'copy', 'log', 'decision'] as const)
      expect(fits(quotas, full, writer, 0, MESSAGE)).toBe(true);
  });

  it('[X4] whatever the young person writes, staff still can, and the other way round', () => {
    const young = fill(none, 'confirmed', 'confirmed');
    for (const writer of ['copy', 'log', 'decision'] as const)
      expect(fits(quotas, young, writer, 0, MESSAGE)).toBe(true);
    const staff = fill(fill(none, 'copy', 'copies'), 'log', 'log');
    expect(fits(quotas, staff, 'confirmed', 0, MESSAGE)).toBe(true);
  });

  it('[X4] one device that was confirmed stays within a quarter', () => {
    const quarter = quotas.roomBytes / 4;
    expect(fits(quotas, none, 'confirmed', quarter - MESSAGE, MESSAGE)).toBe(true);
    expect(fits(quotas, none, 'confirmed', quarter - MESSAGE + 1, MESSAGE)).toBe(false);
  });

  it('[X4] what refused devices have used is no loss to others, up to as much as the room takes', () => {
    const barred = { ...none, barred: quotas.roomBytes };
    expect(fill(barred, 'stranger', 'strangers').strangers).toBe(quotas.roomBytes / 4);
    for (const writer of ['confirmed', 'copy', 'log'] as const)
      expect(fits(quotas, fill(barred, 'stranger', 'strangers'), writer, 0, MESSAGE)).toBe(true);
    const more = { ...none, barred: quotas.roomBytes + quotas.roomBytes / 4 };
    expect(fits(quotas, more, 'stranger', 0, MESSAGE)).toBe(false);
    expect(fits(quotas, more, 'confirmed', 0, MESSAGE)).toBe(true);
  });

  it('[X4] a decision is possible when nothing else is', () => {
    let full = none;
    for (const [writer, group] of [
      ['stranger', 'strangers'],
      ['confirmed', 'confirmed'],
      ['copy', 'copies'],
      ['log', 'log']
    ] as const)
      full = fill(full, writer, group);
    for (const writer of ['stranger', 'confirmed', 'copy', 'log'] as const)
      expect(fits(quotas, full, writer, 0, MESSAGE)).toBe(false);
    expect(fits(quotas, full, 'decision', 0, MESSAGE)).toBe(true);
  });

  it('[X4] however they write by turns, the room stays within its quota and each keeps its reserve', () => {
    const turn = fc.constantFrom<[Writer, keyof Used]>(
      ['stranger', 'strangers'],
      ['confirmed', 'confirmed'],
      ['copy', 'copies'],
      ['log', 'log'],
      ['decision', 'log']
    );
    const size = fc.integer({ min: 1_438, max: 8 * MIB });
    fc.assert(
      fc.property(fc.array(fc.tuple(turn, size), { maxLength: 80 }), (turns) => {
        let used = none;
        for (const [[writer, group], bytes] of turns)
          if (fits(quotas, used, writer, 0, bytes))
            used = { ...used, [group]: used[group] + bytes };
        const sum = used.strangers + used.confirmed + used.copies + used.log;
        expect(sum).toBeLessThanOrEqual(quotas.roomBytes * (1 + 1 / 16));
        if (used.confirmed < quotas.roomBytes / 4 - MESSAGE)
          expect(fits(quotas, used, 'confirmed', 0, MESSAGE)).toBe(true);
        if (used.copies < quotas.roomBytes / 8 - MESSAGE)
          expect(fits(quotas, used, 'copy', 0, MESSAGE)).toBe(true);
      })
    );
  });

  it('[X4] however staff refuse and others write again, all but the log stays within twice the quota', () => {
    const turn = fc.constantFrom<[Writer, keyof Used] | 'refuse'>(
      ['stranger', 'strangers'],
      ['confirmed', 'confirmed'],
      ['copy', 'copies'],
      ['decision', 'log'],
      'refuse'
    );
    const size = fc.integer({ min: 1_438, max: 16 * MIB });
    fc.assert(
      fc.property(fc.array(fc.tuple(turn, size), { minLength: 100, maxLength: 200 }), (turns) => {
        let used = none;
        for (const [what, bytes] of turns) {
          if (what === 'refuse') {
            const barred = used.barred + used.strangers + used.confirmed;
            used = { ...used, barred, strangers: 0, confirmed: 0 };
          } else if (fits({ ...quotas, epochBytes: 16 * MIB }, used, what[0], 0, bytes))
            used = { ...used, [what[1]]: used[what[1]] + bytes };
        }
        const sum = used.barred + used.strangers + used.confirmed + used.copies;
        expect(sum).toBeLessThanOrEqual(quotas.roomBytes * (2 - 1 / 8));
        // What is left to staff's log is what it would be without refused devices.
        const alone = { ...used, barred: 0 };
        for (const writer of ['log', 'decision'] as const)
          expect(fits(quotas, used, writer, 0, MESSAGE)).toBe(
            fits(quotas, alone, writer, 0, MESSAGE)
          );
      })
    );
  });

  it('[X4] staff can confirm and refuse also after they were fooled again and again', () => {
    let used = none;
    for (let round = 0; round < 5; round += 1) {
      used = fill(used, 'stranger', 'strangers');
      used = { ...used, barred: used.barred + used.strangers, strangers: 0 };
    }
    for (let round = 0; round < 2; round += 1) {
      for (let n = 0; n < quotas.roomBytes / 4 / MESSAGE; n += 1)
        if (fits(quotas, used, 'confirmed', n * MESSAGE, MESSAGE))
          used = { ...used, confirmed: used.confirmed + MESSAGE };
      used = { ...used, barred: used.barred + used.confirmed, confirmed: 0 };
    }
    expect(used.barred).toBeGreaterThan(quotas.roomBytes * 1.5);
    for (const writer of ['log', 'decision'] as const)
      expect(fits(quotas, used, writer, 0, MESSAGE)).toBe(true);
  });
});
