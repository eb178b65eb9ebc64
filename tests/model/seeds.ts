// Which runs are made: fixed seeds, so that a failure is everybody's, and one that is new every time.
// A failure prints its seed and its script; put the seed here to keep it.
const fresh = Date.now() % 0x7fff_ffff;

export const SEEDS: {
  readonly honest: readonly (readonly [seed: number, runs: number])[];
  readonly hostile: readonly (readonly [seed: number, runs: number])[];
} = {
  honest: [
    [1, 200],
    [fresh, 100]
  ],
  hostile: [
    [2, 200],
    [fresh, 100]
  ]
};
