// Notices that nobody has used this tab for a while [D1: auto-lock], or that it is left for another page: a
// page that the browser keeps for "back" would still be unlocked [D9]. A sleeping machine's clock jumps, so
// the time of the last use is compared, not counted.
const USES = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/**
 * Calls `onIdle` once. Returns how to stop watching.
 * @param whenLeft also when the page is left
 */
export function watchIdle(lockAfterMs: number, whenLeft: boolean, onIdle: () => void): () => void {
  let lastUseMs = Date.now();
  const onUse = (): void => {
    // A use after the time is over does not revive it.
    if (Date.now() - lastUseMs < lockAfterMs) lastUseMs = Date.now();
    else check();
  };
  const check = (): void => {
    if (Date.now() - lastUseMs < lockAfterMs) return;
    stop();
    onIdle();
  };
  const leave = (): void => {
    stop();
    onIdle();
  };
  const timer = setInterval(check, Math.min(5_000, Math.max(250, lockAfterMs / 10)));
  for (const use of USES) addEventListener(use, onUse, { passive: true, capture: true });
  document.addEventListener('visibilitychange', check);
  if (whenLeft) addEventListener('pagehide', leave);
  function stop(): void {
    clearInterval(timer);
    for (const use of USES) removeEventListener(use, onUse, { capture: true });
    document.removeEventListener('visibilitychange', check);
    removeEventListener('pagehide', leave);
  }
  return stop;
}
