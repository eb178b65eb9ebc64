// The output of a benchmark: one JSON object a line, and whether its limit holds. Rounds of product and
// peer alternate in one run, and a ratio is the median of the rounds' own ratios: other load on the machine
// hits both.

export interface Result {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The cost of the same work without the product; null where there is nothing to compare with. */
  readonly peer: number | null;
  readonly ratio: number | null;
}

export interface Limit {
  readonly of: 'value' | 'ratio';
  readonly atMost?: number;
  readonly atLeast?: number;
}

const rounded = (value: number): number => Number(value.toPrecision(4));

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** From paired rounds: medians of both, and the median of their ratios. */
export function compare(
  name: string,
  unit: string,
  rounds: readonly { readonly value: number; readonly peer: number }[]
): Result {
  return {
    name,
    value: median(rounds.map((round) => round.value)),
    unit,
    peer: median(rounds.map((round) => round.peer)),
    ratio: median(rounds.map((round) => round.value / round.peer))
  };
}

const fits = (value: number, limit: Limit): boolean =>
  value <= (limit.atMost ?? Infinity) && value >= (limit.atLeast ?? -Infinity);

/** Prints the line; a missed limit is printed on the error stream and fails the run. */
export function report(result: Result, ...limits: readonly Limit[]): void {
  const { name, value, unit, peer, ratio } = result;
  console.log(
    JSON.stringify({
      name,
      value: rounded(value),
      unit,
      peer: peer === null ? null : rounded(peer),
      ratio: ratio === null ? null : rounded(ratio)
    })
  );
  for (const limit of limits) {
    const got = result[limit.of];
    if (got !== null && fits(got, limit)) continue;
    const wanted =
      limit.atMost === undefined ? `at least ${limit.atLeast}` : `at most ${limit.atMost}`;
    console.error(`MISSED: ${name}: ${limit.of} ${got ?? 'unknown'}, wanted ${wanted}`);
    process.exitCode = 1;
  }
}
