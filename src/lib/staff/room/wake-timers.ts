// Wakes a room's reducer at the times that it requested, once each; ends with the room.

/** Timers may fire a little early. */
const LATE_MS = 25;

interface WakeTimers {
  at(atMs: number): void;
  end(): void;
}

export function wakeTimers(onWake: () => void): WakeTimers {
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  return {
    at(atMs) {
      if (timers.has(atMs)) return;
      const inMs = Math.max(0, atMs - Date.now()) + LATE_MS;
      const wake = (): void => {
        timers.delete(atMs);
        onWake();
      };
      timers.set(atMs, setTimeout(wake, inMs));
    },
    end() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    }
  };
}
