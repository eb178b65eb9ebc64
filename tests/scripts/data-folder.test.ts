// The folder says how far its objects have been carried: from the code's own lists of steps, written before
// the server starts, so that an earlier one refuses it instead of serving half of it. Rules: X6, R6.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { OBJECT_VERSIONS } from '../../party/stored-versions.ts';
import { OBJECTS } from '../../party/workerd-config.ts';
import { openFolder } from '../../scripts/data-folder.ts';
import { FORMAT, numbersIn } from '../../scripts/folder-format.ts';
import { allFixtures, folderOf } from '../fixtures/fixture.ts';
import { fileIn } from '../fixtures/stored-folder.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder in which a server has stored rooms, with this in its format file. */
function folderWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tryggrom-folder-'));
  folders.push(folder);
  mkdirSync(join(folder, 'tryggrom-room'));
  writeFileSync(join(folder, 'tryggrom.json'), text);
  return folder;
}
const formatOf = (folder: string): unknown =>
  JSON.parse(readFileSync(join(folder, 'tryggrom.json'), 'utf8'));

/** Its text after it was opened, or the sentence that refuses it. */
function opened(text: string): unknown {
  const folder = folderWith(text);
  try {
    openFolder(folder).release();
  } catch (error) {
    expect(readFileSync(join(folder, 'tryggrom.json'), 'utf8')).toBe(text);
    return (error as Error).message.replace(folder, 'X');
  }
  return formatOf(folder);
}

const now = { format: FORMAT, objects: OBJECT_VERSIONS };
const stands = (objects: object): string => JSON.stringify({ format: FORMAT, objects });

it('[R6] every kind of object that stores anything has its number', () => {
  const kinds = OBJECTS.map(({ uniqueKey }) => uniqueKey.replace('tryggrom-', ''));
  // Lines are all in memory [N3].
  expect([...Object.keys(OBJECT_VERSIONS), 'line'].sort()).toEqual(kinds.sort());
});

it('[X6, R6] a folder without numbers is one of first versions, and gets the numbers', () => {
  expect(opened(`{"format":${FORMAT}}`)).toEqual(now);
  expect(numbersIn(`{"format":${FORMAT}}`)?.objects['room']).toBe(1);
});

it('[X6, R6] a folder of earlier versions gets the new numbers, and keeps what is not known here', () => {
  const before = JSON.stringify({ format: FORMAT, objects: { desk: 1 }, since: 'May' });
  expect(opened(before)).toEqual({ ...now, since: 'May' });
});

it('[X6, R6] an object of a later version, or of a kind not known here, is refused before anything starts', () => {
  const left = 'It was left as it is; name another folder by DATA_DIR.';
  const by = 'The folder X was written by a newer Tryggrom';
  const one = 1 + OBJECT_VERSIONS.room;
  expect(opened(stands({ ...OBJECT_VERSIONS, room: one }))).toBe(
    `${by} (version ${one} of its rooms; this one knows ${OBJECT_VERSIONS.room}). ${left}`
  );
  for (const kind of Object.keys(OBJECT_VERSIONS))
    expect(opened(stands({ [kind]: 99 }))).toContain(`${by} (version 99 of its `);
  expect(opened(stands({ ...OBJECT_VERSIONS, vault: 1 }))).toBe(
    `${by} (this one does not know its “vault”). ${left}`
  );
});

it('[X6, R6] numbers that are none are not guessed at', () => {
  for (const objects of [
    { room: '1' },
    { room: 0 },
    { room: 1.5 },
    { room: null },
    [],
    'all',
    null
  ])
    expect(opened(JSON.stringify({ format: FORMAT, objects }))).toContain('does not name a format');
});

it('[R6] there is a fixture of every format, and the newest one is of today', () => {
  const fixtures = allFixtures();
  expect(fixtures.length).toBeGreaterThan(0);
  expect(fixtures.map(({ name }) => name)).toEqual(fixtures.map((_one, n) => `format-${n + 1}`));
  const numbers = fixtures.map((fixture) => numbersIn(fileIn(folderOf(fixture), 'tryggrom.json')));
  expect(numbers.at(-1)).toEqual(now);
  expect(new Set(numbers.map((one) => JSON.stringify(one))).size).toBe(numbers.length);
});
