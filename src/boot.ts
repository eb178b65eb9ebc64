// Stands beside everything else, as a file of its own that imports no other: until the page's scripts have
// taken over, Exit does all that it does afterwards, and a page whose parts do not come says so and can be
// loaded again, with what was typed. Translators may begin before those scripts, too. Rules: B4, E1, E3, V1.
import { exitNow } from './lib/guest/exit/exit.ts';
import { BEFORE_RELOAD } from './lib/guest/exit/kept-names.ts';
import { carryTyped, putBackTyped } from './lib/guest/platform/over-reload.ts';
import { keepOwnText } from './lib/ui/own-text.ts';

/** Scripts that have not taken over after this will hardly do so any more. */
const STARTED_AFTER_MS = 15_000;

const STYLE_AGAIN_MS = 1_500;
/** So long what was lost may take to come after all. */
const AGAIN_MS = 3_000;

keepOwnText();

if (document.readyState === 'loading') addEventListener('DOMContentLoaded', putBackTyped);
else putBackTyped();
addEventListener(BEFORE_RELOAD, (event) => carryTyped((event as CustomEvent<string>).detail));

const hasStarted = (): boolean => 'started' in document.documentElement.dataset;

const sayMissing = (): void => {
  if (!hasStarted()) document.getElementById('missing')?.removeAttribute('hidden');
};

addEventListener('unhandledrejection', sayMissing);
addEventListener(
  'error',
  ({ target }) => {
    // A style that was lost is asked for again: whoever waits for a part asks only for its script.
    if (target instanceof HTMLLinkElement && target.rel === 'stylesheet')
      setTimeout(() => target.replaceWith(target.cloneNode()), STYLE_AGAIN_MS);
    else sayMissing();
  },
  { capture: true }
);
setTimeout(sayMissing, STARTED_AFTER_MS);

/** What was lost before this script listened, or before there was a place to say it. */
const lookBack = (): void => {
  const loaded = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  if (loaded.some(({ name, responseStatus }) => responseStatus === 0 && name.includes('/_app/')))
    sayMissing();
};
// What was fetched ahead and lost is asked for once more when it is needed.
setTimeout(lookBack, AGAIN_MS);

addEventListener(
  'click',
  (event) => {
    if (hasStarted() || !(event.target instanceof Element)) return;
    const exit = event.target.closest<HTMLAnchorElement>('a[data-testid=exit]');
    if (exit !== null) {
      event.preventDefault();
      exitNow({ exitUrl: exit.href });
    } else if (event.target.closest('#missing button') !== null) {
      carryTyped();
      location.reload();
    }
  },
  { capture: true }
);
