// Keeps the reader's place in a list that grows. Safari has no scroll anchoring, so the first visible row
// is remembered and put back by hand. Follows the end only when the end was visible, also when the keyboard
// opens, a line rewraps or the phone is turned.

/** Nearer to the end than this counts as at the end. */
const NEAR_END_PX = 48;

interface ScrollKeeper {
  /** Call before rows change; call the result after. `follow` goes to the end whatever is visible. */
  hold(follow: boolean): () => void;
  isAtEnd(): boolean;
  toEnd(): void;
  readonly onScroll: () => void;
  /** Follows changes of size; returns how to stop. */
  watch(scroller: HTMLElement, inside: HTMLElement): () => void;
}

export function scrollKeeper(
  scrollerOf: () => HTMLElement | undefined,
  onEnd: (atEnd: boolean) => void
): ScrollKeeper {
  let stick = true;
  /** Of the list and of what stands in it, when it was last looked at. */
  let size = '';

  const sizeOf = (scroller: HTMLElement): string =>
    `${String(scroller.clientHeight)} ${String(scroller.scrollHeight)}`;

  function keepEnd(scroller: HTMLElement): void {
    size = sizeOf(scroller);
    if (stick) scroller.scrollTop = scroller.scrollHeight;
  }

  const measure = (scroller: HTMLElement): boolean =>
    scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight <= NEAR_END_PX;

  function toEnd(): void {
    const scroller = scrollerOf();
    if (!scroller) return;
    scroller.scrollTop = scroller.scrollHeight;
    if (stick) return;
    stick = true;
    onEnd(true);
  }

  function firstInSight(scroller: HTMLElement): { row: Element; top: number } | null {
    const edge = scroller.getBoundingClientRect().top;
    for (const row of scroller.querySelectorAll('li')) {
      const box = row.getBoundingClientRect();
      if (box.bottom > edge) return { row, top: box.top };
    }
    return null;
  }

  return {
    hold(follow) {
      const scroller = scrollerOf();
      const anchor = scroller && !stick ? firstInSight(scroller) : null;
      return () => {
        const now = scrollerOf();
        if (!now) return;
        if (follow || stick) toEnd();
        else if (anchor?.row.isConnected)
          now.scrollTop += anchor.row.getBoundingClientRect().top - anchor.top;
      };
    },
    isAtEnd: () => stick,
    toEnd,
    onScroll() {
      const scroller = scrollerOf();
      if (!scroller) return;
      // A change of size scrolls too, and may be told before the change: that was not the reader.
      if (stick && size !== sizeOf(scroller)) return keepEnd(scroller);
      const end = measure(scroller);
      if (end === stick) return;
      stick = end;
      onEnd(end);
    },
    watch(scroller, inside) {
      const observer = new ResizeObserver(() => keepEnd(scroller));
      observer.observe(scroller);
      observer.observe(inside);
      return () => observer.disconnect();
    }
  };
}
