// The desk's cookies: no script can read them, no other site's page can send them. Over https the name
// binds a cookie to this very host. Rules: D1, D8.

const isHttps = (request: Request): boolean => request.headers.get('x-https') === '1';

/** `__Host-` requires Path=/; over http, on one machine, the cookie stays with the API. */
const nameOf = (request: Request, name: string): string =>
  isHttps(request) ? `__Host-${name}` : name;

/** The request's cookie of this name, unverified; null for none. */
export function readCookie(request: Request, name: string): string | null {
  const prefix = `${nameOf(request, name)}=`;
  const pairs = (request.headers.get('Cookie') ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(prefix))?.slice(prefix.length) ?? null;
}

/** A Set-Cookie header. @param maxAgeMs 0 deletes it */
export function writeCookie(
  request: Request,
  name: string,
  value: string,
  maxAgeMs: number
): string {
  const scope = isHttps(request) ? 'Path=/; Secure' : 'Path=/api';
  const age = `Max-Age=${String(Math.floor(maxAgeMs / 1_000))}`;
  return `${nameOf(request, name)}=${value}; ${scope}; HttpOnly; SameSite=Strict; ${age}`;
}

/** The same answer with these cookies. */
export function withCookies(response: Response, cookies: readonly string[]): Response {
  for (const cookie of cookies) response.headers.append('Set-Cookie', cookie);
  return response;
}
