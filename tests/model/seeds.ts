// Which runs are made: fixed seeds, so that everybody gets the same failures. MODEL_SEED adds a search of
// your own, MODEL_RUNS sets its length; a failure prints its seed and its script.
const own = Number(process.env['MODEL_SEED'] ?? Number.NaN);
const more: readonly (readonly [seed: number, runs: number])[] = Number.isSafeInteger(own)
  ? [[own, Number(process.env['MODEL_RUNS'] ?? 1_000)]]
  : [];

export const SEEDS: {
  readonly honest: readonly (readonly [seed: number, runs: number])[];
  readonly hostile: readonly (readonly [seed: number, runs: number])[];
} = {
  honest: [[1, 1_000], ...more],
  hostile: [[2, 1_000], ...more]
};
