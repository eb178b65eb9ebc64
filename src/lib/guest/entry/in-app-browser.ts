// The app that carried the link may show the page in its own browser and could read along there. Which one
// it is, by the user agent; ways-out.ts has the ways out. Pure. Rules: B1.
import { isInApp } from './is-in-app.ts';

export type InApp = 'Instagram' | 'Messenger' | 'Facebook' | 'Snapchat' | 'TikTok' | 'Discord';

/** The order matters: Messenger and Instagram also claim to be Facebook. */
const SIGNS: readonly (readonly [InApp, RegExp])[] = [
  ['Instagram', /Instagram/i],
  ['Messenger', /FBAN\/Messenger|FB_IAB\/(?:Orca|MESSENGER)/i],
  ['Facebook', /FBAN|FBAV|FB_IAB/i],
  ['Snapchat', /Snapchat/i],
  ['TikTok', /Bytedance|musical_ly|TikTok|\btrill/i],
  ['Discord', /Discord/i]
];

export interface WaysOut {
  /** Null: an app that is not known. */
  readonly app: InApp | null;
  readonly system: 'iOS' | 'Android' | null;
}

/** Which app's browser this is, and on which system. Null: it is an ordinary browser. */
export function inApp(userAgent: string): WaysOut | null {
  if (!isInApp(userAgent)) return null;
  const app = SIGNS.find(([, sign]) => sign.test(userAgent))?.[0] ?? null;
  if (/iPhone|iPad|iPod/.test(userAgent)) return { app, system: 'iOS' };
  return { app, system: /Android/.test(userAgent) ? 'Android' : null };
}
