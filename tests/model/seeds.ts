// Which runs are made: fixed seeds, so that a failure is everybody's. MODEL_SEED adds a search of one's
// own, MODEL_RUNS says how long; what it finds prints its seed and its script.
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
