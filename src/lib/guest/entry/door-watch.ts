// Looks at a door now and then, while somebody waits in front of it: because it is locked, or because
// nothing answers there. Rules: J3, J4.

const LOOK_EVERY_MS = 4_000;

interface DoorWatch {
  /**
   * @param look says whether it is locked; undefined when that is not known. A device with a count of
   *   its own may be locked while strangers are not: only a change tells.
   */
  watch(look: () => Promise<boolean | undefined | void>, onUnlocked: () => void): void;
  /** Looks until stopped. @param wantsIn somebody has already said that they want in */
  wait(look: () => Promise<unknown>, wantsIn: boolean): void;
  /** Whether somebody waits in that way. */
  readonly wantsIn: boolean;
  stop(): void;
}

export function doorWatch(): DoorWatch {
  let timer: ReturnType<typeof setInterval> | undefined;
  let wantsIn = false;
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
    wantsIn = false;
  };
  const begin = (look: (isCurrent: () => boolean) => void): void => {
    stop();
    const mine = setInterval(() => {
      if (document.visibilityState === 'visible') look(() => timer === mine);
    }, LOOK_EVERY_MS);
    timer = mine;
  };
  return {
    watch(look, onUnlocked) {
      let seenLocked = false;
      const lookOnce = (isCurrent: () => boolean): void =>
        void look().then((locked) => {
          if (!isCurrent()) return;
          if (locked === true) seenLocked = true;
          if (locked !== false || !seenLocked) return;
          stop();
          onUnlocked();
        });
      begin(lookOnce);
      // At once too: staff may be quicker than the first interval.
      const mine = timer;
      lookOnce(() => timer === mine);
    },
    wait(look, wants) {
      begin(() => void look());
      wantsIn = wants;
    },
    get wantsIn() {
      return wantsIn;
    },
    stop
  };
}
