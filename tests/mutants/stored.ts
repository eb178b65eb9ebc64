// What is stored, and by which version. See mutants.ts.
import type { NamedMutant } from './named-mutant.ts';

export const storedMutants: readonly NamedMutant[] = [
  {
    name: 'a shipped step of a room is changed',
    rule: 'R6',
    file: 'party/room/storage/room-steps.ts',
    from: `CREATE TABLE device (id TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;`,
    to: `CREATE TABLE device (id TEXT PRIMARY KEY, json TEXT NOT NULL);`,
    in: 'party/steps',
    by: '[R6] a shipped step of a room is what it was'
  },
  {
    name: 'a shipped step of the desk is changed',
    rule: 'R6',
    file: 'party/desk/desk-steps.ts',
    from: `CREATE INDEX wait_by_time ON wait (last_at_ms);`,
    to: ``,
    in: 'party/steps',
    by: '[R6] a shipped step of the desk is what it was'
  },
  {
    name: 'a sibling has one more value, without a step',
    rule: 'R6',
    file: 'party/siblings/archive-box-store.ts',
    from: `fillKv(storage, { box }, ARCHIVE_STEPS);`,
    to: `fillKv(storage, { box, madeAtMs: 0 }, ARCHIVE_STEPS);`,
    in: 'party/steps',
    by: '[R6] a sibling of the first version holds what it always held'
  },
  {
    name: 'a folder with objects of a later version is opened',
    rule: 'X6',
    file: 'scripts/folder-format.ts',
    from: `if (version > known)`,
    to: `if (version > known + 99)`,
    in: 'scripts/data-folder',
    by: '[X6, R6] an object of a later version, or of a kind not known here, is refused before anything starts'
  },
  {
    name: 'a folder of earlier versions keeps its old numbers',
    rule: 'X6',
    file: 'scripts/data-folder.ts',
    from: `if (text !== null) writeFormat(dataDir, text);`,
    to: `if (text === formatText()) writeFormat(dataDir, text);`,
    in: 'scripts/data-folder',
    by: '[X6, R6] a folder of earlier versions gets the new numbers'
  },
  {
    name: 'a step is added, and no fixture is made',
    rule: 'R6',
    file: 'party/siblings/steps.ts',
    from: `export const ARCHIVE_STEPS: readonly KvStep[] = [];`,
    to: `export const ARCHIVE_STEPS: readonly KvStep[] = [() => undefined];`,
    in: 'scripts/data-folder',
    by: '[R6] there is a fixture of every format, and the newest one is of today'
  },
  {
    name: 'a build after one that was cut off forgets the release before it',
    rule: 'V2',
    file: 'scripts/earlier-files.ts',
    from: `if (existsSync(join(asideDir, LIST))) return;`,
    to: ``,
    in: 'scripts/earlier-files',
    by: '[V2] over a build that was cut off half-way loses nothing'
  }
];
