// What was typed survives one reload: it returns to its field, soon and at the same link, or not at all.
// Rules: V1, P1.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { carryTyped, putBackTyped } from '#lib/guest/platform/over-reload.ts';

const WORDS = 'sol måne ærlig';
let tab: Map<string, string>;
let field: { value: string; readonly dispatchEvent: (event: Event) => void } | null = null;
let told: number;

const newField = (value = ''): void => {
  field = { value, dispatchEvent: () => (told += 1) };
};

const noField = (): void => {
  field = null;
};

beforeEach(() => {
  vi.useFakeTimers();
  tab = new Map();
  told = 0;
  newField(WORDS);
  vi.stubGlobal('window', { name: '' });
  vi.stubGlobal('location', { hash: '#-link' });
  vi.stubGlobal('document', { querySelector: () => field });
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => tab.get(key) ?? null,
    setItem: (key: string, value: string) => void tab.set(key, value),
    removeItem: (key: string) => void tab.delete(key)
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const expectForgotten = (): void => {
  expect([tab.size, window.name]).toEqual([0, '']);
};

describe('what was typed', () => {
  it('[V1] stands in the field of the page that comes, which is told, and is forgotten', () => {
    carryTyped();
    newField();
    putBackTyped();
    expect([field?.value, told]).toEqual([WORDS, 1]);
    expectForgotten();
  });

  it('[P1] that is nothing leaves nothing behind', () => {
    carryTyped('');
    expectForgotten();
  });

  it('[V1] is what the page knows, where its field is gone', () => {
    noField();
    carryTyped(WORDS);
    newField();
    putBackTyped();
    expect(field?.value).toBe(WORDS);
  });

  it('[P1] can be read in neither half, and neither says how long it is', () => {
    carryTyped();
    const halves = [tab.get('typed') ?? '', window.name];
    for (const half of halves)
      expect(String.fromCharCode(...half.split(',').map(Number))).not.toContain('sol');
    carryTyped('a');
    expect([tab.get('typed') ?? '', window.name].map((half) => half.split(',').length)).toEqual(
      halves.map((half) => half.split(',').length)
    );
  });

  it('[P1] comes back at no other link, and not later', () => {
    carryTyped();
    newField();
    vi.stubGlobal('location', { hash: '#-another' });
    putBackTyped();
    expect(field?.value).toBe('');
    expectForgotten();

    vi.stubGlobal('location', { hash: '#-link' });
    carryTyped(WORDS);
    vi.advanceTimersByTime(61_000);
    putBackTyped();
    expect(field?.value).toBe('');
    expectForgotten();
  });

  it('[V1] overwrites nothing, and runs no lines into each other', () => {
    carryTyped(WORDS);
    newField('new');
    putBackTyped();
    expect(field?.value).toBe('new');
    carryTyped('https://a/r#-x\nsol\n\nmåne');
    newField();
    putBackTyped();
    expect(field?.value).toBe('https://a/r#-x sol måne');
  });

  it('[V1] is typed again where a tab keeps nothing, or another page has left its name', () => {
    carryTyped();
    window.name = 'of another page';
    newField();
    putBackTyped();
    expect(field?.value).toBe('');
    expectForgotten();
    vi.stubGlobal('sessionStorage', undefined);
    expect(() => {
      carryTyped();
      putBackTyped();
    }).not.toThrow();
  });
});
