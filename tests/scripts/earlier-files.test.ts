// A release over another one: open pages still find their own files, for the stated time. Rules: V2.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KEPT_MS, putBack, setAside } from '../../scripts/earlier-files.ts';

const DAY_MS = 24 * 60 * 60_000;
let dir = '';
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'release-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Builds a release of these files over the existing one, at this time. */
function release(files: readonly string[], nowMs: number): string[] {
  const [build, aside] = [join(dir, 'build'), join(dir, 'aside')];
  setAside(build, aside, nowMs);
  rmSync(build, { recursive: true, force: true });
  const chunks = join(build, 'site/_app/immutable/chunks');
  mkdirSync(chunks, { recursive: true });
  for (const file of files) writeFileSync(join(chunks, file), `${file} of its release`);
  putBack(aside, build, nowMs);
  expect(existsSync(aside)).toBe(false);
  for (const file of readdirSync(chunks))
    expect(readFileSync(join(chunks, file), 'utf8')).toBe(`${file} of its release`);
  return readdirSync(chunks).sort();
}

describe('[V2] a release', () => {
  it('[V2] only adds: what was current stays for the stated time, then goes', () => {
    expect(release(['a.js', 'same.js'], 0)).toEqual(['a.js', 'same.js']);
    expect(release(['b.js', 'same.js'], DAY_MS)).toEqual(['a.js', 'b.js', 'same.js']);
    expect(release(['c.js', 'same.js'], 2 * DAY_MS)).toEqual(['a.js', 'b.js', 'c.js', 'same.js']);
    expect(release(['d.js'], DAY_MS + KEPT_MS)).toEqual(['b.js', 'c.js', 'd.js', 'same.js']);
    expect(release(['d.js'], 9 * KEPT_MS)).toEqual(['d.js']);
  });

  it('[V2] brings back what is current again as current', () => {
    release(['a.js'], 0);
    release(['b.js'], DAY_MS);
    release(['a.js'], 2 * DAY_MS);
    expect(release(['c.js'], DAY_MS + KEPT_MS)).toEqual(['a.js', 'b.js', 'c.js']);
  });

  it('[V2] over a build that was cut off half-way loses nothing of the release before it', () => {
    release(['a.js'], 0);
    const [build, aside] = [join(dir, 'build'), join(dir, 'aside')];
    // Stopped twice: with nothing built yet, and with half of the files.
    setAside(build, aside, DAY_MS);
    rmSync(build, { recursive: true, force: true });
    setAside(build, aside, DAY_MS);
    mkdirSync(join(build, 'site/_app/immutable/chunks'), { recursive: true });
    writeFileSync(join(build, 'site/_app/immutable/chunks/b.js'), 'b.js of its release');
    expect(release(['b.js', 'c.js'], DAY_MS)).toEqual(['a.js', 'b.js', 'c.js']);
    // And where the copying itself was cut off, the old build still stands.
    mkdirSync(join(aside, 'files/chunks'), { recursive: true });
    writeFileSync(join(aside, 'files/chunks/b.js'), 'half');
    expect(release(['d.js'], DAY_MS)).toEqual(['a.js', 'b.js', 'c.js', 'd.js']);
  });

  it('[V2] over nothing, or over a list that cannot be read, is a release', () => {
    expect(release(['a.js'], 0)).toEqual(['a.js']);
    writeFileSync(join(dir, 'build/earlier-files.json'), 'no list');
    expect(release(['b.js'], DAY_MS)).toEqual(['a.js', 'b.js']);
  });
});
