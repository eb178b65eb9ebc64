// Small faults in server, crypto, exit and vault, each in one shipped file, each against one rule, each with
// the test that finds it. `from` stands in its file exactly once; when the file changes, the mutant is
// mended with it. Run by `npm run mutants`.
import { roomJoinsMutants } from './room-joins.ts';
import { roomWritingMutants } from './room-writing.ts';
import { staffMutants } from './staff.ts';
import { cryptoMutants } from './crypto.ts';
import { vaultMutants } from './vault.ts';
import { exitMutants } from './exit.ts';
import type { NamedMutant } from './named-mutant.ts';

export const NAMED_MUTANTS: readonly NamedMutant[] = [
  ...roomJoinsMutants,
  ...roomWritingMutants,
  ...staffMutants,
  ...cryptoMutants,
  ...vaultMutants,
  ...exitMutants
];
