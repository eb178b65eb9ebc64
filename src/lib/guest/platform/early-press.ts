// Open, or Enter, pressed before the page's scripts have taken over: the press waits, and is done as soon as
// they have. The browser itself does nothing with these forms (method="dialog"), so no press loads a page
// without its link. Rule: V1.
import { FIELD } from './over-reload.ts';

/** @param hasStarted whether the page's own scripts answer by now */
export function keepEarlyPress(hasStarted: () => boolean): void {
  addEventListener(
    'submit',
    (event) => {
      const form = event.target as HTMLFormElement;
      if (hasStarted() || form.querySelector(FIELD) === null) return;
      event.preventDefault();
      event.stopPropagation();
      if (form.hasAttribute('aria-busy')) return;
      form.setAttribute('aria-busy', 'true');
      const watch = new MutationObserver(() => {
        if (!hasStarted()) return;
        forget();
        form.dispatchEvent(new Event('submit', { cancelable: true }));
      });
      // Whoever goes on typing has not pressed for these words.
      const forget = (): void => {
        watch.disconnect();
        form.removeAttribute('aria-busy');
      };
      form.addEventListener('input', forget, { once: true });
      watch.observe(document.documentElement, { attributes: true });
    },
    { capture: true }
  );
}
