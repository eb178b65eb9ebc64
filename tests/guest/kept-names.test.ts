// Every name under which a young person's page stores something must be on Exit's list. Reads the source
// code. Rules: E5, P1.
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as names from '#lib/guest/exit/kept-names.ts';

const FILES = [
  'src/lib/guest/**/*.{ts,svelte}',
  'src/routes/(guest)/**/*.{ts,svelte}',
  'src/routes/*.{ts,svelte}',
  'src/*.ts'
];
/** Calls that store something under a name, or listen on one. */
const NAMED =
  /(?:sessionStorage\.(?:set|get|remove)Item|new BroadcastChannel|storedDatabase|indexedDB\.(?:open|deleteDatabase)|caches\.(?:open|delete|has)|locks\.request)\(\s*([^,)]+)/g;
/** Parameters whose callers, in exit.ts and the worker, are checked here too. */
const HANDED_OVER = ['name', 'key', 'request'];
const SHORT = { KEY: 'PLACE_KEY', LEFT_KEY: 'LEFT_PLACE_KEY' } as Record<string, string>;

const code = FILES.flatMap((pattern) => globSync(pattern))
  .filter((file) => !file.endsWith('kept-names.ts'))
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }));

describe('[E5] what a guest page keeps', () => {
  it('[E5] has its name from the list that Exit clears', () => {
    let seen = 0;
    for (const { file, text } of code)
      for (const [, given = ''] of text.matchAll(NAMED)) {
        seen += 1;
        const name = SHORT[given.trim()] ?? given.trim();
        expect([file, name, name in names || HANDED_OVER.includes(name)]).toEqual([
          file,
          name,
          true
        ]);
      }
    expect(seen).toBeGreaterThan(8);
  });

  it('[E5] lies nowhere that Exit does not clear', () => {
    const elsewhere =
      /localStorage|document\.cookie|cookieStore|navigator\.storage|\.getDirectory\(/;
    for (const { file, text } of code)
      expect([file, elsewhere.exec(text)?.[0]]).toEqual([file, undefined]);
  });
});
