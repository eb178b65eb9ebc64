// User agents that were really sent, with the day on which they were written down and where. `app`: whose
// browser it is; null: an Android web view of an app that is not known; 'own': a browser of its own.
import type { InApp } from '#lib/guest/entry/in-app-browser.ts';

interface SeenAgent {
  readonly userAgent: string;
  readonly app: InApp | null | 'own';
  readonly seen: string;
  readonly source: string;
}

const SPY = 'https://github.com/shalanah/inapp-spy (src/tests/mobile.ts)';
const PARSER = 'https://github.com/faisalman/ua-parser-js (test/data/ua)';

export const SEEN_AGENTS: readonly SeenAgent[] = [
  {
    // The name is glued to Safari's, without a slash behind it: the form is in the pull request.
    userAgent:
      'Mozilla/5.0 (Linux; Android 12; SM-G990W Build/SP1A.210812.016; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/105.0.5195.136 Mobile Safari/537.36Snapchat12.01.0.33 (SM-G990W; Android 12#G990WVLU3CVG1#31; gzip; )',
    app: 'Snapchat',
    seen: '2022-06-20',
    source: 'https://github.com/matomo-org/device-detector/pull/7149'
  },
  {
    userAgent:
      'Mozilla/5.0 (Linux; Android 11; RMX2001 Build/RP1A.200720.011; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/124.0.6367.179 Mobile Safari/537.36 Snapchat/12.87.0.44 (RMX2001; Android 11#1647528410731#30; gzip; )',
    app: 'Snapchat',
    seen: '2024-08-19',
    source: 'https://github.com/omrilotan/isbot/issues/274'
  },
  {
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_3_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.3.1 Mobile/15E148 Snapchat/12.72.0.39 (like Safari/8617.2.4.10.8, panda)',
    app: 'Snapchat',
    seen: '2024-02-09',
    source: SPY
  },
  {
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22F76 Instagram 393.1.0.36.70 (iPhone15,3; iOS 18_5; en_US; en; scale=3.00; 1290x2796; IABMV/1; 776538208) Safari/604.1)',
    app: 'Instagram',
    seen: '2025-08-31',
    source: SPY
  },
  {
    userAgent:
      'Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/AP2A.240905.003; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.6723.58 Mobile Safari/537.36 Instagram 355.1.0.44.103 Android (34/14; 420dpi; 1080x2205; Google/google; Pixel 8; shiba; shiba; en_US; 658190016)',
    app: 'Instagram',
    seen: '2024-11-04',
    source: SPY
  },
  {
    userAgent:
      'Mozilla/5.0 (Linux; Android 12; moto g 5G (2022) Build/S1SAS32.47-77-9; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/111.0.5563.116 Mobile Safari/537.36 [FB_IAB/Orca-Android;FBAV/402.0.0.11.101;]',
    app: 'Messenger',
    seen: '2025-05-10',
    source: PARSER
  },
  {
    userAgent:
      'Mozilla/5.0 (Linux; Android 15; BV4800 SE Build/AP3A.240905.015.A2; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/144.0.7559.94 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/545.0.0.43.63;IABMV/1;]',
    app: 'Facebook',
    seen: '2026-02-12',
    source: PARSER
  },
  {
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22B83 [FBAN/FBIOS;FBAV/488.0.0.68.101;FBBV/658219612;FBDV/iPhone12,8;FBMD/iPhone;FBSN/iOS;FBSV/18.1;FBSS/2;FBID/phone;FBLC/en_US;FBOP/5;FBRV/0;IABMV/1]',
    app: 'Facebook',
    seen: '2024-11-04',
    source: SPY
  },
  {
    userAgent:
      'Mozilla/5.0 (Linux; Android 7.0; Archos Access 101 3G V2 Build/NRD90M; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/114.0.5735.130 Safari/537.36[FBAN/EMA;FBLC/pt_PT;FBAV/360.0.0.7.53;]',
    app: 'Facebook',
    seen: '2025-03-08',
    source: PARSER
  },
  {
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari/604.1 musical_ly_41.9.0',
    app: 'TikTok',
    seen: '2025-10-12',
    source: SPY
  },
  {
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari/604.1 trill_43.0.0 BytedanceWebview/d8a21c6',
    app: 'TikTok',
    seen: '2026-01-12',
    source: PARSER
  },
  {
    // Threads. Its own name is Barcelona.
    userAgent:
      'Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/AP2A.240905.003; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.6723.58 Mobile Safari/537.36 Barcelona 355.0.0.39.109 Android (34/14; 420dpi; 1080x2205; Google/google; Pixel 8; shiba; shiba; en_US; 657318936)',
    app: null,
    seen: '2024-11-04',
    source: SPY
  },
  {
    userAgent:
      'Mozilla/5.0 (Linux; Android 15; Pixel 6 Pro Build/AP4A.241205.013; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/132.0.6834.163 Mobile Safari/537.36 Line/15.0.0/IAB',
    app: null,
    seen: '2025-05-12',
    source: PARSER
  },
  {
    userAgent:
      'Mozilla/5.0 (Linux; Android 13; CPH2531 Build/SP1A.210812.016; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/123.0.6312.120 Mobile Safari/537.36 TwitterAndroid',
    app: null,
    seen: '2024-05-17',
    source: PARSER
  },
  {
    // No name at all, in the form that Android prescribes for every web view.
    userAgent:
      'Mozilla/5.0 (Linux; Android 9; SM-G950F Build/PPR1.180610.011; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/88.0.4324.152 Mobile Safari/537.36',
    app: null,
    seen: '2021-02',
    source: 'https://github.com/WhichBrowser/Parser-PHP/issues/630'
  },
  {
    // Opera Mini is a browser of its own, built on Android's web view.
    userAgent:
      'Mozilla/5.0 (Linux; U; Android 15; Pixel 9 Pro XL Build/AP4A.250105.002; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/133.0.6943.89 Mobile Safari/537.36 OPR/88.0.2254.75874',
    app: 'own',
    seen: '2025-05-12',
    source: PARSER
  },
  {
    userAgent:
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/121.0.0.0 Mobile Safari/537.36',
    app: 'own',
    seen: '2024-02-09',
    source: SPY
  },
  {
    // Discord on an iPhone too: it cannot be told from Safari.
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 14_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/14.1 Mobile/15E148 Safari/604.1',
    app: 'own',
    seen: '2021-06-27',
    source: 'https://zenn.dev/kecy/articles/f51851e42c4243'
  }
];
