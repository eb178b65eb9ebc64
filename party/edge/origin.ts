// Who may ask: only pages of this very origin. And what is passed on: only what an object needs,
// never an address of anybody. Rules: I1, D1, X1.

/** Whether the request came over https, also behind a proxy that ends TLS. */
export function isHttps(request: Request): boolean {
  const forwarded = request.headers.get('X-Forwarded-Proto')?.split(',')[0]?.trim();
  return (forwarded ?? new URL(request.url).protocol.slice(0, -1)) === 'https';
}

const hostOf = (request: Request): string =>
  request.headers.get('Host') ?? new URL(request.url).host;

/** Whether the Origin header names this host. */
export function fromOwnOrigin(request: Request): boolean {
  const origin = request.headers.get('Origin');
  if (origin === null) return false;
  try {
    return new URL(origin).host === hostOf(request);
  } catch {
    return false;
  }
}

/**
 * For the goodbye only [E1]: under `no-referrer` browsers send beacons with `Origin: null`, and old
 * ones send none. Its token is its proof; a page of another origin that says so is still refused.
 */
export function mayBeOwnBeacon(request: Request): boolean {
  const site = request.headers.get('Sec-Fetch-Site');
  if (site !== null) return site === 'same-origin';
  const origin = request.headers.get('Origin');
  return origin === null || origin === 'null' || fromOwnOrigin(request);
}

/** What an object may know of a request. Everything else stays at the edge, addresses first of all. */
const PASSED_ON = ['Cookie', 'Content-Type', 'Upgrade'] as const;

/**
 * The request as an object sees it.
 * @param body already read and bounded; null for none
 */
export function passedOn(request: Request, rest: string, body: string | null): Request {
  const headers = new Headers();
  for (const name of PASSED_ON) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  if (isHttps(request)) headers.set('x-https', '1');
  return new Request(`http://object/${rest}`, { method: request.method, headers, body });
}

/** Reads a body of at most `maxBytes`. Returns null when it is longer. */
export async function boundedBody(request: Request, maxBytes: number): Promise<Uint8Array | null> {
  if (Number(request.headers.get('Content-Length') ?? 0) > maxBytes) return null;
  const parts: Uint8Array[] = [];
  let length = 0;
  if (request.body)
    for await (const part of request.body) {
      const bytes = part as Uint8Array;
      length += bytes.length;
      if (length > maxBytes) return null;
      parts.push(bytes);
    }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
