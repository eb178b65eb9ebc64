// The on-screen keyboard of iOS covers the page instead of making it shorter. Where that happens, the page
// gets the size of the visible area. Elsewhere `interactive-widget` does it.

/** A pinch zoom means reading, not a keyboard. */
const covers = ({ scale, height }: VisualViewport): boolean =>
  scale === 1 && window.innerHeight - height > 80;

/** Whether an on-screen keyboard is open, as far as this browser reveals it. */
export function keyboardIsOpen(): boolean {
  const { virtualKeyboard: keyboard } = navigator as {
    readonly virtualKeyboard?: { readonly boundingRect: DOMRect };
  };
  const { visualViewport: viewport } = window;
  return (keyboard?.boundingRect.height ?? 0) > 0 || (viewport !== null && covers(viewport));
}

/** Keeps an element as tall as the visible area. Returns how to stop. */
export function followKeyboard(element: HTMLElement): () => void {
  const viewport = window.visualViewport;
  if (!viewport) return () => undefined;
  const fit = (): void => {
    if (covers(viewport)) {
      element.style.setProperty('--in-sight', `${String(viewport.height)}px`);
      element.style.setProperty('--in-sight-top', `${String(viewport.offsetTop)}px`);
    } else {
      element.style.removeProperty('--in-sight');
      element.style.removeProperty('--in-sight-top');
    }
  };
  viewport.addEventListener('resize', fit);
  viewport.addEventListener('scroll', fit);
  return () => {
    viewport.removeEventListener('resize', fit);
    viewport.removeEventListener('scroll', fit);
  };
}
