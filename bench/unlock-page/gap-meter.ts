// How long the main thread ever kept somebody waiting: a timer asks to be called after a moment, and
// how late it comes is what a finger on the glass would have waited just then. Asked seldom enough
// not to use up the quarter of a core that is being measured.

const TICK_MS = 16;

export interface GapMeter {
  /** Ends it and gives the longest wait in milliseconds. */
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
