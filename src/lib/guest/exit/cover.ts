// Covers the screen as soon as nobody is meant to look: hidden, in the app switcher, on the way out. The
// page that the browser keeps for "back" is empty and reloads itself. Rules: P3, E2.
import { isLeaving } from './leaving.ts';

const cover = (on: boolean): void => {
  if (on) document.documentElement.dataset['covered'] = '';
  else delete document.documentElement.dataset['covered'];
};

/** Covers and uncovers from now on. Returns how to stop. */
export function coverWhenHidden(): () => void {
  const look = (): void => cover(document.visibilityState !== 'visible');
  // On phones the app switcher takes the focus before it takes the picture.
  const phone = matchMedia('(pointer: coarse)').matches;
  const away = (): void => {
    if (phone) cover(true);
  };
  const empty = (): void => {
    cover(true);
    document.body.replaceChildren();
  };
  const back = (event: PageTransitionEvent): void => {
    if (event.persisted && !isLeaving()) location.reload();
  };
  const listeners: readonly (readonly [EventTarget, string, EventListener])[] = [
    [document, 'visibilitychange', look],
    [window, 'blur', away],
    [window, 'focus', look],
    [window, 'pointerdown', look],
    [window, 'pagehide', empty],
    [window, 'pageshow', back as EventListener]
  ];
  for (const [target, type, listener] of listeners) target.addEventListener(type, listener);
  look();
  return () => {
    for (const [target, type, listener] of listeners) target.removeEventListener(type, listener);
  };
}
