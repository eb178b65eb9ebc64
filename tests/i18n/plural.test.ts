// Numbers with nouns, in each language's own plural forms.
import { describe, expect, it } from 'vitest';
import { count, type Forms } from '#lib/i18n/plural.ts';

const messages: Forms = { one: '# message', other: '# messages' };

describe('a number in words', () => {
  it.each([
    [0, '0 messages'],
    [1, '1 message'],
    [2, '2 messages'],
    [21, '21 messages']
  ])('of two forms: %i', (n, said) => {
    expect(count('en', n, messages)).toBe(said);
  });

  it('of more forms, as coming languages have them; one that is left out is `other`', () => {
    const arabic: Forms = { zero: 'zero', one: 'one', two: 'two', few: 'few #', other: 'other #' };
    const said = [0, 1, 2, 3, 10, 11, 100].map((n) => count('ar' as never, n, arabic));
    expect(said).toEqual(['zero', 'one', 'two', 'few 3', 'few 10', 'other 11', 'other 100']);
  });
});
