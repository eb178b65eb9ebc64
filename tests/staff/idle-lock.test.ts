// When a desk locks itself: after its time without use, by a clock that may jump, or when it is left.
// Rules: D1, D9.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchIdle } from '#lib/staff/account/idle-lock.ts';

const LOCK_MS = 60_000;
const idle = vi.fn();
let page: EventTarget;

beforeEach(() => {
  vi.useFakeTimers();
  idle.mockReset();
  page = new EventTarget();
  vi.stubGlobal('document', new EventTarget());
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const use = (type = 'keydown'): boolean => page.dispatchEvent(new Event(type));

describe('a desk', () => {
  it('[D1] locks once when nobody has used it for its time, and not a moment before', () => {
    watchIdle(LOCK_MS, true, idle);
    vi.advanceTimersByTime(LOCK_MS - 5_000);
    expect(idle).not.toHaveBeenCalled();
    vi.advanceTimersByTime(60 * LOCK_MS);
    expect(idle).toHaveBeenCalledTimes(1);
  });

  it.each(['pointerdown', 'keydown', 'wheel', 'touchstart'])(
    '[D1] stays open as long as it is used (%s)',
    (type) => {
      watchIdle(LOCK_MS, true, idle);
      for (let n = 0; n < 10; n += 1) {
        vi.advanceTimersByTime(LOCK_MS / 2);
        use(type);
      }
      expect(idle).not.toHaveBeenCalled();
    }
  );

  it('[D1] a use after the time is over does not open it again: a machine that slept ran no timer', () => {
    watchIdle(LOCK_MS, true, idle);
    vi.setSystemTime(Date.now() + 2 * LOCK_MS);
    use();
    expect(idle).toHaveBeenCalledTimes(1);
  });

  it('[D1] locks when it is looked at again too late', () => {
    watchIdle(LOCK_MS, true, idle);
    vi.setSystemTime(Date.now() + 2 * LOCK_MS);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(idle).toHaveBeenCalledTimes(1);
  });

  it('[D9] locks when it is left, unless the policy lets it stay', () => {
    watchIdle(LOCK_MS, false, idle);
    page.dispatchEvent(new Event('pagehide'));
    expect(idle).not.toHaveBeenCalled();
    watchIdle(LOCK_MS, true, idle);
    page.dispatchEvent(new Event('pagehide'));
    expect(idle).toHaveBeenCalledTimes(1);
  });

  it('[D1] does nothing any more once nobody watches', () => {
    const stop = watchIdle(LOCK_MS, true, idle);
    stop();
    page.dispatchEvent(new Event('pagehide'));
    vi.advanceTimersByTime(10 * LOCK_MS);
    expect(idle).not.toHaveBeenCalled();
  });
});
