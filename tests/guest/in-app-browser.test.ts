// What browsers inside apps say of themselves, and what leads out of each.
import { describe, expect, it } from 'vitest';
import { inAppBrowser, waysOut } from '#lib/guest/in-app-browser.ts';

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
    expect(inAppBrowser(userAgent)).toBe(app);
  });

  it.each([
    `${IPHONE} Version/18.1 Mobile/15E148 Safari/604.1`,
    'Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36',
    'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  ])('lets a browser of its own be: %s', (userAgent) => {
    expect(inAppBrowser(userAgent)).toBeNull();
    expect(waysOut(userAgent, HREF)).toBeNull();
  });
});

describe('[B1, L4] the way out keeps the link whole', () => {
  it('to Safari from Instagram on an iPhone', () => {
    const out = waysOut(`${IPHONE} Instagram 350.0`, HREF);
    expect(out).toEqual({ app: 'Instagram', address: `x-safari-${HREF}`, browser: 'Safari' });
  });

  it('by an intent from Instagram on Android, the fragment before the last #', () => {
    const address = waysOut(`${ANDROID} Instagram 350.0`, HREF)?.address ?? '';
    expect(address.startsWith('intent://chat.example/r#-AQBtoken#Intent;scheme=https;')).toBe(true);
    expect(address.endsWith(';end')).toBe(true);
  });

  it('offers no address where the app lets none through: the link can be copied', () => {
    expect(waysOut(`${ANDROID} [FB_IAB/Orca-Android;]`, HREF)?.address).toBeNull();
    expect(waysOut(`${IPHONE} Snapchat/13.0`, HREF)?.address).toBeNull();
  });
});
