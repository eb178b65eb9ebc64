// What a young person's browser keeps: see mutants.ts.
import type { NamedMutant } from './named-mutant.ts';

export const phoneMutants: readonly NamedMutant[] = [
  {
    name: 'a page goes by its own key where another tab was first',
    rule: 'J2',
    file: 'src/lib/guest/runtime/device-key.ts',
    from: `{ key: kept ?? key, recognised }`,
    to: `{ key, recognised }`,
    in: 'guest/unreadable-disk',
    by: '[J2] that another tab has stored meanwhile is the one that is used'
  },
  {
    name: 'an epoch begins beside what a later page has left',
    rule: 'R6',
    file: 'src/lib/guest/runtime/device-key.ts',
    from: `    await storage.outbox.refuseLater();\n`,
    to: ``,
    in: 'guest/unreadable-disk',
    by: '[R6] lets no epoch begin where a later page has left anything else'
  },
  {
    name: 'rows get another form in a database of the same version',
    rule: 'R6',
    file: 'src/lib/sync/outbox-store.ts',
    from: `export const ROW_VERSION = 1;`,
    to: `export const ROW_VERSION = 2;`,
    in: 'sync/row-forms',
    by: '[R6] is raised with a step of the phone’s database, never alone'
  }
];
