// Looks at a locked door now and then, while somebody waits in front of it. Rules: J4.

const LOOK_EVERY_MS = 4_000;

export interface LockWatch {
  /**
   * `look` says whether it is locked; undefined when that is not known.
   * A device with a count of its own may be locked while strangers are not: only a change tells.
   */
  watch(look: () => Promise<boolean | undefined | void>, onUnlocked: () => void): void;
  stop(): void;
}

export function lockWatch(): LockWatch {
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = (): void => clearInterval(timer);
  return {
    watch(look, onUnlocked) {
      let seenLocked = false;
      stop();
      const mine = setInterval(() => {
        if (document.visibilityState !== 'visible') return;
        void look().then((locked) => {
          if (locked === true) seenLocked = true;
          if (locked !== false || !seenLocked || timer !== mine) return;
          stop();
          onUnlocked();
        });
      }, LOOK_EVERY_MS);
      timer = mine;
    },
    stop
  };
}
