// No element of ours takes attributes that are not written out, and none is of a kind that is chosen at run time:
// Svelte's code for these would come with every young person's page (2.3 kB of it, compressed).
import { globSync, readFileSync } from 'node:fs';
import { parse } from 'svelte/compiler';
import { expect, it } from 'vitest';

it('every element has a name and attributes that are written out', () => {
  const found: string[] = [];
  const files = globSync('src/**/*.svelte');
  expect(files.length).toBeGreaterThan(50);
  for (const file of files) {
    const look = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      if (Array.isArray(node)) return node.forEach(look);
      const { type, attributes } = node as { type?: string; attributes?: { type: string }[] };
      const spreads = attributes?.some((one) => one.type === 'SpreadAttribute') ?? false;
      if (type === 'SvelteElement' || (type === 'RegularElement' && spreads)) found.push(file);
      Object.values(node).forEach(look);
    };
    look(parse(readFileSync(file, 'utf8'), { modern: true }).fragment);
  }
  expect(found).toEqual([]);
});
