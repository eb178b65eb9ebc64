// How long the main thread ever could not answer: a timer that sets itself again. What lies between
// two of its calls is the longest that a finger on the glass would have waited, and at most TICK_MS
// more. Seldom enough not to use up the quarter of a core that is being measured.

const TICK_MS = 16;

export interface GapMeter {
  /** Ends it and gives the longest gap in milliseconds. */
  stop(): number;
}

export function startGapMeter(): GapMeter {
  let longest = 0;
  let last = performance.now();
  const beat = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(beat, TICK_MS);
  return {
    stop: () => {
      clearInterval(timer);
      beat();
      return longest;
    }
  };
}
