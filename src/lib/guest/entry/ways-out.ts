// The ways out of each app's own browser, in the order in which they are offered: data, with the day when
// each was last known to work and the source. Such ways break; record every change here. Rules: B1, B2.
import type { InApp, WaysOut } from './in-app-browser.ts';

/**
 * `app-scheme`: Instagram's own address for "open outside". `safari-scheme`: iOS opens it in Safari.
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
    // Reported dead from Instagram 424 on iOS 26.4 on (2026-04-13); older apps are still in use.
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
  /** The browser's name, when the way determines it. */
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

/** The ways to try in order, with the whole link. `href`: the page's own, fragment included [L4]. */
export const outOf = ({ app, system }: WaysOut, href: string): readonly Out[] =>
  KNOWN_WAYS.filter((known) => known.app === app && known.system === system).map(({ way }) =>
    addressOf(way, href)
  );

/** A page still visible this long after a press shows that the way is dead; the next is offered [B2]. */
export const DEAD_AFTER_MS = 1_500;
