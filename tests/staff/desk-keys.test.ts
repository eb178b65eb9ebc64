// The desk's keys: which one does what, and when none does anything. Rules: A2; WCAG 2.1.4.
import { describe, expect, it } from 'vitest';
import { keyAct, TYPING_ON_MS, type PressedKey } from '#lib/staff/desk/core/desk-keys.ts';

const press = (key: string, over: Partial<PressedKey> = {}): PressedKey => ({
  key,
  ctrl: false,
  alt: false,
  meta: false,
  shift: false,
  composed: false,
  taken: false,
  inField: false,
  inDialog: false,
  repeated: false,
  sinceTypedMs: null,
  ...over
});

describe('the keys of the desk', () => {
  it('[A2] finds a room, goes to the next one that waits, and lists the keys', () => {
    expect(keyAct(press('/'))).toBe('search');
    expect(keyAct(press('n'))).toBe('next');
    expect(keyAct(press('?'))).toBe('keys');
    expect(keyAct(press('n', { sinceTypedMs: TYPING_ON_MS }))).toBe('next');
    expect(keyAct(press('x'))).toBeNull();
    expect(keyAct(press('Enter'))).toBeNull();
  });

  it('[A2] where "/" and "?" need Shift they are reached all the same, and a lock of capitals changes nothing', () => {
    expect(keyAct(press('/', { shift: true }))).toBe('search');
    expect(keyAct(press('?', { shift: true }))).toBe('keys');
    expect(keyAct(press('N'))).toBe('next');
    expect(keyAct(press('N', { shift: true }))).toBeNull();
  });

  it.each([
    ['with Control', { ctrl: true }],
    ['with Alt', { alt: true }],
    ['with Command', { meta: true }],
    ['while something is typed', { inField: true }],
    ['while a dialog is open', { inDialog: true }],
    ['while an input method composes', { composed: true }],
    ['when something else has taken it', { taken: true }],
    ['while it is held down', { repeated: true }],
    ['for whoever types on, though the field is gone', { sinceTypedMs: TYPING_ON_MS - 1 }]
  ] as const)('[A2] nothing happens %s', (_when, over) => {
    for (const key of ['/', 'n', '?']) expect(keyAct(press(key, over))).toBeNull();
  });
});
