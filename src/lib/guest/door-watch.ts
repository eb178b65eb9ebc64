// Looks at a door now and then, while somebody waits in front of it: because it is locked, or because
// nothing answers there. Rules: J3, J4.

const LOOK_EVERY_MS = 4_000;

export interface DoorWatch {
  /**
   * @param look says whether it is shut; undefined when that is not known
   * @param isShut whether it is known to be. A device with a count of its own may be locked while
   *   strangers are not: then only a change tells.
   */
  watch(
    look: () => Promise<boolean | undefined | void>,
    onOpen: () => void,
    isShut?: boolean
  ): void;
  stop(): void;
}

export function doorWatch(): DoorWatch {
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = (): void => clearInterval(timer);
  return {
    watch(look, onOpen, isShut = false) {
      let seenShut = isShut;
      stop();
      const mine = setInterval(() => {
        if (document.visibilityState !== 'visible') return;
        void look().then((shut) => {
          if (shut === true) seenShut = true;
          if (shut !== false || !seenShut || timer !== mine) return;
          stop();
          onOpen();
        });
      }, LOOK_EVERY_MS);
      timer = mine;
    },
    stop
  };
}
