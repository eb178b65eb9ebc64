// What the documents name exists: every file, and every test that a row of THREATS points to.
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const files = globSync(['*.*', '{src,party,tests,scripts,bench,deploy,docs}/**/*.*']);
const DOCUMENTS = files.filter((file) => /^(?:[A-Z]+|docs\/\w+|bench\/README)\.md$/.test(file));

/** A document may shorten a path from the left. */
const exists = (name: string): boolean =>
  files.some((file) => file === name || file.endsWith(`/${name}`));

/** Titles of a file's tests and of their groups, without the rules that they quote. */
const titlesOf = (file: string): readonly string[] =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /\b(?:describe|it|test)(?:\.\w+)*(?:<[^(]*>)?\(\s*(['"`])(.+?)\1/gs
    )
  ]
    .map(([, , title = '']) => title)
    .concat(tabled(file))
    .map((title) => title.replace(/^\[[^\]]+\] /, ''));

/** Titles below a table of cases. */
function tabled(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/\]\)\(\s*(['"`])(.+?)\1/gs)].map(([, , title = '']) => title);
}

/** Dots stand for the rest of a title. */
const begins = (title: string, quoted: string): boolean =>
  quoted.endsWith(' …') ? title.startsWith(quoted.slice(0, -2)) : title === quoted;

/** File and title of every quotation in the last column of a row. */
function quotedTitles(markdown: string): readonly (readonly [file: string, title: string])[] {
  const found: (readonly [string, string])[] = [];
  for (const [, column = ''] of markdown.matchAll(/\|([^|]*)\|$/gm)) {
    let file = '';
    for (const [, name, title] of column.matchAll(/`([\w-]+\/[\w-]+)`|"([^"]+)"/g)) {
      if (name !== undefined) file = name;
      else if (title !== undefined && file !== '') found.push([file, title]);
    }
  }
  return found;
}

describe('documents', () => {
  it('name only files that there are', () => {
    let seen = 0;
    for (const document of DOCUMENTS)
      for (const [, name = ''] of readFileSync(document, 'utf8').matchAll(
        /`((?:[\w-]+\/)*[\w.-]+\.(?:ts|svelte|jsonc))`/g
      )) {
        seen += 1;
        expect([document, name, exists(name)]).toEqual([document, name, true]);
      }
    expect(seen).toBeGreaterThan(60);
  });

  it('point to tests that there are', () => {
    const threats = readFileSync('docs/THREATS.md', 'utf8');
    // The last column of a row names its tests.
    const columns = [...threats.matchAll(/\|([^|]*)\|$/gm)].map(([, column = '']) => column);
    const named = columns.flatMap((column) => [...column.matchAll(/`([\w-]+\/[\w-]+)`/g)]);
    expect(named.length).toBeGreaterThan(40);
    for (const [, name = ''] of named)
      expect([name, exists(`tests/${name}.test.ts`)]).toEqual([name, true]);
  });

  it('quote titles that those tests have', () => {
    let seen = 0;
    for (const [file, quoted] of quotedTitles(readFileSync('docs/THREATS.md', 'utf8'))) {
      seen += 1;
      const has = titlesOf(`tests/${file}.test.ts`).some((title) => begins(title, quoted));
      expect([file, quoted, has]).toEqual([file, quoted, true]);
    }
    expect(seen).toBeGreaterThan(20);
  });

  it('quote no title that begins like none', () => {
    const row = (quoted: string): string => `| a | b | \`party/life\` "${quoted}", [R4] |`;
    expect(quotedTitles(row('ends every epoch of the device …'))).toEqual([
      ['party/life', 'ends every epoch of the device …']
    ]);
    const titles = titlesOf('tests/party/life.test.ts');
    expect(titles.some((title) => begins(title, 'ends every epoch of the device …'))).toBe(true);
    expect(titles.some((title) => begins(title, 'ends every epoch of nobody …'))).toBe(false);
    // Without dots it is the whole title.
    expect(titles.some((title) => begins(title, 'ends every epoch of the device'))).toBe(false);
  });

  it('show a test for every proof of how it is run', () => {
    const threats = readFileSync('docs/THREATS.md', 'utf8');
    for (const file of globSync('tests/ops/*.test.ts')) {
      const name = file.replace('tests/', '').replace('.test.ts', '');
      expect([name, threats.includes(`\`${name}\``)]).toEqual([name, true]);
    }
  });
});
