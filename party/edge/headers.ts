// Security headers on every response, always as headers. The build fixes what a page may load, per page and
// by hash; everything else may load nothing. Rules: X1.
import { BASE_CSP } from './csp.ts';

/** Every feature that browsers know by name today; an unknown one only fills the console. */
const FEATURES = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'clipboard-read',
  'compute-pressure',
  'cross-origin-isolated',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'idle-detection',
  'interest-cohort',
  'keyboard-map',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'otp-credentials',
  'payment',
  'picture-in-picture',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'speaker-selection',
  'storage-access',
  'sync-xhr',
  'unload',
  'usb',
  'window-management',
  'xr-spatial-tracking'
] as const;

/** Only what the pages use: copying a link. */
const PERMISSIONS = [...FEATURES.map((name) => `${name}=()`), 'clipboard-write=(self)'].join(', ');

/** The same response with every security header. */
export function secured(response: Response, https: boolean): Response {
  const headers = new Headers(response.headers);
  if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', BASE_CSP);
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  headers.set('Referrer-Policy', 'no-referrer');
  headers.set('Permissions-Policy', PERMISSIONS);
  headers.set('X-Content-Type-Options', 'nosniff');
  headers.set('X-Frame-Options', 'DENY');
  headers.set('X-Robots-Tag', 'noindex, nofollow, noarchive');
  if (https) headers.set('Strict-Transport-Security', 'max-age=63072000; includeSubDomains');
  const { status, webSocket } = response;
  return webSocket
    ? new Response(null, { status, headers, webSocket })
    : new Response(response.body, { status, headers });
}
