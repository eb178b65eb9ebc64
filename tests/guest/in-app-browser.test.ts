// The user agents of in-app browsers, and the ways out of each.
import { describe, expect, it } from 'vitest';
import { isInApp } from '#lib/guest/entry/is-in-app.ts';
import { inApp } from '#lib/guest/entry/in-app-browser.ts';
import { KNOWN_WAYS, outOf } from '#lib/guest/entry/ways-out.ts';
import { SEEN_AGENTS } from './user-agents.ts';

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const ANDROID =
  'Mozilla/5.0 (Linux; Android 15; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0 Mobile Safari/537.36';
const HREF = 'https://chat.example/r#-AQBtoken';

describe('[B1] knowing an in-app browser', () => {
  it.each([
    [`${IPHONE} Mobile/15E148 Instagram 350.0.0.30 (iPhone15,2)`, 'Instagram'],
    [`${ANDROID} Instagram 350.0.0.30 Android`, 'Instagram'],
    [`${IPHONE} Mobile/15E148 [FBAN/MessengerForiOS;FBAV/480.0]`, 'Messenger'],
    [`${ANDROID} [FB_IAB/Orca-Android;FBAV/480.0]`, 'Messenger'],
    [`${IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/480.0]`, 'Facebook'],
    [`${ANDROID} [FB_IAB/FB4A;FBAV/480.0]`, 'Facebook'],
    [`${IPHONE} Mobile/15E148 Snapchat/13.0 (like Safari/8617)`, 'Snapchat'],
    [`${ANDROID} BytedanceWebview/d8a21c6`, 'TikTok'],
    [`${IPHONE} musical_ly_37.0.0 JsSdk/2.0 NetType/WIFI`, 'TikTok'],
    [`${ANDROID} Discord/260`, 'Discord']
  ])('%s', (userAgent, app) => {
    expect(inApp(userAgent)?.app).toBe(app);
  });

  it.each([
    'Instagram 1',
    'FBAN/x',
    'FBAV/1',
    'FB_IAB/x',
    'Snapchat12',
    'BytedanceWebview',
    'musical_ly_37',
    'TikTok 3',
    'trill_3',
    'Discord/2'
  ])('by its name alone, wherever it stands: %s', (name) => {
    for (const userAgent of [`${IPHONE} ${name}`, `${ANDROID.replace('; wv', '')} ${name}`])
      expect(isInApp(userAgent)).toBe(true);
  });

  it.each([
    `${IPHONE} Version/18.1 Mobile/15E148 Safari/604.1`,
    'Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36',
    'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  ])('lets a browser of its own be: %s', (userAgent) => {
    expect(inApp(userAgent)).toBeNull();
  });
});

describe('[B1] user agents that were really sent', () => {
  it.each(SEEN_AGENTS)('$seen, $app: $userAgent', ({ userAgent, app }) => {
    expect(inApp(userAgent)?.app).toBe(app === 'own' ? undefined : app);
  });

  it('have a day and a source each', () => {
    for (const { seen, source } of SEEN_AGENTS) {
      expect(seen).toMatch(/^20\d\d-\d\d(?:-\d\d)?$/);
      expect(source).toMatch(/^https:/);
    }
  });

  it('of an app that is not known offer no address: a scheme that it does not know would replace the page', () => {
    for (const { userAgent } of SEEN_AGENTS.filter(({ app }) => app === null)) {
      expect(inApp(userAgent)).toEqual({ app: null, system: 'Android' });
      expect(out(userAgent)).toEqual([]);
    }
  });
});

const out = (userAgent: string): readonly string[] => {
  const where = inApp(userAgent);
  return where === null ? [] : outOf(where, HREF).map(({ address }) => address);
};

describe('[B1, B2, L4] the ways out keep the link whole, in the order in which they are known to work', () => {
  it('of Instagram: its own address first', () => {
    const own = `instagram://extbrowser/?url=${encodeURIComponent(HREF)}`;
    expect(out(`${IPHONE} Instagram 445.0`)).toEqual([own, `x-safari-${HREF}`]);
    expect(out(`${ANDROID} Instagram 445.0`)).toEqual([
      own,
      'intent://chat.example/r#-AQBtoken#Intent;scheme=https;action=android.intent.action.VIEW;end'
    ]);
  });

  it('of Facebook and Messenger', () => {
    expect(out(`${IPHONE} [FBAN/FBIOS;FBAV/480.0]`)).toEqual([`x-safari-${HREF}`]);
    expect(out(`${ANDROID} [FB_IAB/FB4A;]`)).toHaveLength(1);
    expect(out(`${IPHONE} [FBAN/MessengerForiOS;]`)).toEqual([`x-safari-${HREF}`]);
  });

  it('offers no address where the app lets none through: the link can be copied', () => {
    expect(out(`${ANDROID} [FB_IAB/Orca-Android;]`)).toEqual([]);
    expect(out(`${IPHONE} Snapchat/13.0`)).toEqual([]);
  });

  it('says of each when it was seen, and where that was read', () => {
    for (const { seen, source } of KNOWN_WAYS) {
      expect(seen).toMatch(/^20\d\d-\d\d(?:-\d\d)?$/);
      expect(source).toMatch(/^https:/);
    }
  });
});
