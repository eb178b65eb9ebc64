// The network that carried the link may show the page in a browser of its own, and could read along
// there. Recognised by what the browser says of itself; the way out depends on the system. Pure.
// Rules: B1, L4.

export type InApp = 'Instagram' | 'Messenger' | 'Facebook' | 'Snapchat' | 'TikTok' | 'Discord';

/** In this order: Messenger also says that it is of Facebook, Instagram too. */
const SIGNS: readonly (readonly [InApp, RegExp])[] = [
  ['Instagram', /\bInstagram\b/],
  ['Messenger', /\bFBAN\/Messenger|\bMessengerForiOS|Orca-Android|FB_IAB\/(?:Orca|MESSENGER)/i],
  ['Facebook', /\b(?:FBAN|FBAV|FB_IAB)\b/],
  ['Snapchat', /\bSnapchat\b/i],
  ['TikTok', /\b(?:BytedanceWebview|musical_ly|TikTok|trill)\b|musical_ly_/i],
  ['Discord', /\bDiscord\b/i]
];

export interface WaysOut {
  readonly app: InApp;
  /** An address that opens the real browser; null when the app lets none through. */
  readonly address: string | null;
  /** The browser's name, where the system says which it is. */
  readonly browser: 'Safari' | null;
}

/** Returns null in a browser of its own. */
export function inAppBrowser(userAgent: string): InApp | null {
  return SIGNS.find(([, sign]) => sign.test(userAgent))?.[0] ?? null;
}

/** How to leave, with the link whole. `href` is the page's own address, fragment included [L4]. */
export function waysOut(userAgent: string, href: string): WaysOut | null {
  const app = inAppBrowser(userAgent);
  if (app === null) return null;
  const [scheme = 'https', rest = ''] = href.split('://', 2);
  if (/\b(?:iPhone|iPad|iPod)\b/.test(userAgent)) {
    const opens = app === 'Instagram' || app === 'Facebook' || app === 'Messenger';
    return { app, address: opens ? `x-safari-${href}` : null, browser: 'Safari' };
  }
  if (/\bAndroid\b/.test(userAgent)) {
    const opens = app === 'Instagram' || app === 'Facebook';
    const intent = `intent://${rest}#Intent;scheme=${scheme};action=android.intent.action.VIEW;end`;
    return { app, address: opens ? intent : null, browser: null };
  }
  return { app, address: null, browser: null };
}
