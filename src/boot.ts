// A separate script that imports no other file. Until the page's scripts have taken over it provides the
// whole Exit, keeps a press on Open, reports parts that do not load, and offers to load the page again
// with what was typed. It also copes with translators that start early. Rules: B4, E1, E3, V1.
import { exitNow } from './lib/guest/exit/exit.ts';
import { BEFORE_RELOAD } from './lib/guest/exit/kept-names.ts';
import { keepEarlyPress } from './lib/guest/platform/early-press.ts';
import { carryTyped, putBackTyped } from './lib/guest/platform/over-reload.ts';
import { keepOwnText } from './lib/ui/own-text.ts';

/** After this long the page's scripts will hardly take over any more. */
const STARTED_AFTER_MS = 15_000;

const STYLE_AGAIN_MS = 1_500;
/** How long a lost part may still take to arrive. */
const AGAIN_MS = 3_000;

keepOwnText();

if (document.readyState === 'loading') addEventListener('DOMContentLoaded', putBackTyped);
else putBackTyped();
addEventListener(BEFORE_RELOAD, (event) => carryTyped((event as CustomEvent<string>).detail));

const hasStarted = (): boolean => 'started' in document.documentElement.dataset;

keepEarlyPress(hasStarted);

const sayMissing = (): void => {
  if (!hasStarted()) document.getElementById('missing')?.removeAttribute('hidden');
};

/** A lost style is requested again here: fetchPart requests only the part's script. */
const styleAgain = (link: HTMLLinkElement): void =>
  void setTimeout(() => link.replaceWith(link.cloneNode()), STYLE_AGAIN_MS);

/** Styles that were lost before this script listened: browsers show them as none, as empty, or not at all. */
const lookAtStyles = (): void => {
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]'))
    try {
      if (!link.sheet?.cssRules.length) styleAgain(link);
    } catch {
      styleAgain(link);
    }
};
if (document.readyState === 'complete') lookAtStyles();
else addEventListener('load', lookAtStyles);

addEventListener('unhandledrejection', sayMissing);
addEventListener(
  'error',
  ({ target }) => {
    if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') styleAgain(target);
    else sayMissing();
  },
  { capture: true }
);
setTimeout(sayMissing, STARTED_AFTER_MS);

/** Parts that were lost before this script listened, or before there was a place to report them. */
const lookBack = (): void => {
  const loaded = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  if (loaded.some(({ name, responseStatus }) => responseStatus === 0 && name.includes('/_app/')))
    sayMissing();
};
// A part that was prefetched and lost is requested again when it is needed.
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
