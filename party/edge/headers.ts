// Security headers, on every response and always as headers. What a page may load is fixed by the
// build, per page and by hash; everything else may load nothing. Rules: X1.

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

/** Nothing but what the pages use: copying a link. */
const PERMISSIONS = [...FEATURES.map((name) => `${name}=()`), 'clipboard-write=(self)'].join(', ');

/** For everything that is no page: it may load nothing, and be framed by nobody. */
export const BASE_CSP =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'";

/** For scripts: workers and the service worker live under the policy of their own response. */
export const WORKER_CSP =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; " +
  "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'";

/** The build's policy of one page, with what only a header can say. */
export function pageCsp(built: string): string {
  const has = (directive: string) => new RegExp(`(^|;)\\s*${directive}(\\s|;|$)`).test(built);
  let csp = built.trim().replace(/;$/, '');
  if (!has('frame-ancestors')) csp += "; frame-ancestors 'none'";
  if (!has('require-trusted-types-for')) csp += "; require-trusted-types-for 'script'";
  return csp;
}

/** The same response with every security header on it. */
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
  headers.set('X-Robots-Tag', 'noindex, nofollow');
  if (https) headers.set('Strict-Transport-Security', 'max-age=63072000; includeSubDomains');
  const { status, webSocket } = response;
  return webSocket
    ? new Response(null, { status, headers, webSocket })
    : new Response(response.body, { status, headers });
}
