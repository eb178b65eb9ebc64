// How long a room may be kept after its end: whole spans that the service's policy allows, and the policy's
// own. Pure. Rule: R2.
const DAY_MS = 24 * 60 * 60_000;
const SPANS_MS = [DAY_MS, 7 * DAY_MS, 30 * DAY_MS, 60 * DAY_MS];

/** Shortest first; the last is the longest that is allowed. */
export const retentionChoices = (allowedMs: number): readonly number[] => [
  ...SPANS_MS.filter((span) => span < allowedMs),
  allowedMs
];
