// Small faults in server, crypto, exit and vault, each in one shipped file, each against one rule, each
// with the test that finds it. `from` occurs in its file exactly once; a change of the file may require a
// change of the mutant. Run by `npm run mutants`.
import { roomJoinsMutants } from './room-joins.ts';
import { roomStrangersMutants } from './room-strangers.ts';
import { roomWritingMutants } from './room-writing.ts';
import { staffMutants } from './staff.ts';
import { cryptoMutants } from './crypto.ts';
import { vaultMutants } from './vault.ts';
import { exitMutants } from './exit.ts';
import { guestPageMutants } from './guest-page.ts';
import { absenceMutants } from './absence.ts';
import { storedMutants } from './stored.ts';
import { phoneMutants } from './phone.ts';
import { waitingMutants } from './waiting.ts';
import { apartMutants } from './apart.ts';
import type { NamedMutant } from './named-mutant.ts';

export const NAMED_MUTANTS: readonly NamedMutant[] = [
  ...roomJoinsMutants,
  ...roomStrangersMutants,
  ...roomWritingMutants,
  ...staffMutants,
  ...cryptoMutants,
  ...vaultMutants,
  ...exitMutants,
  ...guestPageMutants,
  ...absenceMutants,
  ...storedMutants,
  ...phoneMutants,
  ...waitingMutants,
  ...apartMutants
];
