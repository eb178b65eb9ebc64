// What the documents name exists: every file, and every test that a row of THREATS points to.
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const files = globSync(['*.*', '{src,party,tests,scripts,bench,deploy,docs}/**/*.*']);
const DOCUMENTS = files.filter((file) => /^(?:[A-Z]+|docs\/\w+|bench\/README)\.md$/.test(file));

/** A document may shorten a path from the left. */
const exists = (name: string): boolean =>
  files.some((file) => file === name || file.endsWith(`/${name}`));

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
});
