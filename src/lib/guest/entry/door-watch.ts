// Polls a room while somebody waits to enter it: because it is locked, or because nothing answers.
// Rules: J3, J4.

const LOOK_EVERY_MS = 4_000;

interface DoorWatch {
  /**
   * @param look returns whether it is locked; undefined when unknown. A device with a count of its own may
   *   be locked while strangers are not, so only a change counts.
   */
  watch(look: () => Promise<boolean | undefined | void>, onUnlocked: () => void): void;
  /** Polls until stopped. @param wantsIn somebody has already pressed the button */
  wait(look: () => Promise<unknown>, wantsIn: boolean): void;
  /** Whether `wait` runs for somebody who has pressed the button. */
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
      // Once immediately as well: staff may unlock before the first interval ends.
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
