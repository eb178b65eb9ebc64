// The longest wait of the main thread: a timer fires at short intervals, and its delay is what a tap would
// have waited just then. The intervals are long enough not to use up the quarter of a core that is
// measured.

const TICK_MS = 16;

export interface GapMeter {
  /** Stops it and returns the longest wait in milliseconds. */
  stop(): number;
}

export function startGapMeter(): GapMeter {
  let longest = 0;
  let timer: ReturnType<typeof setTimeout>;
  let dueMs = 0;
  const ask = (): void => {
    dueMs = performance.now() + TICK_MS;
    timer = setTimeout(answer, TICK_MS);
  };
  const answer = (): void => {
    longest = Math.max(longest, performance.now() - dueMs);
    ask();
  };
  ask();
  return {
    stop: () => {
      clearTimeout(timer);
      return Math.max(longest, performance.now() - dueMs);
    }
  };
}
