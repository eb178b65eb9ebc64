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
  }
];
