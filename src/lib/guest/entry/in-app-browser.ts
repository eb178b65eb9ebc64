// The app that carried the link may show the page in its own browser and could read along there. Detected
// by the user agent; ways-out.ts has the ways out. Pure. Rules: B1.

export type InApp = 'Instagram' | 'Messenger' | 'Facebook' | 'Snapchat' | 'TikTok' | 'Discord';

/** The order matters: Messenger and Instagram also claim to be Facebook. */
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

/** Returns null outside an in-app browser. */
export function inAppBrowser(userAgent: string): InApp | null {
  return SIGNS.find(([, sign]) => sign.test(userAgent))?.[0] ?? null;
}

/** Which app's browser this is, and on which system. Null: it is an ordinary browser. */
export function inApp(userAgent: string): WaysOut | null {
  const app = inAppBrowser(userAgent);
  if (app === null) return null;
  if (/\b(?:iPhone|iPad|iPod)\b/.test(userAgent)) return { app, system: 'iOS' };
  return { app, system: /\bAndroid\b/.test(userAgent) ? 'Android' : null };
}
