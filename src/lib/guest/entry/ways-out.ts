// What leads out of which app's own browser, in the order in which it is offered: data, with the day on
// which it was last known to work and where that was read. Such ways rot; whoever learns of a change
// writes it here. Rules: B1, B2.
import type { InApp, WaysOut } from './in-app-browser.ts';

/**
 * `app-scheme`: Instagram's own address for "open outside". `safari-scheme`: iOS hands it to Safari.
 * `intent`: Android asks which browser.
 */
export type Way = 'app-scheme' | 'safari-scheme' | 'intent';

interface KnownWay {
  readonly app: InApp;
  readonly system: 'iOS' | 'Android';
  readonly way: Way;
  /** When it was last seen to work. */
  readonly seen: string;
  readonly source: string;
}

export const KNOWN_WAYS: readonly KnownWay[] = [
  {
    app: 'Instagram',
    system: 'iOS',
    way: 'app-scheme',
    seen: '2026-09-10',
    source: 'https://github.com/shalanah/inapp-debugger/pull/23 (Instagram 445, iOS 27)'
  },
  {
    // Reported dead from Instagram 424 on iOS 26.4 on (2026-04-13); older apps are still about.
    app: 'Instagram',
    system: 'iOS',
    way: 'safari-scheme',
    seen: '2026-03',
    source: 'https://github.com/shalanah/inapp-debugger/issues/22'
  },
  {
    app: 'Instagram',
    system: 'Android',
    way: 'app-scheme',
    seen: '2026-09-10',
    source: 'https://github.com/shalanah/inapp-debugger/pull/23 (Instagram 445, Android 16)'
  },
  {
    // Reported dead in Meta's apps on Android from October 2024 on, with some versions in between.
    app: 'Instagram',
    system: 'Android',
    way: 'intent',
    seen: '2024-10',
    source: 'https://github.com/shalanah/inapp-debugger/issues/11'
  },
  {
    app: 'Facebook',
    system: 'iOS',
    way: 'safari-scheme',
    seen: '2026-03',
    source: 'https://github.com/shalanah/inapp-debugger/issues/22'
  },
  {
    app: 'Facebook',
    system: 'Android',
    way: 'intent',
    seen: '2024-10',
    source: 'https://github.com/shalanah/inapp-debugger/issues/11'
  },
  {
    app: 'Messenger',
    system: 'iOS',
    way: 'safari-scheme',
    seen: '2026-03',
    source: 'https://github.com/shalanah/inapp-debugger/issues/22'
  }
];

export interface Out {
  readonly address: string;
  /** The browser's name, where the way says which it is. */
  readonly browser: 'Safari' | null;
}

function addressOf(way: Way, href: string): Out {
  const at = href.indexOf('://');
  const [scheme, rest] = [href.slice(0, at), href.slice(at + 3)];
  switch (way) {
    case 'app-scheme':
      return { address: `instagram://extbrowser/?url=${encodeURIComponent(href)}`, browser: null };
    case 'safari-scheme':
      return { address: `x-safari-${href}`, browser: 'Safari' };
    case 'intent':
      return {
        address: `intent://${rest}#Intent;scheme=${scheme};action=android.intent.action.VIEW;end`,
        browser: null
      };
  }
}

/** What to try, one after the other, with the link whole. `href`: the page's own, fragment included [L4]. */
export const outOf = ({ app, system }: WaysOut, href: string): readonly Out[] =>
  KNOWN_WAYS.filter((known) => known.app === app && known.system === system).map(({ way }) =>
    addressOf(way, href)
  );

/** Still looked at so long after a press: the way is dead, and the next one is offered [B2]. */
export const DEAD_AFTER_MS = 1_500;
