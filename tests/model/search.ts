// Searches for a run that breaks a promise. Every mutant loads it as a separate module graph, so that the
// code under test is searched and nothing of it is shared.
import fc from 'fast-check';
import { rig } from './rig.ts';
import { honestScripts, hostileScripts, run, type Script } from './script.ts';

export interface Found {
  readonly script: Script;
  readonly runs: number;
  /** What was broken, with the story of the run. */
  readonly message: string;
}

export interface Wish {
  readonly lying: boolean;
  readonly seed: number;
  readonly runs: number;
  /** Shortens the failing run as far as possible; slow. */
  readonly shrink?: boolean;
}

/** Returns null when every run kept every promise. */
export async function search({ lying, seed, runs, shrink = true }: Wish): Promise<Found | null> {
  const made = await rig();
  const property = fc.asyncProperty(lying ? hostileScripts : honestScripts, async (script) => {
    await run(made, script, lying);
  });
  const found = await fc.check(property, { seed, numRuns: runs, endOnFailure: !shrink });
  if (!found.failed) return null;
  const cause = found.errorInstance;
  return {
    script: found.counterexample?.[0] as Script,
    runs: found.numRuns,
    message: cause instanceof Error ? `${cause.message}\n${cause.stack ?? ''}` : String(cause)
  };
}

/** For a test's report: how to reproduce it, and what happened. Empty when nothing was found. */
export const report = (wish: Wish, found: Found | null): string =>
  found === null
    ? ''
    : `seed ${String(wish.seed)}, run ${String(found.runs)}, lying: ${String(wish.lying)}\n` +
      `${JSON.stringify(found.script)}\n${found.message}`;

/** Plays one script. Returns what it broke, or null. */
export async function replay(script: Script, lying: boolean): Promise<string | null> {
  try {
    await run(await rig(), script, lying);
    return null;
  } catch (error) {
    return error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error);
  }
}
