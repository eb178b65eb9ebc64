// The network that carried the link may show the page in a browser of its own, and could read along
// there. Recognised by what the browser says of itself; what leads out is in ways-out.ts. Pure. Rules: B1.

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
  readonly system: 'iOS' | 'Android' | null;
}

/** Returns null in a browser of its own. */
export function inAppBrowser(userAgent: string): InApp | null {
  return SIGNS.find(([, sign]) => sign.test(userAgent))?.[0] ?? null;
}

/** Which app's browser this is, and on which system. Null: it is one of its own. */
export function inApp(userAgent: string): WaysOut | null {
  const app = inAppBrowser(userAgent);
  if (app === null) return null;
  if (/\b(?:iPhone|iPad|iPod)\b/.test(userAgent)) return { app, system: 'iOS' };
  return { app, system: /\bAndroid\b/.test(userAgent) ? 'Android' : null };
}
