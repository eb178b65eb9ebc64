// K9: every label is in the code once, and the document's table has the same ones.

import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LABELS } from '#lib/crypto/primitives/labels.ts';
import { STAFF_LABELS } from '#lib/crypto/primitives/staff-labels.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const all: readonly string[] = [...Object.values(LABELS), ...Object.values(STAFF_LABELS)];

describe('labels', () => {
  it('[K9] are raw ASCII, begin with tr1/, and no two are the same', () => {
    for (const label of all) expect(label).toMatch(/^tr1\/[a-z0-9/-]+$/);
    expect(new Set(all).size).toBe(all.length);
  });

  it('[K9] stand in the document’s table, no more and no fewer', () => {
    const document = read('docs/PROTOCOL.md');
    const table = document.slice(
      document.indexOf('## Labels'),
      document.indexOf('## Test vectors')
    );
    const documented = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, label]) => label);
    expect([...documented].sort()).toEqual([...all].sort());
  });

  it('[K9] are written nowhere else in the code', () => {
    const files = globSync('{src,party}/**/*.{ts,svelte}', { cwd: root });
    expect(files.length).toBeGreaterThan(200);
    for (const name of files) {
      if (/primitives.(?:staff-)?labels\.ts$/.test(name)) continue;
      const code = readFileSync(new URL(name, root), 'utf8').replace(
        /^\s*(?:\/\/|\*|\/\*).*$/gm,
        ''
      );
      expect(code, name).not.toContain('tr1/');
    }
  });

  it('[K9] that the rules mention are all in the table', () => {
    const document = read('docs/PROTOCOL.md');
    const rules = document.slice(0, document.indexOf('## Layouts'));
    const mentioned = [...rules.matchAll(/`(tr1\/[^`<]+)`/g)].map(([, label]) => label ?? '');
    const later = ['tr1/walk-in', 'tr1/'];
    for (const label of mentioned.filter((one) => !later.includes(one))) {
      expect(all).toContain(label);
    }
  });
});
